"""`watcher db`: what looks after the store itself, and bringing its schema to date."""

from pathlib import Path

import click

from watcher.cli.backup import backup, restore
from watcher.cli.db_check import db_check
from watcher.cli.options import config_option, load_settings
from watcher.cli.size import size


@click.group()
def db() -> None:
    """Look after the store."""


for command in (size, db_check, backup, restore):
    db.add_command(command)


@db.command(epilog="Example: watcher db upgrade")
@config_option
def upgrade(config_file: Path | None) -> None:
    """Bring the store's schema to date.

    `watcher run` does the same at start.
    """
    from contextlib import closing

    from watcher.clock import SystemClock
    from watcher.store import Store

    settings = load_settings(config_file)
    with closing(Store.open(settings.store_url, SystemClock())) as store, store.lock():
        applied = store.upgrade()
    click.echo(f"applied: {', '.join(applied)}" if applied else "the store is up to date")
