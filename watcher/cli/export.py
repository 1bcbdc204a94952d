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

from watcher.cli.options import config_option, load_settings, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = {"stories": "story", "entries": "entry", "versions": "version", "alerts": "alert"}
TELL_EVERY = 1000  # objects between two lines of progress
_AGO = re.compile(r"([0-9]{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@click.group()
def export() -> None:
    """Write the archive out as data."""


@export.command(epilog="Example: watcher export jsonl --what alerts --since 7d -o alerts.jsonl")
@click.option("--since", help="Only what came or changed since: 7d, 12h, or a date like 2026-03-01.")
@click.option("--what", type=click.Choice(list(KINDS)), help="Only these.  [default: all]")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout.")
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
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            yield file, False
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
