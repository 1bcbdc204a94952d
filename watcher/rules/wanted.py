"""The event that a rule asks for: which of an article's events are one, and what keeps the others from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from watcher.model import NEWS, Article, Event, FieldValue, Realis, Rule
from watcher.query import compile_query, index, parse
from watcher.rules.reason import brief
from watcher.text import folded_words

REALIS = "realis"
"""What `where` calls an event's realis, which is no field of its kind."""


class Wanted:
    """A rule's `event` and `where`, compiled once.

    Raises:
        QueryError: a query in `where` does not parse.
    """

    def __init__(self, kind: str, rule: Rule) -> None:
        self.kind = kind
        self._fields = tuple(rule.where)
        self._conditions = tuple(_condition(field, asked) for field, asked in rule.where.items())
        self._realis = frozenset(Realis) if REALIS in rule.where else NEWS

    def among(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Give the events that are as the rule wants them, in their order."""
        return tuple(event for event in events if event.kind == self.kind and not self._failures(event))

    def shortfall(self, events: Iterable[Event]) -> str:
        """Say what keeps the nearest event of the kind from being one; empty where an event is one."""
        failures = [self._failures(event) for event in events if event.kind == self.kind]
        if not failures:
            return f"no {self.kind} event"
        fewest = min(failures, key=len)
        return f"{self.kind} found, but {'; '.join(fewest)}" if fewest else ""

    def reason(self, event: Event) -> str:
        """Say what made an event match: "event appointment (status: appointed)", the fields asked for or else all."""
        values = ((name, _value(event, name)) for name in self._fields or event.fields)
        said = ", ".join(f"{name}: {brief(text_of(value))}" for name, value in values if value)
        return f"event {self.kind} ({said})" if said else f"event {self.kind}"

    def _failures(self, event: Event) -> list[str]:
        realis = [] if event.realis in self._realis else [f"{REALIS} {event.realis}"]
        return [*(failure for each in self._conditions if (failure := each.failure(event))), *realis]


def text_of(value: FieldValue) -> str:
    """Give a field's value as the text that a query is asked of; several values are divided by commas."""
    return value if isinstance(value, str) else ", ".join(value)


def fits(asked: str | tuple[str, ...]) -> Callable[[FieldValue], bool]:
    """Give what says whether a field's value is as asked: one of several, in any case, or what a query is true of.

    Raises:
        QueryError: the query does not parse.
    """
    if isinstance(asked, str):
        query = compile_query(parse(asked))
        return lambda value: query.find(index(Article(source="", title="", body=text_of(value)))) is not None
    choices = {folded_words(choice) for choice in asked}
    return lambda value: any(folded_words(each) in choices for each in ((value,) if isinstance(value, str) else value))


@dataclass(frozen=True, slots=True)
class _Condition:
    field: str
    fits: Callable[[FieldValue], bool]
    wanted: str  # for the user: "does not match: minister OR chief"

    def failure(self, event: Event) -> str:
        """Say why an event fails it; empty where it holds."""
        value = _value(event, self.field)
        if not value:
            return f"no {self.field} is stated"
        return "" if self.fits(value) else f'{self.field} "{brief(text_of(value))}" {self.wanted}'


def _condition(field: str, asked: str | tuple[str, ...]) -> _Condition:
    if isinstance(asked, str):
        return _Condition(field, fits(asked), f"does not match: {' '.join(asked.split())}")
    return _Condition(field, fits(asked), f"is none of: {', '.join(asked)}")


def _value(event: Event, field: str) -> FieldValue:
    return event.realis.value if field == REALIS else event.fields.get(field, "")
