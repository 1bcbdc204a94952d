"""One kind of event in one language: its fields, its triggers with their conditions, and how roles are filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from watcher.events.tables import Entries, LexiconError, listed
from watcher.model import Realis

TYPES = ("person", "org", "name", "place", "names", "phrase")  # beside the classes of [types]
TABLES = (
    "kind",
    "language",
    "keys",
    "fields",
    "lists",
    "types",
    "modifiers",
    "block",
    "dated",
    "effective",
    "frames",
    "triggers",
)
DATED = ("later", "earlier")  # than the publication
PLACES = ("sentence", "next", "previous", "after", "before", "opening", "subject", "object")  # what costs least first
CONDITIONS = tuple(name for place in PLACES for name in (place, f"not-{place}"))
SETTINGS = ("frame", "active", "passive", "noun", "needs", "where", "bare", "alone", "today", "realis", "confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that tell an event, with what must and must not stand around them."""

    active: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)  # closed fields and their values
    conditions: Mapping[str, Entries] = field(default_factory=dict)  # by their names, those that are set
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field -> sources, in order
    needs: tuple[tuple[str, ...], ...] = ()  # of each, at least one field must be filled
    where: str | None = None  # only there: "title", "body", or "lead", which is the title and the first of the body
    bare: bool = True  # whether a participle without an auxiliary tells it in running text: "the bill passed on Friday"
    alone: bool = False  # whether it counts only where no other trigger tells news: "the bill would ban bags"
    today: tuple[str, ...] = ()  # fields of a text where no date stated is that of the publication: "Doe visits Peru"
    realis: Realis | None = None
    confidence: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of event in one language."""

    name: str
    language: str
    fields: Mapping[str, str]  # field -> type; "" for a closed one
    values: Mapping[str, tuple[str, ...]]  # closed fields -> their values
    types: Mapping[str, Entries]  # classes of noun phrases by their head words
    modifiers: Mapping[str, Entries]  # of some classes: words that belong to the head, where names before it do not
    keys: tuple[str, ...]  # fields, and "date", that tell two events of one text apart; what one leaves open does not
    dated: Mapping[str, Mapping[str, str]]  # "later", "earlier" than the publication -> the closed fields this sets
    effective: tuple[str, ...]  # what states from when on all of a text holds: "the changes take effect"
    triggers: tuple[Trigger, ...]
    block_sentence: Entries
    block_title: Entries


def read_kind(table: Mapping[str, Any], name: str) -> Kind:
    """Make a kind of its file.

    Raises:
        LexiconError: something in it that the engine does not know.
    """
    reader = _Reader(table, name)
    return Kind(
        name=str(reader.need("kind")),
        language=str(reader.need("language")),
        fields=reader.fields,
        values=reader.values,
        types=reader.types,
        modifiers={key: Entries(reader.listed(table["modifiers"], key)) for key in table.get("modifiers", {})},
        keys=tuple(table.get("keys", ())),
        dated=reader.dated(),
        effective=reader.listed(table, "effective"),
        triggers=tuple(reader.triggers()),
        block_sentence=Entries(reader.listed(table.get("block", {}), "sentence")),
        block_title=Entries(reader.listed(table.get("block", {}), "title")),
    )


class _Reader:
    def __init__(self, table: Mapping[str, Any], name: str) -> None:
        self._table = table
        self._name = name
        unknown = [key for key in table if key not in TABLES]
        if unknown:
            raise self._error(f"{unknown[0]} is not known here; a kind has {', '.join(TABLES)}")
        lists: dict[str, tuple[str, ...]] = {}
        for key, value in table.get("lists", {}).items():
            lists[key] = listed(value, lists, name, f"lists.{key}")
        self._lists = lists
        self.types = {key: Entries(self.listed(table["types"], key)) for key in table.get("types", {})}
        fields = self.need("fields")
        self.values = {key: tuple(value) for key, value in fields.items() if isinstance(value, list)}
        self.fields = {key: value if isinstance(value, str) else "" for key, value in fields.items()}
        for key, value in self.fields.items():
            if value and value not in TYPES and value not in self.types:
                raise self._error(f"fields.{key} has no type {value!r}; there are {', '.join((*TYPES, *self.types))}")

    def need(self, key: str) -> Any:
        if key not in self._table:
            raise self._error(f"{key} is missing")
        return self._table[key]

    def listed(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        return listed(table.get(key, []), self._lists, self._name, key)

    def dated(self) -> Mapping[str, Mapping[str, str]]:
        table: Mapping[str, Mapping[str, str]] = self._table.get("dated", {})
        for key, fields in table.items():
            if key not in DATED:
                raise self._error(f"[dated] has {key!r}; there are {' and '.join(DATED)}")
            for name, value in fields.items():
                if value not in self.values.get(name, ()):
                    raise self._error(f"dated.{key} sets {name} = {value!r}, which is no value of a closed field")
        return table

    def triggers(self) -> Iterator[Trigger]:
        for rank, table in enumerate(self._table.get("triggers", [])):
            frame = self._frame(table, rank)
            yield self._trigger({**frame, **table}, rank)

    def _frame(self, table: Mapping[str, Any], rank: int) -> Mapping[str, Any]:
        frames: Mapping[str, Mapping[str, Any]] = self._table.get("frames", {})
        frame = table.get("frame")
        if frame is None:
            return {}
        if not isinstance(frame, str) or frame not in frames:
            raise self._error(f"trigger {rank + 1} names the frame {frame!r}, which [frames] does not have")
        return frames[frame]

    def _trigger(self, table: Mapping[str, Any], rank: int) -> Trigger:
        known = {*SETTINGS, *CONDITIONS}
        unknown = [key for key in table if key not in known and key not in self.fields]
        if unknown:
            raise self._error(f"trigger {rank + 1} has {unknown[0]!r}, which is no field and no condition")
        needs = tuple(tuple(need.split("|")) for need in self._strings(table, "needs", rank))
        for name in (name for need in needs for name in need if name not in self.fields):
            raise self._error(f"trigger {rank + 1} needs {name!r}, which is no field")
        free = [key for key in self.fields if key not in self.values]
        return Trigger(
            active=self.listed(table, "active"),
            passive=self.listed(table, "passive"),
            noun=self.listed(table, "noun"),
            sets={key: self._value(key, table[key], rank) for key in self.values if key in table},
            conditions={key: _entries(self.listed(table, key)) for key in CONDITIONS if key in table},
            roles={key: self._strings(table, key, rank) for key in free if key in table},
            needs=needs,
            where=self._one_of(table, "where", ("title", "body", "lead"), rank),
            bare=bool(table.get("bare", True)),
            alone=bool(table.get("alone", False)),
            today=self._today(table.get("today", False), rank),
            realis=Realis(said) if (said := self._one_of(table, "realis", tuple(Realis), rank)) else None,
            confidence=self._share(table.get("confidence", 0.9), rank),
        )

    def _one_of(self, table: Mapping[str, Any], key: str, known: tuple[str, ...], rank: int) -> str | None:
        value = table.get(key)
        if value is not None and value not in known:
            choice = " or ".join(known) if len(known) == 2 else f"one of {', '.join(known)}"  # noqa: PLR2004 - a pair
            raise self._error(f"trigger {rank + 1}: {key} is {choice}, not {value!r}")
        return value

    def _strings(self, table: Mapping[str, Any], key: str, rank: int) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._error(f'trigger {rank + 1}: {key} must be an array of words, such as ["subject", "as"]')
        return tuple(value)

    def _today(self, value: object, rank: int) -> tuple[str, ...]:
        if value not in (True, False, "title"):
            raise self._error(f"trigger {rank + 1}: today is true, false or 'title', not {value!r}")
        return ("title", "body") if value is True else ("title",) if value else ()

    def _share(self, value: object, rank: int) -> float:
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._error(f"trigger {rank + 1}: confidence is a number from 0 to 1, not {value!r}")
        return float(value)

    def _value(self, key: str, value: object, rank: int) -> str:
        if value not in self.values[key]:
            raise self._error(
                f"trigger {rank + 1} sets {key} = {value!r}; {key} is one of {', '.join(self.values[key])}"
            )
        return str(value)

    def _error(self, problem: str) -> LexiconError:
        return LexiconError(self._name, problem)


@lru_cache(maxsize=1 << 11)  # triggers share their lists: 148,000 words in 2,000 of them, 28,000 in 660 different ones
def _entries(words: tuple[str, ...]) -> Entries:
    return Entries(words)
