"""`watcher dates`: what dates and events a text tells."""

import codecs
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.options import config_option, load_settings
from watcher.cli.table import print_table

if TYPE_CHECKING:
    from watcher.events import Lexicons
    from watcher.events.dates import DateMention
    from watcher.model import Event

LINE = '{"published": "2026-01-03", "text": "…"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    """A text to read; its dates are counted from `published`."""

    text: str
    published: datetime
    language: str | None


@click.command("dates", epilog='Example: watcher dates --published 2026-01-03 "They will meet on Tuesday."')
@click.argument("text", default="-")
@click.option("--published", help="When it was published, as 2026-01-03 or 2026-01-03T09:30Z.  [default: now]")
@click.option("--language", help="The language of the text, as en or de.  [default: as its words say]")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Read and print lines of JSON.")
def dates(text: str, published: str | None, language: str | None, config_file: Path | None, *, as_json: bool) -> None:
    """Show the dates and events that a text tells, one a line.

    TEXT is the text itself, or - (default) for standard input. With --json, standard input is lines such as
    {"published": "2026-01-03", "text": "…"}, and each gives one line {"dates": […], "events": […]}.
    """
    lexicons = _lexicons(config_file)
    instant = _instant(published) if published else datetime.now(UTC)
    if instant is None:
        raise click.BadParameter(f"{published!r} is not a date; write it as 2026-01-03", param_hint="--published")
    stated = _Input(text=text, published=instant, language=language)
    if not as_json:
        _print_found(stated if text != "-" else replace(stated, text=_typed()), lexicons)
        return
    for each in [stated] if text != "-" else _lines(stated):
        _print_line(_as_json(each, lexicons))


def _lexicons(config_file: Path | None) -> "Lexicons":
    """Give the kinds of event of the configuration, where there is one, else ours."""
    from watcher.events import BUILT_IN
    from watcher.settings import NoConfiguration

    try:
        return load_settings(config_file).lexicons
    except NoConfiguration:
        if config_file is not None:
            raise
        return BUILT_IN


def _instant(text: str) -> datetime | None:
    """Read an instant and keep its zone, in which its day is taken; without one it is UTC."""
    from watcher.text import read_date

    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return read_date(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _typed() -> str:
    if sys.stdin.isatty():
        click.echo("type or paste the text, then Ctrl-D on a line of its own", err=True)
    return sys.stdin.buffer.read().decode(errors="replace")


def _lines(stated: _Input) -> Iterator[_Input]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            yield _line(line, number, stated)


def _line(line: bytes, number: int, stated: _Input) -> _Input:
    """Read one line of JSON; what it does not state is as the options say.

    Raises:
        UsageError: it is no object with a text and, where one is stated, a date.
    """
    from watcher.errors import UsageError

    try:
        read = json.loads(line)
    except ValueError as error:
        raise UsageError(f"line {number}: is not JSON ({error}); each line is {LINE}") from None
    if not isinstance(read, Mapping) or not isinstance(read.get("text"), str):
        raise UsageError(f'line {number}: has no "text"; each line is {LINE}')
    day = read.get("published")
    published = stated.published if day is None else _instant(str(day))
    if published is None:
        raise UsageError(f'line {number}: "published" is {day!r}, which is not a date; each line is {LINE}')
    language = read.get("language") or stated.language
    return _Input(text=read["text"], published=published, language=language and str(language))


def _dates(given: _Input, lexicons: "Lexicons") -> "tuple[DateMention, ...]":
    from watcher.events.dates import resolve
    from watcher.events.language import recognise

    language = given.language or recognise("", given.text, None, lexicons.grammars) or "en"
    return resolve(given.text, given.published, language)


def _events(given: _Input, lexicons: "Lexicons") -> "tuple[Event, ...]":
    from watcher.events import detect

    return detect("", given.text, published=given.published, language=given.language, lexicons=lexicons)


def _as_json(given: _Input, lexicons: "Lexicons") -> dict[str, Any]:
    from watcher.events.shown import event_json, when_json

    found = [
        {"start": each.start, "end": each.end, "text": given.text[each.start : each.end], **when_json(each.when)}
        for each in _dates(given, lexicons)
    ]
    return {"dates": found, "events": [event_json(event, lexicons) for event in _events(given, lexicons)]}


def _print_line(value: Mapping[str, Any]) -> None:
    unicode = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    click.echo(json.dumps(value, ensure_ascii=not unicode))


def _print_found(given: _Input, lexicons: "Lexicons") -> None:
    rows = list(_rows(given, lexicons))
    if rows:
        print_table(("FOUND", "WHEN", "WORDS"), rows)
    else:
        click.echo("no dates and no events found", err=True)


def _rows(given: _Input, lexicons: "Lexicons") -> Iterator[tuple[str, str, str]]:
    from watcher.alerts.dates import date_words
    from watcher.alerts.frame import frame

    year = given.published.year
    for each in _dates(given, lexicons):
        yield "date", date_words(each.when, year), given.text[each.start : each.end]
    for event in _events(given, lexicons):
        yield event.kind, date_words(event.when, year) if event.when else "", frame(event, year).subject
