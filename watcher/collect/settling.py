"""When a file in a drop folder is whole: nobody tells, so it must have rested."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.collect.files import Signature

REST = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class _Sighting:
    signature: Signature
    since: float  # seconds since 1970: how long it is known to look like this


class Settling:
    """Remembers how files looked at earlier scans."""

    def __init__(self) -> None:
        self._sightings: dict[str, _Sighting] = {}

    def is_whole(self, name: str, signature: Signature, now: datetime) -> bool:
        """Say whether a file has rested for `REST`, and remember how it looks."""
        moment = now.timestamp()
        before = self._sightings.get(name)
        if before is None:  # at first sight its own time is believed, unless that lies ahead
            before = _Sighting(signature, min(moment, signature.modified / 1e9))
        elif before.signature != signature or moment < before.since:  # it changed, or the clock was set back
            before = _Sighting(signature, moment)
        self._sightings[name] = before
        return moment - before.since >= REST.total_seconds()

    def forget(self, name: str) -> None:
        """Forget a file that was put away: the next one of its name is another."""
        self._sightings.pop(name, None)

    def keep_only(self, names: set[str]) -> None:
        """Forget files that are gone."""
        self._sightings = {name: seen for name, seen in self._sightings.items() if name in names}
