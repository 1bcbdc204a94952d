"""Why a rule does not match an article, in one line for the person who writes the rule."""

from watcher.model import Article, Rule
from watcher.query import IndexedArticle, compile_query, index, parse, shortfall
from watcher.rules.reason import named
from watcher.rules.scope import listens


def why_not(rule: Rule, article: Article) -> str:
    """Give the first thing that keeps the rule from matching, such as "missing: referendum"; empty when it matches.

    Raises:
        QueryError: the rule's query or exclude does not parse.
    """
    if not listens(rule, article):
        return f"feeds: only {', '.join(rule.feeds)}" if rule.feeds else "feeds: none"
    words = index(article)
    return _unmet(rule.query, words) or _excluded(rule.exclude, words)


def _unmet(query: str, words: IndexedArticle) -> str:
    short = shortfall(parse(query), words)
    missing = f"missing: {', '.join(short.missing)}" if short.missing else ""
    unwanted = f"ruled out by NOT: {named(short.unwanted)}" if short.unwanted else ""
    return "; ".join(filter(None, (missing, unwanted)))


def _excluded(exclude: str | None, words: IndexedArticle) -> str:
    hits = None if exclude is None else compile_query(parse(exclude)).find(words)
    return f"excluded by: {named(hits)}" if hits else ""
