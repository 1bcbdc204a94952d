"""`watcher channels`: how the ways out stand, and whether an alert would arrive."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from watcher.cli.options import config_option, json_option, load_settings, print_json, reading
from watcher.cli.preview import named_channels
from watcher.cli.table import print_table


@click.group()
def channels() -> None:
    """List the ways out and test them."""


@channels.command("list", epilog="Example: watcher channels list")
@config_option
@json_option
def list_(config_file: Path | None, *, as_json: bool) -> None:
    """List the channels, when messages leave, and what waits or failed."""
    from watcher.cli.channel_rows import CHANNEL_COLUMNS, channel_json, channel_row, gone_json, gone_row

    with reading(config_file) as (settings, tx):
        counts = tx.by_channel()
    known = {channel.name for channel in settings.channels}
    gone = sorted(counts.keys() - known)
    if as_json:
        here = [channel_json(channel, counts.get(channel.name, {})) for channel in settings.channels]
        print_json({"channels": [*here, *(gone_json(name, counts[name]) for name in gone)]})
        return
    rows = [channel_row(channel, counts.get(channel.name, {})) for channel in settings.channels]
    print_table(CHANNEL_COLUMNS, [*rows, *(gone_row(name, counts[name]) for name in gone)])


@channels.command(epilog="Example: watcher channels test console")
@click.argument("name")
@config_option
@json_option
def test(name: str, config_file: Path | None, *, as_json: bool) -> None:
    """Send one test message and say what the other side answered.

    Of a mail channel every recipient gets one. Exit code 1 where it was not taken.
    """
    from watcher.deliver import Outcome, said, test_channel

    [channel] = named_channels(load_settings(config_file), name)
    result = test_channel(channel, stream=sys.stderr if as_json else sys.stdout, now=datetime.now(UTC))
    if as_json:
        print_json({"channel": name, "outcome": result.outcome, "reason": result.reason, "cause": result.cause})
    else:
        click.echo(f"channel {name}: {said(result)}", err=True)
    if result.outcome is not Outcome.SENT:
        sys.exit(1)
