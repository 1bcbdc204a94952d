"""`watcher alerts preview`: how an alert reads on each channel."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.options import config_option, json_option, load_settings, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.engine.previews import ChannelPreview, Shown
    from watcher.model import Channel
    from watcher.settings import Settings

RULE = "─" * 72


@click.command(epilog="Example: watcher alerts preview bzff2p --channel desk-mail")
@click.argument("alert", required=False)
@click.option("--channel", "name", help="Only as this channel would get it.  [default: all]")
@config_option
@json_option
def preview(alert: str | None, name: str | None, config_file: Path | None, *, as_json: bool) -> None:
    """Show how an alert reads on every channel; nothing is sent.

    ALERT is an id as `alerts list` shows it, or its beginning; the newest alert where none is named, and a made-up one
    where there is no alert yet. Each is cut to what its channel takes; a mail is shown without its markup.
    """
    from watcher.clock import SystemClock
    from watcher.engine.previews import alert_to_show, previews

    settings = load_settings(config_file)
    channels = named_channels(settings, name)
    shown = alert_to_show(settings, SystemClock(), alert)
    found = list(previews(shown, channels, settings, SystemClock().now()))
    if as_json:
        print_json(_as_json(shown, found))
    else:
        _print(shown, found)
    if any(each.problem for each in found):
        sys.exit(1)


def named_channels(settings: "Settings", name: str | None) -> "Sequence[Channel]":
    """Give the channel of this name, alone; all where none is named.

    Raises:
        UsageError: there is none of this name.
    """
    from watcher.errors import UsageError

    found = [channel for channel in settings.channels if name in {None, channel.name}]
    if name is not None and not found:
        known = ", ".join(sorted(channel.name for channel in settings.channels)) or "none"
        raise UsageError(f"no channel is called {name!r}; there are: {known}")
    return found


def _print(shown: "Shown", found: "Sequence[ChannelPreview]") -> None:
    from watcher.deliver.senders import scheme_of

    if shown.made_up:
        click.echo("watcher: there is no alert yet; this one is made up", err=True)
    for each in found:
        click.echo(f"{RULE}\nchannel {each.channel.name} ({scheme_of(each.channel)})\n")
        if each.shown is None:
            click.echo(f"watcher: {each.problem}", err=True)
        else:
            click.echo(f"{each.shown.subject}\n\n{each.shown.text}\n")
            if each.shown.first is not None:
                click.echo(f"The first message on the story is edited, and says from then on:\n\n{each.shown.first}\n")


def _as_json(shown: "Shown", found: "Sequence[ChannelPreview]") -> dict[str, Any]:
    from watcher.deliver.senders import scheme_of

    return {
        "alert": None if shown.made_up else shown.view.alert.id,
        "previews": [
            {
                "channel": each.channel.name,
                "kind": scheme_of(each.channel),
                "subject": each.shown.subject if each.shown else None,
                "text": each.shown.text if each.shown else None,
                "first": each.shown.first if each.shown else None,
                "problem": each.problem,
            }
            for each in found
        ],
    }
