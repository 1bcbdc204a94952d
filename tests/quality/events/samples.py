"""The labelled sentences of this folder: `KIND.LANGUAGE.toml`, all written for this project.

A sample has a title, a text or both, the day it was published, and the events of its kind that it tells: none, where
what looks like one is none.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from watcher.events import detect
from watcher.model import NEWS, Event

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """One text with what it tells."""

    title: str
    text: str
    published: datetime
    expect: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Tally:
    """What became of the samples of a file; shares from 0 to 1."""

    found: float  # of the texts that tell an event, those in which one was found
    false: float  # of the texts that tell none, those in which one was found
    fields: float  # of the fields that found samples state, those that were read so
    samples: int


def names() -> tuple[str, ...]:
    """Give what there are samples of, as "meeting.en"."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.*.toml")))


def samples(name: str) -> Iterator[Sample]:
    """Read the samples of a kind in a language."""
    for table in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["samples"]:
        published = datetime.combine(table["published"], time(12), UTC)
        yield Sample(table.get("title", ""), table.get("text", ""), published, tuple(table["expect"]))


def told(sample: Sample, name: str) -> tuple[Event, ...]:
    """Give the events of the kind that are found in a sample, as rules see them."""
    kind, _, language = name.partition(".")
    events = detect(sample.title, sample.text, published=sample.published, language=language)
    return tuple(event for event in events if event.kind == kind and event.realis in NEWS)


def tally(name: str) -> Tally:
    """Find the events of all samples and count."""
    read = [(sample, told(sample, name)) for sample in samples(name)]
    with_event = [(sample, events) for sample, events in read if sample.expect]
    without = [events for sample, events in read if not sample.expect]
    right = [is_right for sample, events in with_event if events for is_right in _fields(sample, events)]
    return Tally(
        found=_share([bool(events) for _, events in with_event]),
        false=_share([bool(events) for events in without]),
        fields=_share(right),
        samples=len(read),
    )


def _fields(sample: Sample, events: tuple[Event, ...]) -> Iterator[bool]:
    """Compare every stated field with the event that agrees in most."""
    for expected in sample.expect:
        best = max(events, key=lambda event: sum(_is(event, key, value) for key, value in expected.items()))
        yield from (_is(best, key, value) for key, value in expected.items())


def _is(event: Event, key: str, value: Any) -> bool:
    if key in {"date_start", "date_end"}:
        day = event.when and (event.when.start if key == "date_start" else event.when.end)
        return day is not None and day.isoformat().startswith(str(value))
    if key == "realis":
        return event.realis == value
    said = event.fields.get(key)
    words = said if isinstance(said, str) else " ".join(said or ())
    wanted = value if isinstance(value, str) else " ".join(value)
    return wanted.casefold() in words.casefold()


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
