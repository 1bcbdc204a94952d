"""`watcher run`: the daemon, or one round of it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.options import config_option, load_settings
from watcher.cli.show import story_lines

if TYPE_CHECKING:
    from watcher.engine.once import Tally
    from watcher.settings import Settings


@click.command()
@click.option("--once", is_flag=True, help="Poll everything once, deliver, and end.")
@click.option("-v", "--verbose", is_flag=True, help="Log debugging events too.")
@config_option
def run(config_file: Path | None, *, once: bool, verbose: bool) -> None:
    """Run the watcher: poll, recognise copies, match rules, deliver alerts.

    Without --once it keeps running until SIGTERM or Ctrl-C.
    """
    settings = load_settings(config_file)
    if once:
        _run_once(settings)
        return
    from watcher.engine.daemon import run_daemon
    from watcher.engine.logs import configure_logs

    configure_logs(verbose=verbose)
    run_daemon(settings)


def _run_once(settings: "Settings") -> None:
    from watcher.engine.once import one_round

    with one_round(settings, _show_progress) as (round_, tally):
        stories = round_.collect()
        click.echo("", err=True, nl=sys.stderr.isatty())
        for story in stories:
            click.echo("\n".join(story_lines(story, settings.timezone)) + "\n")
        round_.deliver()
        for line in _closing_lines(tally):
            click.echo(line)
        for problem in (*tally.problems, *tally.undelivered):
            click.echo(f"watcher: {problem}", err=True)


def _show_progress(tally: "Tally") -> None:
    """Rewrite one line on a terminal; elsewhere say it once, at the end."""
    line = f"read {tally.done} of {tally.sources} sources, {tally.new_entries} new entries"
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)
    elif tally.done == tally.sources:
        click.echo(line, err=True)


def _closing_lines(tally: "Tally") -> Iterator[str]:
    new, alerts = _counted(tally.new_entries, "new entry", "new entries"), _counted(tally.alerts, "alert", "alerts")
    yield f"{new}, {alerts} ({tally.delivered} delivered)"
    if tally.changed_entries:
        yield f"{_counted(tally.changed_entries, 'known entry', 'known entries')} with a changed text"
    if tally.held_back:
        held = _counted(tally.held_back, "alert", "alerts")
        yield f"{held} held back in the first run of a feed; see: watcher alerts list --baseline"
    if tally.settling:
        yield f"{_counted(tally.settling, 'dropped file', 'dropped files')} still being written, left for the next run"


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
