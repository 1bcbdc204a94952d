"""Finding one's way in the models: which keys a table has, what stands under a key, and what may be a secret there."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from watcher.settings.lexiconshape import LexiconFile
from watcher.settings.locate import KeyPath
from watcher.settings.models import AgencyFile, RuleFile, WatcherFile
from watcher.settings.table import Table

ROOTS: tuple[type[Table], ...] = (WatcherFile, RuleFile, AgencyFile, LexiconFile)
"""What a file may be."""
FILE = "-file"
"""What the key of a file ends with that holds the secret of another key: `url-file` for `url`."""


@cache
def fields_of(table: type[Table]) -> Mapping[str, FieldInfo]:
    """Give a table's keys as they are written, each with its field."""
    return {field.alias or name: field for name, field in table.model_fields.items()}


def kinds_of(field: FieldInfo) -> tuple[Any, ...]:
    """Give the type of a key's value and those that it is made of, without what annotates them."""
    return tuple(getattr(kind, "__origin__", kind) for kind in (field.annotation, *get_args(field.annotation)))


def table_in(field: FieldInfo) -> type[Table] | None:
    """Give the table that a key holds, be it one or an array of them; None: the key holds plain values."""
    return next((kind for kind in kinds_of(field) if isinstance(kind, type) and issubclass(kind, Table)), None)


def is_array(field: FieldInfo) -> bool:
    """Tell whether a key holds an array, of tables or of plain values."""
    kinds = (field.annotation, *kinds_of(field))
    return any(get_origin(kind) is tuple and Ellipsis in get_args(kind) for kind in kinds)


def is_map(field: FieldInfo) -> bool:
    """Tell whether a key holds a table whose keys the user chooses."""
    return get_origin(field.annotation) is dict


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a key holds a secret, or a table of them."""
    return SecretStr in kinds_of(field)


@cache
def secret_keys(table: type[Table]) -> tuple[str, ...]:
    """Give the keys of a table that hold a secret; each may stand in a file instead, named by the key and "-file"."""
    return tuple(key for key, field in fields_of(table).items() if is_secret(field))


def tables_of(root: type[Table]) -> tuple[type[Table], ...]:
    """Give a table and all tables in it."""
    inner = [table for field in fields_of(root).values() if (table := table_in(field))]
    return (root, *(table for held in inner for table in tables_of(held)))


def find_field(root: type[Table], names: Sequence[str]) -> FieldInfo | None:
    """Give the field of a key, named from the top of its file; None where the models know none."""
    field: FieldInfo | None = None
    table: type[Table] | None = root
    for name in names:
        field = fields_of(table).get(name) if table else None
        table = table_in(field) if field else None
    return field


def table_at(root: type[Table], names: Sequence[str]) -> type[Table]:
    """Give the table that stands under these names; raises `KeyError` where the models know none."""
    field = find_field(root, names)
    table = table_in(field) if field else None
    if names and table is None:
        raise KeyError(*names)
    return table or root


def shown_table(root: type[Table], names: Sequence[str]) -> str:
    """Write a table's header: "[collect]", "[[rules.examples]]"; "the top level" without names."""
    if not names:
        return "the top level"
    header = f"[{'.'.join(names)}]"
    field = find_field(root, names)
    return f"[{header}]" if field and is_array(field) else header


def misplaced(root: type[Table], table: Sequence[str], key: str, *, above: int = 0) -> str | None:
    """Say where a key belongs that stands in a table because its header was still open: TOML's oldest trap.

    `above`: how many names the header has at least that it may belong under.
    """
    for depth in range(len(table) - 1, above - 1, -1):
        names = table[:depth]
        if key in fields_of(table_at(root, names)):
            return f"it belongs to {shown_table(root, names)}: move it above {shown_table(root, table)}"
    return None


def tables_in(
    value: object, root: type[Table] = WatcherFile, path: KeyPath = ()
) -> Iterator[tuple[KeyPath, type[Table], Mapping[str, Any]]]:
    """Walk the tables that a file has of those that the models know: path, model and keys as written of each."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from tables_in(element, root, (*path, index))
    if not isinstance(value, Mapping):
        return
    yield path, root, value
    for key, inner, many in _inner_tables(root):
        if key in value and many == isinstance(value[key], list):
            yield from tables_in(value[key], inner, (*path, key))


@cache
def _inner_tables(table: type[Table]) -> tuple[tuple[str, type[Table], bool], ...]:
    """Give the keys of a table that hold tables: key, model, whether it is an array of them."""
    held = ((key, table_in(field), is_array(field)) for key, field in fields_of(table).items())
    return tuple((key, inner, many) for key, inner, many in held if inner)


@cache
def may_be_secret(names: tuple[str, ...]) -> bool:
    """Tell whether the value under these names, from the top of any kind of file, may be a secret or hold one.

    Goes by place, not by looks: under a misspelt key in a table with secrets may stand one of them.
    """
    roots = [root for root in ROOTS if names[0] in fields_of(root)]
    if roots:
        return any(_is_secret_in(root, names) for root in roots)
    return _is_closed(names[1:] or names)


def _is_secret_in(root: type[Table], names: tuple[str, ...]) -> bool:
    table = root
    for depth, name in enumerate(names):
        field = fields_of(table).get(name)
        if field is None:
            return _is_closed(names[depth:]) and _holds_secret(table)
        inner = table_in(field)
        if inner is None:
            return is_secret(field)
        table = inner
    return _holds_secret(table)


def _holds_secret(table: type[Table]) -> bool:
    return any(map(secret_keys, tables_of(table)))


def _is_closed(names: tuple[str, ...]) -> bool:
    """Tell whether what is not known here may be a secret: all but a key that is nowhere one, and only misplaced."""
    return len(names) > 1 or names[0].replace("_", "-") not in _open_keys()


@cache
def _open_keys() -> frozenset[str]:
    """Give the keys whose value is nowhere a secret, nor a table that may hold one."""
    tables = tuple(table for root in ROOTS for table in tables_of(root))
    fields = [item for table in tables for item in fields_of(table).items()]
    closed = {key for key, field in fields if is_secret(field) or table_in(field)}
    return frozenset(key for key, _ in fields) - closed
