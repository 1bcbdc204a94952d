"""One rule, compiled: what it finds in an article."""

from dataclasses import dataclass

from watcher.model import Event, Match, Rule, Within
from watcher.query import Hit, IndexedArticle, Matcher, compile_query, parse
from watcher.rules.reason import reason
from watcher.rules.sentence import alone, in_article
from watcher.rules.shown import shown
from watcher.rules.wanted import Wanted


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to be asked about any number of articles; where it listens is the caller's affair."""

    rule: Rule
    query: Matcher | None
    exclude: Matcher | None
    wanted: Wanted | None

    def match(self, words: IndexedArticle) -> Match | None:
        """Give what the rule finds in an article; None: it does not match."""
        found = self._find(words)
        if found is None or (self.exclude is not None and self.exclude.find(words) is not None):
            return None
        events, hits = found
        because = [self.wanted.reason(events[0])] if self.wanted else []
        because += [reason(hits)] if self.query else []
        return Match(rule=self.rule.name, evidence=shown(words, events, hits), reason="; ".join(because), events=events)

    def _find(self, words: IndexedArticle) -> tuple[tuple[Event, ...], tuple[Hit, ...]] | None:
        events: tuple[Event, ...] = ()
        if self.wanted is not None:
            events = self.wanted.among(words.article.events)
            if not events:
                return None
        if self.query is None:
            return events, ()
        if self.wanted is not None and self.rule.within is Within.SENTENCE:
            return _in_sentences(self.query, words, events)
        hits = self.query.find(words)
        return None if hits is None else (events, hits)


def compile_rule(rule: Rule) -> CompiledRule:
    """Compile a rule.

    Raises:
        QueryError: a query of it does not parse.
    """
    return CompiledRule(
        rule,
        query=None if rule.query is None else compile_query(parse(rule.query)),
        exclude=None if rule.exclude is None else compile_query(parse(rule.exclude)),
        wanted=None if rule.event is None else Wanted(rule.event, rule),
    )


def _in_sentences(
    query: Matcher, words: IndexedArticle, events: tuple[Event, ...]
) -> tuple[tuple[Event, ...], tuple[Hit, ...]] | None:
    """Give the events in whose sentence the query is true, with what it found there; None: there are none."""
    found = [(event, query.find(alone(words, event.evidence))) for event in events]
    true = [(event, in_article(event.evidence, hits)) for event, hits in found if hits is not None]
    if not true:
        return None
    hits = dict.fromkeys(hit for _, each in true for hit in each)  # several events may stand in one sentence
    return tuple(event for event, _ in true), tuple(hits)
