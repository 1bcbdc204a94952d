"""What a feed says about when to ask for it again, and where its older entries are.

Read from the markup around the entries, the same for both parsers: <ttl>, <skipHours> and <skipDays> (RSS 2.0),
sy:updatePeriod and sy:updateFrequency (RSS 1.0, Syndication), the link "next" (RFC 5005, section 3).
"""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

from watcher.model import Pace
from watcher.parse.mend import ENTRY_START
from watcher.text import absolute

_LOOKED_AT = 65_536  # characters before the first entry, and behind the last
_ENTRY_ENDS = ("</item>", "</entry>")

_VALUE = r"\s*>\s*(?:<!\[CDATA\[\s*)?"
_TTL = re.compile(rf"<ttl{_VALUE}(\d{{1,6}})\b", re.IGNORECASE)
_PERIOD = re.compile(rf"<(?:[\w.-]+:)?updatePeriod{_VALUE}(hourly|daily|weekly|monthly|yearly)\b", re.IGNORECASE)
_FREQUENCY = re.compile(rf"<(?:[\w.-]+:)?updateFrequency{_VALUE}(\d{{1,4}})\b", re.IGNORECASE)
_SKIPPED = re.compile(r"<skip(Hours|Days)\s*>([^\0]{0,2000}?)</skip\1", re.IGNORECASE)
_HOUR = re.compile(rf"<hour{_VALUE}(\d{{1,2}})\b", re.IGNORECASE)
_DAY = re.compile(rf"<day{_VALUE}(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_LINK = re.compile(r"<(?:[\w.-]+:)?link\s([^<>]*)>", re.IGNORECASE)
_IS_NEXT = re.compile(r"""\brel\s*=\s*["']next["']""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"'<>]+)["']""", re.IGNORECASE)

_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def read_pace(text: str, url: str | None) -> Pace:
    """Read what the feed `text` says of itself; `url` is where it came from."""
    around = _around_entries(text)
    skipped = {name.lower(): inside for name, inside in _SKIPPED.findall(around)}
    hours = map(int, _HOUR.findall(skipped.get("hours", "")))
    days = (day.lower() for day in _DAY.findall(skipped.get("days", "")))
    return Pace(
        hint=max(_hints(around), default=None),
        skip_hours=frozenset(hour % 24 for hour in hours if hour <= 24),  # noqa: PLR2004 - 24 is 0 (RSS 0.91)
        skip_days=frozenset(map(_DAYS.index, days)),
        next_page=_next_page(around, url),
    )


def _around_entries(text: str) -> str:
    first = ENTRY_START.search(text)
    if first is None:
        return text[:_LOOKED_AT]
    end = max(map(text.rfind, _ENTRY_ENDS))
    start = max(0, first.start() - _LOOKED_AT)
    return text[start : first.start()] + (text[end : end + _LOOKED_AT] if end > 0 else "")


def _hints(around: str) -> Iterator[timedelta]:
    ttl = _TTL.search(around)
    if ttl and int(ttl[1]):
        yield timedelta(minutes=int(ttl[1]))
    period = _PERIOD.search(around)
    if period:
        frequency = _FREQUENCY.search(around)
        yield _PERIODS[period[1].lower()] / (int(frequency[1]) or 1 if frequency else 1)


def _next_page(around: str, url: str | None) -> str | None:
    links = (link for link in _LINK.findall(around) if _IS_NEXT.search(link))
    addresses = (_HREF.search(link) for link in links)
    return next((absolute(html.unescape(found[1]), url) for found in addresses if found), None)
