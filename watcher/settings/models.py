"""The tables of a configuration: the one source of its keys, types, defaults, descriptions and JSON schemas.

Nothing here knows of files or positions. What concerns more than one key (names that must exist, be unique, go
together) is in `checks`; what comes out as values of the domain is in `build`.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, SecretStr
from pydantic.fields import FieldInfo

from watcher.model import AfterDrop, Expect, FirstRun, Priority
from watcher.settings.values import (
    AfterDropChoice,
    Duration,
    ExpectChoice,
    FirstRunChoice,
    Location,
    Moment,
    Name,
    Names,
    PriorityChoice,
    Size,
    Text,
    Texts,
    WebAddress,
    Zone,
)

MASK = "***"

Secret = Annotated[SecretStr, PlainSerializer(lambda _: MASK, return_type=str)]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _exactly_one(*keys: str) -> ConfigDict:
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in keys]})


class Table(BaseModel):
    """What holds for every table: kebab-case keys, no others, TOML's own types, never a value in an error."""

    model_config = ConfigDict(
        alias_generator=_kebab, extra="forbid", frozen=True, hide_input_in_errors=True, strict=True
    )


class StoreTable(Table):
    """Where everything is kept."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["url", "url-file"]}})

    url: Secret | None = Field(
        default=None, description="sqlite:///… or postgresql://…; default: watcher.db in data-dir."
    )
    url_file: Location | None = Field(default=None, description="File that holds the url, which is a secret.")


class CollectTable(Table):
    """How feeds are polled."""

    poll_interval: Duration = Field(default=timedelta(minutes=15), description="How often a feed is polled.")
    concurrency: int = Field(default=200, ge=1, description="How many feeds are fetched at the same time.")
    max_size: Size = Field(default=10 * 2**20, description="A longer answer is not read.")
    first_run: FirstRunChoice = Field(
        default=FirstRun.BASELINE,
        description="The entries that a new feed already holds: baseline (stored and shown, not alerted) or alert.",
    )


class FeedTable(Table):
    """One feed: RSS, Atom or JSON Feed."""

    model_config = _exactly_one("url", "path")

    name: Name = Field(description="Unique among feeds and drops.")
    url: WebAddress | None = Field(default=None, description="Where it is fetched from.")
    path: Location | None = Field(default=None, description="A local file instead of a url, relative to watcher.toml.")
    tags: Texts = Field(default=(), description='Rules name all feeds of a tag as "tag:NAME".')
    interval: Duration | None = Field(
        default=None, description="How often it is polled; default: collect.poll-interval."
    )
    first_run: FirstRunChoice | None = Field(default=None, description="As in [collect], for this feed.")
    enabled: bool = Field(default=True, description="false: not polled; its stories stay.")


class DropTable(Table):
    """One folder into which texts are dropped."""

    name: Name = Field(description="Unique among feeds and drops.")
    path: Location = Field(description="The folder, relative to watcher.toml.")
    after: AfterDropChoice = Field(
        default=AfterDrop.MOVE,
        description="move: a file that was read goes to done/ or failed/; keep: it stays, its content is remembered.",
    )


class ChannelTable(Table):
    """One way out, with one recipient."""

    model_config = _exactly_one("url", "url-file")

    name: Name = Field(description="Unique among channels.")
    url: Secret | None = Field(default=None, description="console: or any Apprise address.")
    url_file: Location | None = Field(default=None, description="File that holds the url, which is a secret.")


class DefaultsTable(Table):
    """What holds for every rule that does not say otherwise."""

    channels: Names = Field(default=(), description="Channels of rules that name none.")


class WatcherFile(Table):
    """The configuration of watcher."""

    data_dir: Location = Field(
        default=Path("../data"),
        validate_default=True,
        description="Folder of the default store, relative to this file.",
    )
    rules: Texts = Field(default=(), description="Rule files, as patterns relative to this file.")
    timezone: Zone = Field(default=ZoneInfo("UTC"), description="IANA zone in which times are shown.")
    store: StoreTable = StoreTable()
    collect: CollectTable = CollectTable()
    feeds: Annotated[tuple[FeedTable, ...], Field(strict=False)] = ()
    drops: Annotated[tuple[DropTable, ...], Field(strict=False)] = ()
    channels: Annotated[tuple[ChannelTable, ...], Field(strict=False)] = ()
    defaults: DefaultsTable = DefaultsTable()


class ExampleTable(Table):
    """A text that the rule must or must not match; tried on every load."""

    text: Text = Field(description="The text; a first line with a blank line behind it is the headline.")
    published: Moment | None = Field(default=None, description="When it was published.")
    expect: ExpectChoice = Field(default=Expect.MATCH, description="What the rule must do.")


class RuleTable(Table):
    """One watch rule."""

    name: Name = Field(description="Unique among all rule files.")
    query: str = Field(description="What to look for, in the query language.")
    exclude: str | None = Field(default=None, description="A query; what it matches is not alerted.")
    feeds: Annotated[Texts, Field(min_length=1)] = Field(
        default=("*",), description='Names of feeds or drops, "tag:NAME", or "*" for all.'
    )
    channels: Names = Field(default=(), description="Where alerts go; default: defaults.channels of watcher.toml.")
    priority: PriorityChoice = Field(default=Priority.NORMAL, description="The order in which waiting alerts leave.")
    examples: Annotated[tuple[ExampleTable, ...], Field(strict=False)] = ()


class RuleFile(Table):
    """A file of watch rules."""

    rules: Annotated[tuple[RuleTable, ...], Field(strict=False)] = ()


def fields_of(table: type[Table]) -> dict[str, FieldInfo]:
    """Give a table's keys as they are written, each with its field."""
    return {field.alias or name: field for name, field in table.model_fields.items()}


def open_tables() -> frozenset[str]:
    """Give the tables of both kinds of file that hold no secret, by their names at the top of a file."""
    named = [(name, table) for root in (WatcherFile, RuleFile) for name, table in _inner_tables(root)]
    return frozenset(name for name, table in named if not any(map(_is_secret, fields_of(table).values())))


def open_keys() -> frozenset[str]:
    """Give the keys whose value is nowhere a secret, nor a table that may hold one."""
    tables = (*tables_of(WatcherFile), *tables_of(RuleFile))
    fields = [item for table in tables for item in fields_of(table).items()]
    closed = {key for key, field in fields if _is_secret(field) or table_in(field)}
    return frozenset(key for key, _ in fields) - closed


def tables_of(root: type[Table]) -> tuple[type[Table], ...]:
    """Give a table and all tables in it."""
    return (root, *(table for _, inner in _inner_tables(root) for table in tables_of(inner)))


def _inner_tables(table: type[Table]) -> list[tuple[str, type[Table]]]:
    return [(key, inner) for key, field in fields_of(table).items() if (inner := table_in(field))]


def _is_secret(field: FieldInfo) -> bool:
    return any(
        getattr(kind, "__origin__", kind) is SecretStr for kind in (field.annotation, *get_args(field.annotation))
    )


def table_in(field: FieldInfo) -> type[Table] | None:
    """Give the table that a key holds, be it one or an array of them; None: the key holds plain values."""
    candidates: tuple[Any, ...] = (field.annotation, *get_args(field.annotation))
    return next((kind for kind in candidates if isinstance(kind, type) and issubclass(kind, Table)), None)


def is_array(field: FieldInfo) -> bool:
    """Tell whether a key holds an array, of tables or of plain values."""
    return get_origin(field.annotation) is tuple


def field_at(root: type[Table], names: Sequence[str]) -> FieldInfo:
    """Give the field of a key, named from the top of its file; raises `KeyError` where the models know none."""
    return fields_of(table_at(root, names[:-1]))[names[-1]]


def table_at(root: type[Table], names: Sequence[str]) -> type[Table]:
    """Give the table that stands under these names; raises `KeyError` where the models know none."""
    table: type[Table] | None = root
    for name in names:
        table = table_in(fields_of(table)[name]) if table else None
    if table is None:
        raise KeyError(*names)
    return table


def shown_table(root: type[Table], names: Sequence[str]) -> str:
    """Write a table's header: "[collect]", "[[rules.examples]]"; "the top level" without names."""
    if not names:
        return "the top level"
    header = f"[{'.'.join(names)}]"
    return f"[{header}]" if is_array(field_at(root, names)) else header
