"""The lexicons in use: ours, and those of the user beside them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from watcher.events.grammar import Grammar, read_grammar
from watcher.events.kinds import Kind, read_kind
from watcher.events.tables import LexiconError, read_table
from watcher.events.triggers import TriggerIndex


class Lexicons:
    """All kinds of event in all languages. What the user wrote of a kind in a language stands for ours.

    Ours are read when they are first asked for. Crosses the process border as what it was read from, and is read once
    in each process.
    """

    def __init__(self, own: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Take the tables of the user's files, by their names, grammars before kinds.

        Raises:
            LexiconError: one of them is no lexicon.
        """
        self._own = json.dumps(own or {}, default=str)
        self._indexes: dict[str, TriggerIndex] = {}
        if own:
            _ = self.grammars, self._kinds

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_text, (self._own,)

    def __hash__(self) -> int:
        return hash(self._own)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicons) and self._own == other._own

    @cached_property
    def grammars(self) -> Mapping[str, Grammar]:
        """The grammars, by language."""
        own = (read_grammar(table, name, {}) for name, table in self._tables() if "words" in table)
        return {**_built_in().grammars, **{grammar.language: grammar for grammar in own}}

    @cached_property
    def _kinds(self) -> Mapping[tuple[str, str], Kind]:
        kinds = dict(_built_in().kinds)
        for name, table in self._tables():
            if "words" not in table:
                kind = read_kind(table, name)
                if kind.language not in self.grammars:
                    raise LexiconError(name, f"language {kind.language!r} has no grammar: hand in one, with [words]")
                kinds[kind.language, kind.name] = kind
        return kinds

    def _tables(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        tables: Mapping[str, Mapping[str, Any]] = json.loads(self._own)
        return tables.items()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of all kinds, ours first."""
        return tuple(dict.fromkeys(kind.name for kind in self._kinds.values()))

    def of(self, language: str) -> tuple[Kind, ...]:
        """Give the kinds that are known in a language."""
        return tuple(kind for (known, _), kind in self._kinds.items() if known == language)

    def index(self, language: str) -> TriggerIndex:
        """Give the triggers of all kinds of a language; built once."""
        if language not in self._indexes:
            self._indexes[language] = TriggerIndex(self.of(language))
        return self._indexes[language]

    def fields(self, kind: str) -> tuple[str, ...]:
        """Give the fields of a kind, in their order; of all its languages."""
        return tuple(dict.fromkeys(name for each in self._named(kind) for name in each.fields))

    def values(self, kind: str, field: str) -> tuple[str, ...]:
        """Give the values that a field can have; empty where it is free text."""
        return tuple(dict.fromkeys(value for each in self._named(kind) for value in each.values.get(field, ())))

    def _named(self, kind: str) -> list[Kind]:
        return [each for each in self._kinds.values() if each.name == kind]


def read_lexicons(paths: Iterable[Path]) -> Lexicons:
    """Give ours with the user's files beside them.

    Raises:
        LexiconError: a file that cannot be read, or is no lexicon.
    """
    return Lexicons({str(path): read_table(path, str(path)) for path in paths})


@dataclass(frozen=True, slots=True)
class _BuiltIn:
    grammars: Mapping[str, Grammar]
    kinds: Mapping[tuple[str, str], Kind]


@cache
def _built_in() -> _BuiltIn:
    grammars: dict[str, Grammar] = {}
    kinds: dict[tuple[str, str], Kind] = {}
    for folder in sorted((resources.files(__package__) / "lexicon").iterdir(), key=lambda each: each.name):
        tables = {file.name: read_table(file, f"{folder.name}/{file.name}") for file in folder.iterdir()}
        name = f"{folder.name}/grammar.toml"
        grammars[folder.name] = read_grammar(tables.pop("grammar.toml"), name, tables.pop("places.toml", {}))
        for file in sorted(tables):
            kind = read_kind(tables[file], f"{folder.name}/{file}")
            kinds[folder.name, kind.name] = kind
    return _BuiltIn(grammars, kinds)


@cache
def _from_text(own: str) -> Lexicons:
    return Lexicons(json.loads(own))


BUILT_IN = Lexicons()
