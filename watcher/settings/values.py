"""Values as users write them: durations, sizes, zones, names, paths; each with its JSON schema (see also `addresses`).

A bad value raises pydantic's custom error with the context `problem` (what is wrong) and `hint` (what to write, or
None); `explain` turns both into a located problem.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from watcher.clock import utc
from watcher.model import AfterDrop, AlertLabel, Expect, FirstRun, MailTls, Priority, Within
from watcher.settings.places import location
from watcher.settings.problems import did_you_mean, one_of
from watcher.stories import AgencyKind
from watcher.stories.agencies import plain

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DURATION = re.compile(r"([0-9]{1,6})([smhdw])")
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_SIZE = re.compile(r"([0-9]{1,6})(B|KB|MB|GB|KiB|MiB|GiB)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_FOUND = {
    bool: "true or false",
    str: "a string",
    int: "a whole number",
    float: "a number",
    list: "an array",
    dict: "a table",
    datetime: "a date with time",
    date: "a date",
    time: "a time",
}


def kind_of(value: object) -> str:
    """Name the TOML type of a value, as in "a whole number"."""
    return _FOUND[type(value)]


def bad_value(problem: str, hint: str | None = None) -> PydanticCustomError:
    """Make the error that a validator raises; `problem` follows the key's name: "must be …", "is …"."""
    return PydanticCustomError("bad_value", "{problem}", {"problem": problem, "hint": hint})


def parse_duration(value: object) -> timedelta:
    """Read "30s", "15m", "1h", "1d" or "2w"; more than nothing."""
    match = _DURATION.fullmatch(as_string(value, 'a duration like "15m"'))
    duration = int(match[1]) * _UNITS[match[2]] if match else timedelta(0)
    if not duration:
        raise bad_value(f'must be a duration, not "{value}"', 'write a number and s, m, h, d or w, as in "15m"')
    return duration


def duration(written: str) -> timedelta | None:
    """Read a duration as `parse_duration` does, and as it stands on a command line; None: it is none."""
    try:
        return parse_duration(written.strip())
    except PydanticCustomError:
        return None


def format_duration(duration: timedelta) -> str:
    """Write a duration of whole seconds in the largest unit, up to days, that holds it exactly."""
    unit = next(unit for unit in ("d", "h", "m", "s") if not duration % _UNITS[unit])
    return f"{duration // _UNITS[unit]}{unit}"


def parse_size(value: object) -> int:
    """Read "10MiB", "500KB"; gives bytes, at least one."""
    match = _SIZE.fullmatch(as_string(value, 'a size like "10MiB"'))
    size = int(match[1]) * _BYTES[match[2]] if match else 0
    if not size:
        raise bad_value(
            f'must be a size, not "{value}"', 'write a number and B, KB, MB, GB, KiB, MiB or GiB, as in "10MiB"'
        )
    return size


def format_size(size: int) -> str:
    """Write bytes in the unit with the smallest number that is exact."""
    unit = max((unit for unit in _BYTES if size % _BYTES[unit] == 0), key=lambda unit: _BYTES[unit])
    return f"{size // _BYTES[unit]}{unit}"


def _zone(value: object) -> ZoneInfo:
    name = as_string(value, 'a time zone like "Europe/Kyiv"')
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = did_you_mean(name, available_timezones()) or 'write an IANA name, as in "Europe/Kyiv"'
    raise bad_value(f'is no time zone: "{name}"', hint)


def _path(value: object, info: ValidationInfo) -> Path:
    """Relative paths start at the configuration file's folder, which the context names."""
    path = str(value) if isinstance(value, Path) else _not_empty(as_string(value, "a path in quotes"))
    context = info.context or {"folder": Path()}
    return location(context["folder"], path)


def _name(name: str) -> str:
    if not is_name(name):
        raise bad_value(
            "must be a name of letters, digits, dots, dashes and underscores that begins with a letter or digit"
        )
    return name


def is_name(text: str) -> bool:
    """Tell whether a text could be the name of a feed, drop, channel or rule."""
    return bool(_NAME.fullmatch(text))


def parse_moment(value: object) -> datetime:
    """A day begins at midnight; what has no zone is taken as UTC."""
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise bad_value(f"must be a date without quotes, as in 2026-01-03, not {kind_of(value)}")


def _not_empty(text: str) -> str:
    if not text.strip():
        raise bad_value("must not be empty")
    return text


def _mark(text: str) -> str:
    if not plain(text):
        raise bad_value("must hold a letter or a digit")
    return text


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise bad_value(f'must be the code of a language, not "{code}"', 'as in "en", "uk" or "pt-BR"')
    return code


def _asked(value: object) -> str | tuple[str, ...]:
    """Read what a rule wants of a field: a query, or an array of values."""
    if isinstance(value, str):
        return _not_empty(value)
    if not isinstance(value, list | tuple):
        raise bad_value(f"must be a query or an array of values, not {kind_of(value)}")
    if not value or not all(isinstance(each, str) and each.strip() for each in value):
        raise bad_value("must hold values in quotes", 'as in ["appointed", "resigned"]')
    return tuple(value)


def _listed(value: object) -> object:
    """Let through what a list of words may be: an array, or words divided by commas or lines."""
    texts = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if not isinstance(value, str) and not texts:
        raise bad_value("must be a list of words", 'as in ["strike", "walk out"] or "strike, walk out"')
    return value


def _of_trigger(value: object) -> object:
    return value if isinstance(value, bool | int | float) else _listed(value)


def different(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Refuse an array that holds the same twice."""
    if len(set(values)) < len(values):
        raise bad_value("must not hold the same twice")
    return values


def as_string(value: object, wanted: str) -> str:
    """Give the value as it is, a string; what else it is stands in the error, beside what is wanted."""
    if not isinstance(value, str):
        raise bad_value(f"must be {wanted}, not {kind_of(value)}")
    return value


def _choice(
    choices: type[StrEnum], *, without: frozenset[StrEnum] = frozenset()
) -> tuple[BeforeValidator, WithJsonSchema]:
    values = [choice.value for choice in choices if choice not in without]

    def choose(value: object) -> StrEnum:
        if isinstance(value, str) and value in values:
            return choices(value)
        if isinstance(value, choices):
            return value
        found = f'"{value}"' if isinstance(value, str) else kind_of(value)
        raise bad_value(f"must be {one_of(values)}, not {found}", did_you_mean(str(value), values))

    return BeforeValidator(choose), described("choice", enum=values)


def described(title: str, **keywords: Any) -> WithJsonSchema:
    """Describe a string; `title` says in a word or two what it holds, for editors and for the documentation."""
    return WithJsonSchema({"title": title, "type": "string", **keywords})


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration),
    described("duration", pattern="^[0-9]{1,6}[smhdw]$", examples=["30s", "15m", "1h", "1d", "2w"]),
]
Size = Annotated[
    int,
    BeforeValidator(parse_size),
    PlainSerializer(format_size),
    described("size", pattern="^[0-9]{1,6}(B|KB|MB|GB|KiB|MiB|GiB)$", examples=["500KB", "10MiB"]),
]
Zone = Annotated[
    ZoneInfo,
    BeforeValidator(_zone),
    PlainSerializer(str),
    described("time zone", examples=["UTC", "Europe/Kyiv"]),
]
Location = Annotated[Path, BeforeValidator(_path), PlainSerializer(str), described("path", minLength=1)]
Name = Annotated[str, AfterValidator(_name), described("name", pattern="^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Text = Annotated[str, AfterValidator(_not_empty), described("text", minLength=1)]
Moment = Annotated[
    datetime,
    BeforeValidator(parse_moment),
    WithJsonSchema(
        {"title": "date", "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    ),
]
MailTlsChoice = Annotated[MailTls, *_choice(MailTls)]
FirstRunChoice = Annotated[FirstRun, *_choice(FirstRun)]
AfterDropChoice = Annotated[AfterDrop, *_choice(AfterDrop)]
PriorityChoice = Annotated[Priority, *_choice(Priority)]
AgencyKindChoice = Annotated[AgencyKind, *_choice(AgencyKind)]
ExpectChoice = Annotated[Expect, *_choice(Expect)]
WithinChoice = Annotated[Within, *_choice(Within)]
ChangeChoice = Annotated[AlertLabel, *_choice(AlertLabel, without=frozenset({AlertLabel.REMINDER}))]
Changes = Annotated[tuple[ChangeChoice, ...], Field(strict=False, min_length=1), AfterValidator(different)]
Durations = Annotated[tuple[Duration, ...], Field(strict=False), AfterValidator(different)]
LanguageCode = Annotated[str, AfterValidator(_language), described("language", pattern=f"^{_LANGUAGE.pattern}$")]
Languages = Annotated[tuple[LanguageCode, ...], Field(strict=False)]
Asked = Annotated[
    str | tuple[str, ...],
    BeforeValidator(_asked),
    WithJsonSchema(
        {
            "title": "values or query",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            ],
        }
    ),
]
_LIST = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
WordList = Annotated[Any, BeforeValidator(_listed), WithJsonSchema({"title": "words", "anyOf": _LIST})]
OfTrigger = Annotated[
    Any,
    BeforeValidator(_of_trigger),
    WithJsonSchema({"title": "words", "anyOf": [*_LIST, {"type": ["number", "boolean"]}]}),
]
Names = Annotated[tuple[Name, ...], Field(strict=False)]
Mark = Annotated[str, AfterValidator(_mark), described("text", minLength=1)]
Marks = Annotated[tuple[Mark, ...], Field(strict=False)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
