"""What a rule asks of events: kinds that exist, with the fields and values that they have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watcher.errors import QueryError
from watcher.events import Lexicons
from watcher.model import Realis
from watcher.query import And, Field, Not, Or, Query, parse
from watcher.rules import REALIS, fits
from watcher.settings.keys import fields_of
from watcher.settings.locate import KeyPath
from watcher.settings.models import RuleTable
from watcher.settings.problems import Problem, did_you_mean, one_of
from watcher.settings.tomlfile import TomlFile

_DATES = frozenset({"date", "date-start", "date-end", "when", "precision", "deadline", "starts-at", "ends-at"})
_BESIDE_EVENT = ("where", "remind")


def check_wanted(file: TomlFile) -> Iterator[Problem]:
    """Look at what of query, event and their companions goes together."""
    for path, rule in file.each("rules", "*"):
        if not isinstance(rule, Mapping):
            continue
        if not {"query", "event"} & rule.keys():
            yield file.problem(path, "missing key 'query' in [[rules]]", "or name a kind of event: 'event'")
        if "event" not in rule:
            for key in (key for key in _BESIDE_EVENT if key in rule):
                yield file.problem((*path, key), f"'{key}' is given without an 'event'", at="key")
        if rule.get("within") == "sentence" and not {"query", "event"} <= rule.keys():
            message = "'within' is for rules with both an 'event' and a 'query'"
            yield file.problem((*path, "within"), message, at="key")


def check_events(file: TomlFile, lexicons: Lexicons) -> Iterator[Problem]:
    """Look up the kinds, fields and values that the rules of a file ask for, and read the queries on fields."""
    for path, rule in file.each("rules", "*"):
        if isinstance(rule, Mapping):
            yield from event_problems(file, path, rule, lexicons)


def event_problems(file: TomlFile, path: KeyPath, rule: Mapping[str, Any], lexicons: Lexicons) -> Iterator[Problem]:
    """Do the same for one rule, as it is written."""
    kind = rule.get("event")
    if not isinstance(kind, str) or not kind.strip():
        return
    if kind in lexicons.kinds:
        yield from _where_problems(file, path, rule, _Kind(kind, lexicons))
    else:
        hint = did_you_mean(kind, lexicons.kinds) or f"there are {', '.join(lexicons.kinds)}"
        yield file.problem((*path, "event"), f"there is no kind of event named '{kind}'", hint)


class _Kind:
    """A kind of event as rules see it: its fields and what they can be; empty: any text."""

    def __init__(self, name: str, lexicons: Lexicons) -> None:
        self.name = name
        self.fields: Mapping[str, Sequence[str]] = {
            **{field: lexicons.values(name, field) for field in lexicons.fields(name)},
            REALIS: tuple(Realis),
        }


def _where_problems(file: TomlFile, path: KeyPath, rule: Mapping[str, Any], kind: _Kind) -> Iterator[Problem]:
    where = rule.get("where")
    for field, asked in where.items() if isinstance(where, Mapping) else ():
        place = (*path, "where", field)
        if field not in kind.fields:
            yield file.problem(
                place, f"an event of kind '{kind.name}' has no field '{field}'", _near(field, kind), at="key"
            )
        elif isinstance(asked, str):
            yield from _query_problems(file, place, asked, kind.fields[field])
        elif isinstance(asked, list) and kind.fields[field]:
            yield from _value_problems(file, place, asked, kind.fields[field])


def _near(field: str, kind: _Kind) -> str:
    if field.replace("_", "-") in _DATES:
        return "rules cannot ask for dates"
    if field in fields_of(RuleTable):
        return "it belongs to [[rules]]: move it above [rules.where]"
    return did_you_mean(field, kind.fields) or f"it has {', '.join(kind.fields)}"


def _query_problems(file: TomlFile, path: KeyPath, query: str, values: Sequence[str]) -> Iterator[Problem]:
    try:
        tree = parse(query) if query.strip() else None
    except QueryError as error:
        yield file.problem_inside(path, error.start, error.end, error.problem, error.hint)
        return
    if tree is None:
        return  # the models refuse what is empty
    if _names_a_field(tree):
        yield file.problem(path, f"a query on '{path[-1]}' is asked of that field alone, and names no other")
    elif values and not any(map(fits(query), values)):
        hint = did_you_mean(query, values) or f"it can be {one_of(values)}"
        yield file.problem(path, f"this is true of no value of '{path[-1]}'", hint)


def _names_a_field(query: Query | Not) -> bool:
    match query:
        case Field():
            return True
        case Not(of):
            return _names_a_field(of)
        case And(parts):
            return any(map(_names_a_field, parts))
        case Or(parts):
            return any(map(_names_a_field, parts))
    return False


def _value_problems(file: TomlFile, path: KeyPath, asked: Sequence[Any], values: Sequence[str]) -> Iterator[Problem]:
    for number, value in enumerate(asked):
        if isinstance(value, str) and value.strip() and value not in values:
            hint = did_you_mean(value, values) or f"it can be {one_of(values)}"
            yield file.problem((*path, number), f"'{path[-1]}' is never '{value}'", hint)
