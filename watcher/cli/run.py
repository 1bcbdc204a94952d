"""`watcher run`: the daemon, or one round of it."""

import gc
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from watcher.cli.options import config_option, load_settings
from watcher.cli.show import counted, local, story_lines
from watcher.errors import ServiceUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from watcher.engine.backlog import Waiting
    from watcher.engine.once import Round, Tally
    from watcher.settings import Settings
    from watcher.store import StorySummary

    OneRound = Callable[[Settings, Callable[[Tally], None]], AbstractContextManager[tuple[Round, Tally]]]

COPIES_SHOWN = 10  # of each story


@click.command(epilog="Example: watcher run --once --config config/watcher.toml")
@click.option("--once", is_flag=True, help="Poll everything once, deliver, and end.")
@click.option(
    "--log-format",
    type=click.Choice(["auto", "console", "json"]),
    default="auto",
    show_default=True,
    envvar="WATCHER_LOG_FORMAT",
    show_envvar=True,
    help="How events are written to stderr: auto is console on a terminal, else JSON lines.",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    envvar="WATCHER_LOG_LEVEL",
    show_envvar=True,
    help="The least that is logged.  [default: info; with --once error]",
)
@click.option("-v", "--verbose", is_flag=True, help="The same as --log-level debug.")
@config_option
def run(config_file: Path | None, *, once: bool, log_format: str, log_level: str | None, verbose: bool) -> None:
    """Poll feeds and drops, recognise copies, deliver alerts.

    Without --once it keeps running until SIGTERM or Ctrl-C; SIGHUP has it read its configuration again.
    With --once the exit code is 69 when an alert was not delivered or not one feed could be read.
    """
    with _starting():
        settings = load_settings(config_file)
        _log(settings, log_format, "debug" if verbose else log_level or ("error" if once else "info"))
        go_on = _once() if once else _for_good()
    go_on(settings)


@contextmanager
def _starting() -> Iterator[None]:
    """Look for no garbage while modules and settings are loaded, nor ever in them: it takes a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _log(settings: "Settings", form: str, level: str) -> None:
    from watcher.engine.logs import configure_logs
    from watcher.engine.redact import concealing

    configure_logs(concealing(settings), form=form, level=level)


def _for_good() -> "Callable[[Settings], None]":
    from watcher.engine.daemon import run_daemon

    return partial(run_daemon, environ=os.environ)


def _once() -> "Callable[[Settings], None]":
    from watcher.engine.once import one_round

    return partial(_run_once, one_round)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Take a round apart on SIGTERM as on Ctrl-C, and say what that means; a second signal ends it at once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    try:
        yield
    except _Left as left:
        click.echo("", err=True, nl=sys.stderr.isatty())
        click.echo("watcher: stopped; what was read is stored, and the next run goes on from there", err=True)
        sys.exit(128 + left.signum)


class _Left(BaseException):
    """The round was told to end; not an `Exception`, so that no loop outlives it."""

    def __init__(self, signum: int) -> None:
        self.signum = signum
        super().__init__(signum)


def _leave(signum: int, _: object) -> None:
    signal.signal(signum, signal.SIG_DFL)
    raise _Left(signum)


def _run_once(one_round: "OneRound", settings: "Settings") -> None:
    with _ended_in_order():
        show = _show_progress if sys.stderr.isatty() else _say_nothing  # asked once: a thousand times takes 0.05 s
        with one_round(settings, show) as (round_, tally):
            stories = round_.collect()
            _end_progress(tally)
            _show_stories(stories, settings)
            round_.deliver()
            left = round_.waiting()
            problems = (*tally.problems, *tally.undelivered, *(_waiting_line(one, settings.timezone) for one in left))
            _print_problems(problems, settings)
            for line in _closing_lines(tally):
                click.echo(line)
        if _in_vain(tally, left):
            sys.exit(ServiceUnavailable.exit_code)


def _show_stories(stories: "Iterable[StorySummary]", settings: "Settings") -> None:
    with suppress(BrokenPipeError):  # `| head`: the alerts leave all the same
        for story in stories:
            click.echo("\n".join(story_lines(story, settings.timezone, COPIES_SHOWN)) + "\n")


def _in_vain(tally: "Tally", left: Iterable["Waiting"]) -> bool:
    """Say whether someone should look: some feed fails every day, all of them or a channel do not."""
    undelivered = tally.undelivered or any(waiting.configured for waiting in left)
    return bool(undelivered) or tally.feeds > tally.feeds_read == 0


def _print_problems(problems: Iterable[str], settings: "Settings") -> None:
    from watcher.engine.redact import concealing
    from watcher.text import one_line

    conceal = concealing(settings)
    for problem in problems:
        click.echo(f"watcher: {one_line(conceal(problem))}", err=True)


def _waiting_line(waiting: "Waiting", zone: ZoneInfo) -> str:
    alerts = counted(waiting.deliveries, "alert", "alerts")
    if waiting.configured:
        due = f" after {local(waiting.due, zone)}" if waiting.due else ""
        return f"channel {waiting.channel}: {alerts} not delivered yet, tried again in a run{due}"
    return (
        f"channel {waiting.channel}: {alerts} not delivered, and it is not in the configuration; "
        "configure it again to have them sent (see: watcher alerts list)"
    )


def _show_progress(tally: "Tally") -> None:
    """Rewrite one line on a terminal."""
    click.echo(f"\r\x1b[K{_progress(tally)}", nl=False, err=True)


def _say_nothing(_: "Tally") -> None:
    """Leave it to `_end_progress`: what is no terminal cannot take a line back."""


def _end_progress(tally: "Tally") -> None:
    """Leave the line as it is at the end; elsewhere than on a terminal it is said here only."""
    if not tally.sources:
        return
    if sys.stderr.isatty():
        _show_progress(tally)
        click.echo(err=True)
    else:
        click.echo(_progress(tally), err=True)


def _progress(tally: "Tally") -> str:
    return f"read {tally.done} of {tally.sources} sources, {tally.new_entries} new entries"


def _closing_lines(tally: "Tally") -> Iterator[str]:
    new, alerts = counted(tally.new_entries, "new entry", "new entries"), counted(tally.alerts, "alert", "alerts")
    yield f"{new}, {alerts} ({tally.delivered} delivered)"
    if tally.changed_entries:
        yield f"{counted(tally.changed_entries, 'known entry', 'known entries')} with a changed text"
    if tally.held_back:
        held = counted(tally.held_back, "alert", "alerts")
        yield f"{held} held back in the first run of a feed; see: watcher alerts list --baseline"
    if tally.flooded:
        flooded = counted(tally.flooded, "alert", "alerts")
        yield f"{flooded} held back because too many entries came at once; see: watcher alerts list --held"
    if tally.waiting:
        waiting = counted(tally.waiting, "alert waits", "alerts wait")
        yield f"{waiting} for more independent origins; see: watcher alerts list --waiting"
    if tally.left_alone:
        yield f"{counted(tally.left_alone, 'feed', 'feeds')} left alone: they fail, or their servers asked to wait"
    if tally.settling:
        yield f"{counted(tally.settling, 'dropped file', 'dropped files')} still being written, left for the next run"
