"""`watcher healthcheck`: whether the daemon that should be running is alive."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from watcher.cli.options import config_option, load_settings

SILENT_AT_MOST = timedelta(seconds=60)  # the daemon leaves a sign of life every 10 s


@click.command(epilog="Example: watcher healthcheck")
@config_option
def healthcheck(config_file: Path | None) -> None:
    """Say whether the daemon is alive.

    Exit code 0 when its loops are, 1 with a reason when not.
    """
    from watcher.errors import WatcherError

    try:
        reasons = list(_ailments(config_file))
    except WatcherError as error:  # Docker knows 0 and 1 only
        reasons = [str(error)]
    for reason in reasons:
        click.echo(f"unhealthy: {reason}")
    if reasons:
        sys.exit(1)
    click.echo("healthy")


def _ailments(config_file: Path | None) -> Iterator[str]:
    from watcher.clock import SystemClock
    from watcher.engine.opened import opened_store

    clock = SystemClock()
    with opened_store(load_settings(config_file), clock) as store, store.read() as tx:
        beats = tx.heartbeats.read()
    if not beats:
        yield "no daemon has run on this store yet; start one with: watcher run"
    for name, at in beats.items():
        if clock.now() - at > SILENT_AT_MOST:
            yield f"the {name} loop is silent since {at:%Y-%m-%d %H:%M:%S} UTC"
