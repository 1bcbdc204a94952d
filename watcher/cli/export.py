"""`watcher export`: the archive as data, for other programs and for the record."""

import codecs
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from zoneinfo import ZoneInfo

import click

from watcher.cli.days import day_since, day_until
from watcher.cli.events import require_kind
from watcher.cli.options import config_option, load_settings, plain, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from watcher.model import StoryEvent
    from watcher.settings import Settings
    from watcher.store import Transaction

KINDS = {"stories": "story", "entries": "entry", "versions": "version", "events": "event", "alerts": "alert"}
TELL_EVERY = 1000  # objects between two lines of progress
_AGO = re.compile(r"([0-9]{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

output_option = click.option(
    "-o", "--output", "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout."
)


@click.group()
def export() -> None:
    """Write the archive out as data."""


@export.command(epilog="Example: watcher export jsonl --what alerts --since 7d -o alerts.jsonl")
@click.option("--since", help="Only what came or changed since: 7d, 12h, or a date like 2026-03-01.")
@click.option("--what", type=click.Choice(list(KINDS)), help="Only these.  [default: all]")
@output_option
@config_option
def jsonl(since: str | None, what: str | None, output: Path | None, config_file: Path | None) -> None:
    """Write all that is archived, one JSON object a line.

    These are stories, entries, their earlier versions, and alerts. Their keys stay the same from one release to the
    next; docs/operations.md lists them. An output file appears under its name when it is whole.
    """
    from watcher.clock import SystemClock
    from watcher.engine.opened import opened_store
    from watcher.store.export import Export, Kind

    settings, clock = load_settings(config_file), SystemClock()
    begin = since_when(since, clock.now(), settings.timezone) if since else None
    kinds = [Kind(kind) for name, kind in KINDS.items() if what in {None, name}]
    with opened_store(settings, clock, upgrade=True) as store, _opened(output) as (file, ascii_only):
        archive = Export(store, begin)
        watched = sys.stderr.isatty() and not (output is None and sys.stdout.isatty())
        total = sum(archive.count(kind) for kind in kinds) if watched else None
        _write(file, (each for kind in kinds for each in archive.objects(kind)), total, ascii_only=ascii_only)


@export.command(epilog="Example: watcher export ical --kind meeting --since 30d --out meetings.ics")
@click.option("--kind", help="Only events of this kind.")
@click.option("--since", help="Only what lasts till this day or longer: 2026-03-01, or 7d for a week ago.")
@click.option("--until", help="Only what begins by this day: 2026-03-01, or 30d for in 30 days.")
@click.option("--rule", "rule_name", help="Only what alerts of this rule told.")
@output_option
@config_option
def ical(
    *,
    kind: str | None,
    since: str | None,
    until: str | None,
    rule_name: str | None,
    output: Path | None,
    config_file: Path | None,
) -> None:
    """Write meetings, deadlines and dates as a calendar.

    It is an iCalendar file (RFC 5545) with every dated meeting and deadline, and of other events those whose day lay
    ahead when they were first told. The same store gives the same bytes. An event that changes keeps its UID, so a
    calendar that subscribed to the file moves its entry. An output file appears under its name when it is whole.
    """
    from watcher.alerts.calendar import belongs, calendar
    from watcher.clock import SystemClock
    from watcher.model import Realis

    with reading(config_file) as (settings, tx):
        require_kind(kind, settings, tx)
        today = SystemClock().now().astimezone(settings.timezone).date()
        is_wanted = _told_by(rule_name, settings, tx)
        told = tx.events.list(
            kind=kind, since=day_since(since, today), until=day_until(until, today), realis=tuple(Realis)
        )
        stream = calendar(tx.stories.dated([each for each in told if belongs(each) and is_wanted(each)]))
    if output is None or output == Path("-"):
        sys.stdout.buffer.write(stream)  # UTF-8 whatever the terminal takes
        sys.stdout.buffer.flush()
        return
    with _appearing(output) as part:
        part.write_bytes(stream)


def _told_by(rule: str | None, settings: "Settings", tx: "Transaction") -> "Callable[[StoryEvent], bool]":
    """Say of an event whether an alert of this rule told it, or told its story where the rule asks for no event.

    Raises:
        BadParameter: there is no such rule, and no alert of one that was.
    """
    from watcher.model import AlertState

    if rule is None:
        return lambda _: True
    alerts = tx.alerts.list(rule=rule, state=AlertState.OPEN)
    if not alerts and rule not in {each.name for each in settings.rules}:
        raise click.BadParameter(f'there is no rule "{rule}"', param_hint="'--rule'")
    events = {told.uid for alert in alerts for told in alert.events}
    stories = {alert.story for alert in alerts if not alert.events}
    return lambda event: event.uid in events or event.story in stories


def since_when(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read "7d" as that long before now, and a date or time as one in the user's zone unless it names its own.

    Raises:
        BadParameter: it is neither.
    """
    try:
        if ago := _AGO.fullmatch(typed.strip()):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        moment = datetime.fromisoformat(typed.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        problem = f'"{typed}" is no time; write 7d, 12h, 30m, or a date like 2026-03-01'
        raise click.BadParameter(problem, param_hint="'--since'") from None


@contextmanager
def _opened(output: Path | None) -> Iterator[tuple[TextIO, bool]]:
    """Give where to write, and whether it takes ASCII only; a file gets its name when the block has ended well."""
    if output is None or output == Path("-"):
        yield sys.stdout, codecs.lookup(sys.stdout.encoding).name != "utf-8"
        sys.stdout.flush()
        return
    with _appearing(output) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        yield file, False


@contextmanager
def _appearing(output: Path) -> Iterator[Path]:
    """Give the file to write instead, which gets this name when the block has ended well."""
    part = output.with_name(f"{output.name}.part")
    try:
        yield part
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _write(file: TextIO, objects: "Iterable[Mapping[str, Any]]", total: int | None, *, ascii_only: bool) -> None:
    encode = json.JSONEncoder(ensure_ascii=ascii_only, default=plain).encode
    number = 0
    for number, each in enumerate(objects, start=1):
        file.write(encode(each) + "\n")
        if total is not None and number % TELL_EVERY == 0:
            click.echo(f"\r\x1b[K{number} of {total} written", nl=False, err=True)
    if total is not None:
        click.echo(f"\r\x1b[K{number} written", err=True)
