"""The resolver on news sentences that were written before it read them, held to a floor that only rises."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from watcher.events.dates import resolve

FLOOR = 0.98
"""F1 of first days. On their first runs, before errors were looked at, the groups had 0.90, 0.91, 0.85 and 0.93."""
GROUPS = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))["group"]


def samples() -> Iterator[tuple[datetime, str, Counter[str]]]:
    """Every sentence with its publication and the days that it states."""
    for group in GROUPS:
        published = datetime.combine(date.fromisoformat(group["published"]), time(12), UTC)
        for text, *days in group["cases"]:
            yield published, text, Counter(day for day in days if day != "-")


def test_dates_in_news_sentences_are_found_and_right() -> None:
    right = found = stated = 0
    for published, text, expected in samples():
        read = Counter(mention.when.start.isoformat() for mention in resolve(text, published))
        right += (read & expected).total()
        found += read.total()
        stated += expected.total()
    assert 2 * right / (found + stated) >= FLOOR
