"""`watcher channels`: whether an alert would arrive."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from watcher.cli.options import config_option, load_settings


@click.group()
def channels() -> None:
    """Test the ways out."""


@channels.command(epilog="Example: watcher channels test console")
@click.argument("name")
@config_option
def test(name: str, config_file: Path | None) -> None:
    """Send one test message and say what the other side answered."""
    from watcher.deliver import Outcome, test_channel
    from watcher.errors import UsageError

    named = {channel.name: channel for channel in load_settings(config_file).channels}
    if name not in named:
        raise UsageError(f"no channel is called {name!r}; there are: {', '.join(sorted(named)) or 'none'}")
    result = test_channel(named[name], stream=sys.stdout, now=datetime.now(UTC))
    if result.outcome is not Outcome.SENT:
        click.echo(f"watcher: channel {name}: not sent: {result.reason}", err=True)
        sys.exit(1)
    click.echo(f"channel {name}: {result.reason}; look whether it arrived", err=True)
