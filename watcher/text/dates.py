"""Dates as feeds, pages and drops write them. Never guesses: what can be read in two ways is not read."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from watcher.text.clean import one_line
from watcher.text.date_words import MONTHS, NOISE, ZONES, ZONES_IN
from watcher.text.tokens import fold

_YEARS = range(1990, 2101)
_MAX_LENGTH = 200  # characters; no date is longer
_MAX_OFFSET = 14 * 60  # minutes; Kiribati

# As nearly all feeds write them; the readers below give the same for these, slowly.
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r" (?:GMT|([+-])(\d\d)(\d\d))"
)
_RFC_3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)

_CLOCK = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?"
_TIME = re.compile(rf"{_CLOCK}(?:\s*([ap])\.?\s?m\b\.?)?|(\d{{1,2}})\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ISO = re.compile(r"([+-]?\d{4,5})-(\d{1,2})-(\d{1,2})(?:[Tt\s]\s*(.*))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[Tt]?(\d{2}):?(\d{2}):?(\d{2})?\s*(.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?:[,\s]\s*(.*))?")
_YEAR_LAST = re.compile(r"(?:[^\W\d_]+\.?,?\s+)?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|(?<=\.)\d{2})(?:\.?[,\s]\s*(.*))?")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]\s?(?:\([^)]{1,3}\))?\s*(.*)")
_EAST_ASIAN_TIME = re.compile(r"(\d{1,2})\s?[時时시]\s?(\d{1,2})\s?[分분]")
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+\u2212-])(\d{1,2})(?::(\d{1,2})|(\d{2}))?", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|º|ª|o)?\.?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;|\s]+|\s-\s|(?<=\d)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d)")
_BEFORE_TIME = re.compile(r"\s[-–—•·|]\s(?=\d)")
_PLACE = re.compile(r"(?<=[\dZ])\[[\w/+-]+\]$")  # RFC 9557: "+01:00[Europe/Paris]"
_UNKNOWN_ZONE = re.compile("[A-Z]{2,5}")


class _Clock(NamedTuple):
    """A time of day with its zone in minutes east of Greenwich."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    offset: int = 0


def read_date(text: str, language: str | None = None) -> datetime | None:
    """Give the moment that `text` names, in UTC; None where it names none, or may name two.

    Reads RFC 822 and RFC 3339, `2026/6/29 15:07:41`, `22.11.2026 12:16`, "Friday, January 30, 2026 04:42 PM",
    "3 janvier 2026", 2026年1月3日. Dotted dates are day first; dates with slashes or hyphens and the year last are read
    only where one number is above 12. No time means midnight, no zone UTC; a zone name that nobody knows counts as UTC
    (RFC 5322, section 4.3). Years before 1990 and after 2100 are mistakes and give None.

    Args:
        text: the date as written.
        language: BCP 47; what a zone name means that is used for several: CST is China's time in Chinese.
    """
    if len(text) > _MAX_LENGTH:
        return None
    common = _read_common(text.strip())
    if common is not None:
        return common
    line = _PLACE.sub("", _BEFORE_TIME.sub(" ", one_line(text).rstrip(".")))
    line = _with_plain_zone(line, language)
    for reader in (_read_iso, _read_compact, _read_year_first, _read_year_last, _read_east_asian, _read_words):
        moment = reader(line)
        if moment is not None:
            return moment
    return None


def _read_common(line: str) -> datetime | None:
    if found := _RFC_822.fullmatch(line):
        day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
        month: int | str = MONTHS[name.lower()]
    elif found := _RFC_3339.fullmatch(line):
        year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    else:
        return None
    offset = int(hours) * 60 + int(minutes) if sign else 0
    if offset > _MAX_OFFSET:
        return None
    clock = _Clock(int(hour), int(minute), min(int(second), 59), -offset if sign == "-" else offset)
    return _moment(year, month, day, clock)


def _with_plain_zone(line: str, language: str | None) -> str:
    """Put minutes for a zone name at the end that means something of its own in `language`."""
    stated = (language or "").lower()
    zones = ZONES_IN.get(stated) or ZONES_IN.get(stated.partition("-")[0])
    before, _, name = line.rpartition(" ")
    minutes = zones.get(name.strip("()").lower()) if zones else None
    return (
        line
        if minutes is None
        else f"{before} {'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    )


def _read_iso(line: str) -> datetime | None:
    found = _ISO.fullmatch(line)
    return _moment(found[1], found[2], found[3], _clock(found[4])) if found else None


def _read_compact(line: str) -> datetime | None:
    found = _COMPACT.fullmatch(line)
    if found is None:
        return None
    time = f"{found[4]}:{found[5]}:{found[6] or '00'} {found[7] or ''}" if found[4] else None
    return _moment(found[1], found[2], found[3], _clock(time))


def _read_year_first(line: str) -> datetime | None:
    found = _YEAR_FIRST.fullmatch(line)
    return _moment(found[1], found[3], found[4], _clock(found[5])) if found else None


def _read_year_last(line: str) -> datetime | None:
    found = _YEAR_LAST.fullmatch(line)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    day_first = found[2] == "." or first > 12  # noqa: PLR2004 - months of a year
    if not day_first and second <= 12 and first != second:  # noqa: PLR2004 - months of a year
        return None
    day, month = (first, second) if day_first else (second, first)
    return _moment(_full_year(found[4]), month, day, _clock(found[5]))


def _read_east_asian(line: str) -> datetime | None:
    found = _EAST_ASIAN.fullmatch(line)
    return _moment(found[1], found[2], found[3], _clock(_EAST_ASIAN_TIME.sub(r"\1:\2", found[4]))) if found else None


def _read_words(line: str) -> datetime | None:
    """Read a date with a month name, in any order that keeps the day before the year."""
    time = _TIME.search(line)
    if time:
        line = f"{line[: time.start()]} {line[time.end() :]}"
    month: int | None = None
    numbers: list[str] = []
    rest: list[str] = []
    for word in filter(None, _SEPARATORS.split(line)):
        name = fold(word.strip("."))
        number = _NUMBER.fullmatch(word)
        if number and len(numbers) < 2:  # noqa: PLR2004 - day and year
            numbers.append(number[1])
        elif month is None and name in MONTHS and not (name in NOISE and _another_month(line, word)):
            month = MONTHS[name]
        elif name not in NOISE:
            rest.append(word)
    if month is None or len(numbers) != 2:  # noqa: PLR2004 - day and year
        return None
    rest = rest[1:] if rest and line.startswith(f"{rest[0]},") else rest  # a weekday of a language we do not know
    day, year = numbers if len(numbers[0]) < 3 else numbers[::-1]  # noqa: PLR2004 - digits of a day
    return _moment(_full_year(year), month, day, _clock(" ".join([time.group() if time else "", *rest])))


def _another_month(line: str, word: str) -> bool:
    """Tell whether a word like the weekday "mar" (French) stands beside a real month."""
    others = (fold(other.strip(".")) for other in _SEPARATORS.split(line) if other != word)
    return any(other in MONTHS for other in others)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - digits of a short year
        return year
    return year + (2000 if year < 50 else 1900)  # noqa: PLR2004 - RFC 5322, section 4.3


def _clock(text: str | None) -> _Clock | None:
    """Read a time of day with an optional zone; None where there is anything else in `text`."""
    text = (text or "").strip()
    found = _TIME.match(text)
    if found is None:
        offset = _offset(text)
        return None if offset is None else _Clock(offset=offset)
    hour, minute, second = int(found[1] or found[5]), int(found[2] or 0), min(int(found[3] or 0), 59)
    half = (found[4] or found[6] or "").lower()
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of half a day
            return None if hour > 23 or half == "a" else _Clock(hour, minute, second, _offset(text[found.end() :]) or 0)  # noqa: PLR2004 - hours
        hour = hour % 12 + (12 if half == "p" else 0)
    offset = _offset(text[found.end() :])
    return None if offset is None else _Clock(hour, minute, second, offset)


def _offset(text: str) -> int | None:
    """Read a zone as minutes east of Greenwich; nothing at all is UTC."""
    comment = text.find("(")
    zone = (text[:comment].strip() or text[comment:]).strip(" ()[]") if comment >= 0 else text.strip(" []")
    words = [word for word in zone.split() if fold(word.strip(".")) not in NOISE or word.lower() in ZONES]
    zone = " ".join(words)
    if not zone:
        return 0
    numeric = _OFFSET.fullmatch(zone)
    if numeric:
        minutes = int(numeric[2]) * 60 + int(numeric[3] or numeric[4] or 0)
        return (minutes if numeric[1] == "+" else -minutes) if minutes <= _MAX_OFFSET else None
    name = zone.replace(".", "").lower()
    return ZONES.get(name, 0 if _UNKNOWN_ZONE.fullmatch(zone) else None)


def _moment(year: str | int, month: str | int, day: str | int, clock: _Clock | None) -> datetime | None:
    if clock is None or int(year) not in _YEARS:
        return None
    next_day = clock.hour == 24 and clock.minute == clock.second == 0  # noqa: PLR2004 - ISO 8601: the end of the day
    try:
        local = datetime(
            int(year), int(month), int(day), 0 if next_day else clock.hour, clock.minute, clock.second, tzinfo=UTC
        )
    except ValueError:
        return None
    return local + timedelta(days=1 if next_day else 0) - timedelta(minutes=clock.offset)
