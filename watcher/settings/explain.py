"""What pydantic found, as located problems in the user's words."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from watcher.settings.headers import LINES
from watcher.settings.keys import fields_of, find_field, is_map, misplaced, shown_table, table_at, table_in
from watcher.settings.locate import KeyPath
from watcher.settings.models import AgencyFile, WatcherFile
from watcher.settings.problems import Problem, did_you_mean
from watcher.settings.table import Table
from watcher.settings.tomlfile import TomlFile
from watcher.settings.values import kind_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

AnyTable = TypeVar("AnyTable", bound=Table)

_WANTED = {
    "bool_type": "true or false",
    "dict_type": "a table",
    "int_type": "a whole number",
    "model_type": "a table",
    "string_type": "a string",
    "tuple_type": "an array",
}
_BOUNDS = {
    "greater_than_equal": "be at least {ge}",
    "less_than_equal": "be at most {le}",
    "too_short": "not be empty",
}

_AS_IN = {  # tables that are short enough for one line
    "escalate": '{ after = "30m", channels = ["desk-mail"] }',
    "matrix": '{ homeserver = "https://example.org", room = "#desk:example.org", token-file = "secrets/matrix" }',
    "quiet-hours": '{ from = "22:00", to = "07:00" }',
    "webhook": '{ url-file = "secrets/webhook" }',
}


def validate(table: type[AnyTable], file: TomlFile, folder: Path) -> tuple[AnyTable | None, tuple[Problem, ...]]:
    """Check a file against its model; paths in it are relative to `folder`. None comes with at least one problem."""
    try:
        return table.model_validate(file.data, context={"folder": folder}), ()
    except ValidationError as error:
        found = error.errors(include_url=False)
    return None, tuple(_problem(table, file, details) for details in found)


def valid_by_itself(table: type[AnyTable], element: object, folder: Path) -> AnyTable | None:
    """Read one table of an array, however wrong its neighbours are; None: it is wrong too."""
    try:
        return table.model_validate(element, context={"folder": folder})
    except ValidationError:
        return None


def _problem(root: type[Table], file: TomlFile, details: "ErrorDetails") -> Problem:
    path = tuple(details["loc"])
    key = _subject(path)
    match details["type"]:
        case "extra_forbidden":
            return _unknown_key(root, file, path)
        case "missing":
            return file.problem(path, f"missing key {key} {_at(root, _names(path)[:-1])}", at="key")
        case "bad_value":
            return file.problem(path, f"{key} {details['ctx']['problem']}", details["ctx"]["hint"])
        case kind if kind in _BOUNDS:
            return file.problem(path, f"{key} must {_BOUNDS[kind].format_map(details['ctx'])}")
        case kind:
            return _wrong_type(root, file, path, kind, details["input"])


def _wrong_type(root: type[Table], file: TomlFile, path: KeyPath, kind: str, value: object) -> Problem:
    names = _names(path)
    field = find_field(root, names)
    table = table_in(field) if field else None
    wanted = _WANTED[kind] + (" of tables" if table and kind == "tuple_type" else "")
    hint = None
    if field is None:
        hint = misplaced(root, names[:-1], names[-1], above=1)
    elif table and isinstance(value, (dict, list)):
        hint = f"write {shown_table(root, names)}"
    elif table and (example := _AS_IN.get(names[-1])):
        hint = f"as in {example}"
    elif path[0] == "rules" and is_map(field):
        hint = 'as in { status = ["appointed"], post = "minister" }'
    elif is_map(field):
        hint = f'as in {{ X-Token = "…" }}; in the environment {LINES}'
    elif path[0] == "rules" and isinstance(value, dict):
        hint = 'watch rules stand in files of their own, named as in rules = ["rules/*.toml"]'
    return file.problem(path, f"{_subject(path)} must be {wanted}, not {kind_of(value)}", hint)


def _unknown_key(root: type[Table], file: TomlFile, path: KeyPath) -> Problem:
    *table, key = _names(path)
    hint = _belongs_elsewhere(root, tuple(table), key) or did_you_mean(key, fields_of(table_at(root, table)))
    return file.problem(path, f"unknown key '{key}' {_at(root, table)}", hint, at="key")


def _at(root: type[Table], table: Sequence[str]) -> str:
    return f"in {shown_table(root, table)}" if table else "at the top level"


def _belongs_elsewhere(root: type[Table], table: tuple[str, ...], key: str) -> str | None:
    if hint := misplaced(root, table, key):
        return hint
    if root is WatcherFile and not table and key in fields_of(AgencyFile):
        return 'agencies stand in a file of their own, named in [stories] as in agencies = ["agencies.toml"]'
    if root is not WatcherFile and not table and key in fields_of(WatcherFile):
        return "it belongs to the configuration file"
    holders = [name for name, field in fields_of(root).items() if (held := table_in(field)) and key in fields_of(held)]
    if not table and len(holders) == 1:
        return f"it belongs to {shown_table(root, holders)}"
    return None


def _names(path: KeyPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _subject(path: KeyPath) -> str:
    """Name the key that a value belongs to; an array's element is "each of" it."""
    return f"each of '{path[-2]}'" if isinstance(path[-1], int) else f"'{path[-1]}'"
