"""`watcher db check`: whether the store is sound, and how large it is."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.options import config_option, json_option, load_settings, print_json
from watcher.cli.size import print_size, size_json

if TYPE_CHECKING:
    from datetime import datetime

    from watcher.store import Store
    from watcher.store.sizes import Sizes

NOT_SOUND = 1


@click.command("check", epilog="Example: watcher db check --json")
@config_option
@json_option
def db_check(config_file: Path | None, *, as_json: bool) -> None:
    """See whether the store is sound; say how large it is.

    Checks the schema, SQLite's file, and what has to hold between the tables. Changes nothing; a watcher may run
    meanwhile. Reads the whole database, which takes a while where it is large. With a problem the exit code is 1.
    """
    from watcher.clock import SystemClock
    from watcher.engine.opened import existing_store
    from watcher.store.check import problems

    settings, clock = load_settings(config_file), SystemClock()
    with existing_store(settings, clock) as store:
        current, needed = store.revision()
        found = problems(store)
        size = None if found else _size(store, clock.now() - settings.keep)
    if as_json:
        sizes = size_json(size, settings) if size else None
        print_json({"sound": not found, "revision": current, "needed": needed, "problems": found, "size": sizes})
    else:
        for line in found:
            click.echo(line)
        if size:
            click.echo(f"the store {store} is sound, its schema is at revision {current}")
            print_size(size, settings)
    if found:
        raise click.exceptions.Exit(NOT_SOUND)


def _size(store: "Store", before: "datetime") -> "Sizes":
    from watcher.store.sizes import measure

    with store.read() as tx:
        return measure(tx, before)
