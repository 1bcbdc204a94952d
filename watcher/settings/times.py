"""Times of the day, pauses and rates as users write them; each with its JSON schema (see also `values`)."""

import re
from datetime import time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from watcher.model import Rate
from watcher.settings.values import as_string, bad_value, described, different, format_duration, parse_duration

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NOTHING = re.compile(r"0{1,6}[smhdw]")
_RATE = re.compile(r"([0-9]{1,6})/([0-9]{1,6})?(s|min|m|h|d)")
_TIME_WANTED = 'a time of the day in quotes, as in "07:30"'
_RATE_HINT = 'write a number and a time, as in "20/min", "5/2s" or "1/s"'


def parse_time(value: object) -> time:
    """Read "07:30", a time of the local clock."""
    found = _TIME.fullmatch(as_string(value, _TIME_WANTED))
    if not found:
        raise bad_value(f'must be a time of the day, not "{value}"', 'from "00:00" to "23:59", as in "07:30"')
    return time(int(found[1]), int(found[2]))


def format_time(moment: time) -> str:
    """Write a time of the day as users do."""
    return f"{moment:%H:%M}"


def _one_or_more(value: object) -> object:
    """Let a time stand for an array of one."""
    if isinstance(value, list | tuple):
        return value
    parse_time(value)  # so that an error is the key's, not one of an element that nobody wrote
    return (value,)


def parse_pause(value: object) -> timedelta:
    """Read a duration that may be none: "0s"."""
    return timedelta(0) if isinstance(value, str) and _NOTHING.fullmatch(value) else parse_duration(value)


def format_pause(pause: timedelta) -> str:
    """Write a duration that may be none."""
    return format_duration(pause) if pause else "0s"


def parse_rate(value: object) -> Rate:
    """Read "20/min", "5/2s" or "1/s": so many in so much time."""
    found = _RATE.fullmatch(as_string(value, 'a rate like "20/min"'))
    count, number = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if not found or not count or not number:
        raise bad_value(f'must be a rate, not "{value}"', _RATE_HINT)
    return Rate(count=count, per=parse_duration(f"{number}{found[3][0]}"))


def format_rate(rate: Rate) -> str:
    """Write a rate as users do."""
    per = format_duration(rate.per)
    number, unit = per[:-1], per[-1]
    return f"{rate.count}/{'' if number == '1' else number}{'min' if unit == 'm' else unit}"


TimeOfDay = Annotated[
    time,
    BeforeValidator(parse_time),
    PlainSerializer(format_time),
    described("time of the day", pattern=f"^{_TIME.pattern}$"),
]
TimesOfDay = Annotated[
    tuple[TimeOfDay, ...],
    BeforeValidator(_one_or_more),
    Field(strict=False, min_length=1),
    AfterValidator(different),
    WithJsonSchema(
        {
            "title": "time of the day, or an array of them",
            "anyOf": [
                {"type": "string", "pattern": f"^{_TIME.pattern}$"},
                {"type": "array", "items": {"type": "string", "pattern": f"^{_TIME.pattern}$"}, "minItems": 1},
            ],
        }
    ),
]
Pause = Annotated[
    timedelta,
    BeforeValidator(parse_pause),
    PlainSerializer(format_pause),
    described("duration", pattern="^[0-9]{1,6}[smhdw]$", examples=["0s", "30s", "5m", "6h"]),
]
MessageRate = Annotated[
    Rate,
    PlainValidator(parse_rate),
    PlainSerializer(format_rate),
    described("rate", pattern=f"^{_RATE.pattern}$", examples=["20/min", "5/2s", "1/s"]),
]
