"""Why a rule does not match an article, in one line for the person who writes the rule."""

from watcher.model import Article, Rule, Within
from watcher.query import IndexedArticle, compile_query, index, parse, shortfall
from watcher.rules.reason import named
from watcher.rules.scope import hears, speaks
from watcher.rules.sentence import alone
from watcher.rules.wanted import Wanted


def why_not(rule: Rule, article: Article) -> str:
    """Give the first thing that keeps the rule from matching, such as "missing: referendum"; empty when it matches.

    Raises:
        QueryError: a query of the rule does not parse.
    """
    if not hears(rule, article):
        return f"feeds: only {', '.join(rule.feeds)}" if rule.feeds else "feeds: none"
    if not speaks(rule, article):
        return f"languages: only {', '.join(rule.languages)}"
    words = index(article)
    return _unmet(rule, words) or _excluded(rule.exclude, words)


def _unmet(rule: Rule, words: IndexedArticle) -> str:
    if rule.event is None:
        return _short(rule.query, words)
    wanted = Wanted(rule.event, rule)
    events = wanted.among(words.article.events)
    if not events:
        return wanted.shortfall(words.article.events)
    if rule.within is Within.ARTICLE:
        return _short(rule.query, words)
    shorts = [_short(rule.query, alone(words, event.evidence)) for event in events]
    return f"in the sentence of the {rule.event}: {shorts[0]}" if all(shorts) else ""


def _short(query: str | None, words: IndexedArticle) -> str:
    if query is None:
        return ""
    short = shortfall(parse(query), words)
    missing = f"missing: {', '.join(short.missing)}" if short.missing else ""
    unwanted = f"ruled out by NOT: {named(short.unwanted)}" if short.unwanted else ""
    return "; ".join(filter(None, (missing, unwanted)))


def _excluded(exclude: str | None, words: IndexedArticle) -> str:
    hits = None if exclude is None else compile_query(parse(exclude)).find(words)
    return f"excluded by: {named(hits)}" if hits else ""
