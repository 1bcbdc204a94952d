"""The environment over the file: `WATCHER__COLLECT__POLL_INTERVAL` sets `poll-interval` in `[collect]`.

Two underscores nest. Tables of an array are addressed by their name (`WATCHER__CHANNELS__DESK_CHAT__URL`), lists are
written with commas, headers with a line each. A variable that fits nothing is a problem, so that a misspelling does not
pass unnoticed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pydantic.fields import FieldInfo

from watcher.settings.headers import parse_headers
from watcher.settings.keys import FILE, fields_of, is_array, is_map, kinds_of, table_in
from watcher.settings.locate import KeyPath
from watcher.settings.models import WatcherFile
from watcher.settings.problems import Problem, did_you_mean
from watcher.settings.table import Table
from watcher.settings.tomlfile import TomlFile

PREFIX = "WATCHER__"

_BOOLEANS = {"true": True, "false": False}
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class _Target:
    """What one variable sets."""

    path: KeyPath
    field: FieldInfo


def variable_of(names: Iterable[str]) -> str:
    """Give the variable that sets a key, by the names of the tables around it and, in an array, of its element."""
    return PREFIX + "__".join(map(_spelt, names))


def overlay(file: TomlFile, environ: Mapping[str, str]) -> tuple[TomlFile, tuple[Problem, ...]]:
    """Give the file with the environment's values in it, and a problem for every variable that fits nothing."""
    given = sorted(name for name in environ if name.startswith(PREFIX))
    if not given:
        return file, ()
    known: dict[str, list[_Target]] = {}
    for variable, target in _targets(WatcherFile, file.data, (), PREFIX):
        known.setdefault(variable, []).append(target)
    data = deepcopy(dict(file.data))
    variables: dict[KeyPath, str] = {}
    problems = []
    for variable in given:
        match known.get(variable, []):
            case [target]:
                variables[target.path] = variable
                _set(data, target.path, _value(environ[variable], target.field))
            case []:
                hint = did_you_mean(variable, known, PREFIX)
                problems.append(_problem(file, variable, "there is no such setting", hint))
            case _:
                problems.append(_problem(file, variable, "this fits more than one name", "rename one of them"))
    _drop_twins(data, variables)
    return replace(file, data=data, variables=variables), tuple(problems)


def _targets(table: type[Table], value: object, path: KeyPath, prefix: str) -> Iterator[tuple[str, _Target]]:
    """Walk every key that could be set: the models', and for arrays of tables those elements that the file has."""
    for key, field in fields_of(table).items():
        variable = prefix + _spelt(key)
        held = value.get(key) if isinstance(value, Mapping) else None
        inner = table_in(field)
        if not inner:
            yield variable, _Target((*path, key), field)
        elif not is_array(field):
            yield from _targets(inner, held, (*path, key), f"{variable}__")
        else:
            for index, name in _named(held):
                yield from _targets(inner, None, (*path, key, index), f"{variable}__{_spelt(name)}__")


def _named(tables: object) -> Iterator[tuple[int, str]]:
    for index, table in enumerate(tables if isinstance(tables, list) else []):
        if isinstance(table, Mapping) and isinstance(name := table.get("name"), str):
            yield index, name


def _spelt(key: str) -> str:
    return re.sub(r"[-.]", "_", key).upper()


def _value(written: str, field: FieldInfo) -> object:
    """Read a variable as its key's type; what does not fit stays text, and the models say what is wrong with it."""
    if is_array(field):
        return [element.strip() for element in written.split(",")]
    if is_map(field):
        return parse_headers(written) or written
    if bool in kinds_of(field):
        return _BOOLEANS.get(written, written)
    if int in kinds_of(field) and _WHOLE_NUMBER.fullmatch(written):
        return int(written)
    return written


def _set(data: dict[str, Any], path: KeyPath, value: object) -> None:
    table: Any = data
    for step in path[:-1]:
        table = table.setdefault(step, {}) if isinstance(table, dict) else table[step]
    if isinstance(table, dict):  # otherwise the file has no table there, which is a problem of its own
        table[path[-1]] = value


def _drop_twins(data: dict[str, Any], variables: Mapping[KeyPath, str]) -> None:
    """`url` in the environment also overrides `url-file` in the file, and the other way round."""
    for path in variables:
        key = str(path[-1])
        twin = (*path[:-1], key.removesuffix(FILE) if key.endswith(FILE) else key + FILE)
        if twin not in variables:
            _remove(data, twin)


def _remove(data: Any, path: KeyPath) -> None:
    for step in path[:-1]:
        data = data[step]
    if isinstance(data, dict):
        data.pop(path[-1], None)


def _problem(file: TomlFile, variable: str, message: str, hint: str | None) -> Problem:
    return Problem(file=file.path, line=0, column=0, message=message, hint=hint, variable=variable)
