"""The zones of clock times: fixed ones by name (GMT, CEST), and those of places with their summer time (ET, Moscow)."""

import tomllib
from datetime import timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from watcher.text.date_words import ZONES

_TABLE = tomllib.loads(files("watcher.events.dates").joinpath("zones.toml").read_text("utf-8"))
NAMES: dict[str, str] = _TABLE["names"]
PLACES: dict[str, str] = _TABLE["places"]
FIXED: frozenset[str] = frozenset(name.upper() for name in ZONES if len(name) > 1) - NAMES.keys()
"""Names as they are written; "Z" alone stands in no news text."""


@cache
def zone_of(name: str) -> tzinfo | None:
    """Give the zone that a name means as it is written; None for one that means no zone of its own ("local")."""
    key = NAMES.get(name) or PLACES.get(name)
    if key:
        return ZoneInfo(key)
    minutes = ZONES.get(name.lower())
    return None if minutes is None else timezone(timedelta(minutes=minutes))
