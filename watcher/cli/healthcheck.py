"""`watcher healthcheck`: whether the daemon that should be running is alive."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from watcher.cli.options import config_option


@click.command(epilog="Example: watcher healthcheck")
@config_option
def healthcheck(config_file: Path | None) -> None:
    """Say whether the daemon is alive.

    Exit code 0 when its loops are, 1 with a reason when not. Neither the store nor the rest of the configuration is
    looked at: a daemon that keeps its old configuration beside a bad new file is well.
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
    from watcher.engine.heartbeat import ailments
    from watcher.settings import data_dir, find

    return ailments(data_dir(find(config_file, os.environ), os.environ), SystemClock().now())
