"""The lexicons in use: ours, and those of the user beside them."""

import json
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, partial
from importlib import resources
from typing import Any

from watcher.events.grammar import Grammar, read_grammar
from watcher.events.kinds import Kind, read_kind
from watcher.events.tables import LexiconError, read_table
from watcher.events.triggers import TriggerIndex

GRAMMAR, PLACES = "grammar", "places"
SUFFIX = ".toml"

_Key = tuple[str, str]  # language and kind


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
            _ = self.grammars, self._own_kinds

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_text, (self._own,)

    def __hash__(self) -> int:
        return hash(self._own)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicons) and self._own == other._own

    @cached_property
    def grammars(self) -> Mapping[str, Grammar]:
        """The grammars, by language."""
        own = (read_grammar(table, name) for name, table in self._tables() if "words" in table)
        return {**_our_grammars(), **{grammar.language: grammar for grammar in own}}

    @cached_property
    def _own_kinds(self) -> Mapping[_Key, Kind]:
        kinds: dict[_Key, Kind] = {}
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
        return tuple(dict.fromkeys(name for _, name in (*_our_keys(), *self._own_kinds)))

    def of(self, language: str) -> tuple[Kind, ...]:
        """Give the kinds that are known in a language; ours are read when they are first asked for."""
        keys = dict.fromkeys(key for key in (*_our_keys(), *self._own_kinds) if key[0] == language)
        return tuple(self._own_kinds.get(key) or _our_kind(key) for key in keys)

    def index(self, language: str) -> TriggerIndex:
        """Give the triggers of all kinds of a language; built once."""
        if language not in self._indexes:
            self._indexes[language] = TriggerIndex(self.of(language), self.grammars[language])
        return self._indexes[language]

    def fields(self, kind: str) -> tuple[str, ...]:
        """Give the fields of a kind, in their order; of all its languages."""
        return tuple(dict.fromkeys(name for fields in self._fields(kind) for name in fields))

    def values(self, kind: str, field: str) -> tuple[str, ...]:
        """Give the values that a field can have; empty where it is free text."""
        values = (fields.get(field) for fields in self._fields(kind))
        return tuple(dict.fromkeys(each for value in values if isinstance(value, list) for each in value))

    def _fields(self, kind: str) -> list[Mapping[str, object]]:
        """Give the [fields] of a kind in each of its languages."""
        ours = (_table(*key) for key in _our_keys() if key[1] == kind and key not in self._own_kinds)
        own = (table for _, table in self._tables() if "words" not in table)
        return [table["fields"] for table in (*ours, *own) if table["kind"] == kind]


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """Give our files of each language by their names without ".toml"; nothing is read."""
    folders = (resources.files(__package__) / "lexicon").iterdir()
    return {
        folder.name: {file.name.removesuffix(SUFFIX): file for file in sorted(folder.iterdir(), key=_name)}
        for folder in sorted(folders, key=_name)
    }


def _name(path: Any) -> str:
    return str(path.name)


@cache
def _table(language: str, name: str) -> Mapping[str, Any]:
    """Give one of our tables; empty where there is none."""
    file = _files()[language].get(name)
    return {} if file is None else read_table(file, f"{language}/{file.name}")


@cache
def _our_grammars() -> Mapping[str, Grammar]:
    return {
        language: read_grammar(
            _table(language, GRAMMAR), f"{language}/{GRAMMAR}{SUFFIX}", partial(_table, language, PLACES)
        )
        for language in _files()
    }


@cache
def _our_keys() -> tuple[_Key, ...]:
    """Give what kinds we have in what languages: a file is named for its kind."""
    return tuple(
        (language, name) for language, files in _files().items() for name in files if name not in {GRAMMAR, PLACES}
    )


@cache
def _our_kind(key: _Key) -> Kind:
    return read_kind(_table(*key), "/".join(key))


@cache
def _from_text(own: str) -> Lexicons:
    return Lexicons(json.loads(own))


BUILT_IN = Lexicons()
