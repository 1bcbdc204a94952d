"""docs/configuration.md, written from the models: every table and key with type, default, meaning and variable."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any

from watcher.settings.environ import variable_of
from watcher.settings.examples import AGENCIES, CONFIGURATION, RULES
from watcher.settings.keys import fields_of, find_field, is_array, secret_keys, shown_table, table_at, table_in
from watcher.settings.models import AgencyFile, RuleFile, WatcherFile
from watcher.settings.problems import one_of
from watcher.settings.schema import schemas
from watcher.settings.table import Table

_INTRODUCTION = """\
# Configuration

<!-- Written by `make schema` from watcher/settings: change it there. -->

Configuration is one TOML file, and the rule, agency and lexicon files that it names. It is the file that `--config`
names, else `$WATCHER_CONFIG`, else the first of `./config/watcher.toml`, `$XDG_CONFIG_HOME/watcher/watcher.toml` (or
`~/.config/watcher/watcher.toml`) and `/config/watcher.toml`.

- **Every path is relative to the configuration file**, also one that the environment gives.
- **Every key may come from the environment**, which wins over the file: `WATCHER__COLLECT__POLL_INTERVAL=5m`. Two
  underscores nest; tables of an array go by their name (`NAME` below), in capital letters and with `_` for `-` and `.`.
  Lists are written with commas, headers as one `Name: value` a line.
- **A secret stands in its key, in a file that the key with `-file` names, or in the environment** in both forms
  (`…__PASSWORD`, `…__PASSWORD_FILE`). Both forms in one place are an error; the environment takes the place of the
  file's, whichever form that has. A line end at the end of a secret file does not count.
- Durations are a number and s, m, h, d or w (`"15m"`, `"180d"`), sizes a number and B, KB, MB, GB, KiB, MiB or GiB
  (`"10MiB"`).

`watcher check` says what is wrong, with file, line and column; `watcher config show --origin` shows every value in
force and where it comes from, with secrets masked. Editors complete and check the files by the schemas beside them
(`watcher config schema`).
"""
_RULE_FILES = """\
# Rule files

Rule files are what `rules` names. They hold rules and nothing else, and the environment does not reach them. `query`,
`exclude` and the queries in `where` are written in the [query language](query-language.md).
"""

_AGENCY_FILES = """\
# Agency files

Agency files are what `agencies` in `[stories]` names; like rule files they are read again when they change. What was
credited before stays as it is. `watcher try FILE` shows how a text is credited.
"""

_LEXICON_FILES = """\
# Lexicon files

Lexicon files are what `lexicons` in `[events]` names: further kinds of event, and languages to find them in. They too
are read again when they change. [events.md](events.md) says how they are written, with an example.
"""

_PLAIN = {"boolean": "`true` or `false`", "integer": "whole number"}


def reference_text() -> str:
    """Write the whole document."""
    described = schemas()
    parts = [_INTRODUCTION]
    parts += _sections(WatcherFile, described["watcher.schema.json"], CONFIGURATION)
    parts.append(_RULE_FILES)
    parts += _sections(RuleFile, described["rules.schema.json"], RULES)
    parts.append(_AGENCY_FILES)
    parts += _sections(AgencyFile, described["agencies.schema.json"], AGENCIES)
    parts.append(_LEXICON_FILES)
    return "\n".join(parts)


def _sections(root: type[Table], schema: Mapping[str, Any], examples: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    for names, example in examples.items():
        table = table_at(root, names)
        described = schema if table is root else schema["$defs"][table.__name__]
        title = f"`{shown_table(root, names)}`" if names else "Top level"
        about, keys = cleandoc(table.__doc__ or ""), _keys(root, names, described)
        yield f"## {title}\n\n{about}\n\n```toml\n{example}```\n\n{keys}"


def _keys(root: type[Table], names: tuple[str, ...], schema: Mapping[str, Any]) -> str:
    """Write the table of a table's plain keys; those that hold tables have sections of their own."""
    in_environment = root is WatcherFile
    secret = secret_keys(table_at(root, names))
    rows = []
    for key, field in fields_of(table_at(root, names)).items():
        if table_in(field):
            continue
        described = schema["properties"][key]
        kind = _kind(described) + (", secret" if key in secret else "")
        cells = [f"`{key}`", kind, _default(described, needed=field.is_required()), described["description"]]
        if in_environment:
            cells.append("" if key == "name" else f"`{variable_of(_addressed(root, (*names, key)))}`")
        rows.append(cells)
    head = ["key", "type", "default", "meaning", *(["variable"] if in_environment else [])]
    return "".join(f"| {' | '.join(_escaped(cells))} |\n" for cells in (head, ["---"] * len(head), *rows))


def _kind(described: Mapping[str, Any]) -> str:
    """Say in a few words what a key holds."""
    if "enum" in described:
        return one_of(described["enum"]).replace('"', "`")
    if "anyOf" in described and "title" not in described:
        return " or ".join(map(_kind, described["anyOf"]))
    match described.get("type"):
        case "array":
            return f"array: {_kind(described['items'])}"
        case "object":
            return f"table: {_kind(described['additionalProperties'])}"
    return str(described.get("title") or _PLAIN.get(described.get("type", ""), "text"))


def _default(described: Mapping[str, Any], *, needed: bool) -> str:
    if needed:
        return "required"
    default = described.get("default")
    match default:
        case None | {}:
            return ""
        case bool():
            return f"`{str(default).lower()}`"
        case str():
            return f'`"{default}"`'
        case list():
            return f"`[{', '.join(f'{chr(34)}{element}{chr(34)}' for element in default)}]`"
    return f"`{default}`"


def _addressed(root: type[Table], names: tuple[str, ...]) -> Iterator[str]:
    """Give the names that a variable is made of: behind an array's stands the name of the element that is meant."""
    for depth, name in enumerate(names):
        yield name
        field = find_field(root, names[: depth + 1])
        if field and table_in(field) and is_array(field):
            yield "name"


def _escaped(cells: list[str]) -> Iterator[str]:
    return (cell.replace("|", "\\|") for cell in cells)
