"""The values of a configuration as `watcher config show` prints them: what holds, and where it was given."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from watcher.model import Channel
from watcher.settings.locate import KeyPath
from watcher.settings.masking import masked_address
from watcher.settings.models import WatcherFile
from watcher.settings.settings import Value, default_store
from watcher.settings.times import format_rate
from watcher.settings.tomlfile import TomlFile

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_INHERITED = {  # of a feed that does not say
    "interval": "collect.poll-interval",
    "allow-private": "collect.allow-private",
    "first-run": "collect.first-run",
}


def shown_values(file: TomlFile, tables: WatcherFile, channels: Iterable[Channel]) -> Mapping[str, Value]:
    """Give every value by its dotted key; tables of an array go by their names: `feeds.eu-council.url`."""
    values: dict[str, Value] = {}
    computed = {**dict(_computed(tables)), **dict(_usual_rates(channels))}
    for names, path, shown in _leaves(tables.model_dump(mode="json", by_alias=True), (), ()):
        inherited = _INHERITED.get(names[-1]) if names[0] == "feeds" else None
        if shown is not None:
            values[_dotted(names)] = Value(shown=_masked(shown), origin=file.origin(path) or "default")
        elif inherited:
            values[_dotted(names)] = values[inherited]
        elif names in computed:
            values[_dotted(names)] = Value(shown=computed[names], origin="default")
    return values


def _computed(tables: WatcherFile) -> Iterator[tuple[tuple[str, ...], object]]:
    """Give the defaults that depend on other keys, by the names that show them."""
    if not tables.store.url_file:
        yield ("store", "url"), default_store(tables.data_dir)
    for channel in tables.channels:
        yield ("channels", channel.name, "parallel"), channel.usual_parallel
        if channel.email:
            yield ("channels", channel.name, "email", "port"), channel.email.usual_port
            yield ("channels", channel.name, "email", "from"), channel.email.user


def _usual_rates(channels: Iterable[Channel]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Give how fast channels are sent to that do not say, where their kind has a limit."""
    from watcher.deliver.bucket import usual_rate  # noqa: PLC0415 - only who is shown everything needs senders

    for channel in channels:
        if rate := usual_rate(channel):
            yield ("channels", channel.name, "rate"), format_rate(rate)


def _leaves(value: Any, names: tuple[str, ...], path: KeyPath) -> Iterator[tuple[tuple[str, ...], KeyPath, object]]:
    """Walk the plain values: (the names that show it, its path in the file, the value)."""
    match value:
        case Mapping():
            for key, held in value.items():
                yield from _leaves(held, (*names, key), (*path, key))
        case [{"name": _}, *_]:
            for index, table in enumerate(value):
                yield from _leaves(table, (*names, table["name"]), (*path, index))
        case _:
            yield names, path, value


def _masked(shown: object) -> object:
    return masked_address(shown) if isinstance(shown, str) else shown


def _dotted(names: tuple[str, ...]) -> str:
    return ".".join(name if _BARE_KEY.fullmatch(name) else f'"{name}"' for name in names)
