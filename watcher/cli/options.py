"""Options and the pieces of output that several commands share."""

import codecs
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from watcher.net import ClientOptions
    from watcher.settings import Settings
    from watcher.store import Transaction

Command = TypeVar("Command", bound=Callable[..., Any])

config_option = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The configuration file.  [default: $WATCHER_CONFIG, ./config/watcher.toml, …]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def load_settings(config_file: Path | None) -> "Settings":
    """Find and load the configuration.

    Raises:
        ConfigurationError: there is none, or it has problems.
    """
    from watcher.settings import find, load

    settings = load(find(config_file, os.environ), os.environ)
    context = click.get_current_context(silent=True)
    if context and isinstance(context.obj, list):  # for `main`, which must not show a secret in an error
        context.obj.append(settings)
    return settings


def client_options(config_file: Path | None) -> "ClientOptions":
    """Give how things are fetched: as the configuration says, where there is one.

    Raises:
        ConfigurationError: it was named and is not there, or it has problems.
    """
    from watcher.net import ClientOptions
    from watcher.settings import NoConfiguration

    try:
        return client_options_of(load_settings(config_file))
    except NoConfiguration:
        return ClientOptions()


def client_options_of(settings: "Settings") -> "ClientOptions":
    """Give how things are fetched by a configuration."""
    from watcher.net import ClientOptions

    collect = settings.collect
    return ClientOptions(max_size=collect.max_size, proxy=collect.proxy, allow_private=collect.allow_private)


@contextmanager
def reading(config_file: Path | None) -> "Iterator[tuple[Settings, Transaction]]":
    """Load the configuration and open its store for one consistent look."""
    from watcher.clock import SystemClock
    from watcher.engine.opened import opened_store

    settings = load_settings(config_file)
    with opened_store(settings, SystemClock(), upgrade=True) as store, store.read() as tx:
        yield settings, tx


@contextmanager
def writing(config_file: Path | None) -> "Iterator[tuple[Settings, Transaction]]":
    """Load the configuration and open its store for one change; a watcher that runs may go on running."""
    from watcher.clock import SystemClock
    from watcher.engine.opened import opened_store

    settings = load_settings(config_file)
    with opened_store(settings, SystemClock(), upgrade=True) as store, store.write() as tx:
        yield settings, tx


def print_json(value: object) -> None:
    """Print one JSON document, readable by people too: UTF-8, or escapes where stdout takes only another encoding."""
    unicode = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    click.echo(json.dumps(value, ensure_ascii=not unicode, indent=2, default=plain))


def plain(value: object) -> str:
    """Give what JSON has no form for as text; times as ISO 8601."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
