"""`watcher db`: the store's schema."""

from pathlib import Path

import click

from watcher.cli.options import config_option, load_settings


@click.group()
def db() -> None:
    """Look after the store."""


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
