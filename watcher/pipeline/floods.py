"""Floods: many entries at once in a feed that is known, mostly old ones. A person gets one notice of them.

An archive is put into the feed, a site is built anew with other guids, an address leads elsewhere. What is late, or
more than anybody reads, begins alerts that are held: recorded, shown and sent when somebody asks for them, or when
another entry tells the story again. What came out since the last poll alerts as ever, up to `TIMELY_ALERTS`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

MANY = 20
"""New entries in one document that are no flood in any feed; as many as most feeds show at all."""
TIMES = 3
"""So many times the usual number of new entries are none either."""
LATE_BY = timedelta(days=7)
"""An entry is late that was published so long before the feed was last read: it was not there, or not dated so."""
LATE_ENTRIES = 5
"""Late entries of one document that alert as any other does; one with more of them holds those back."""
TIMELY_WITHIN = timedelta(days=1)
"""How long before the last poll a timely entry may say it came out: many sites publish hours after that."""
TIMELY_ALERTS = 5
"""Alerts of timely entries that a flood lets through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What a document of a feed usually brings."""

    last_read: datetime  # the feed, before this document
    new: float = 0.0  # entries that are new in a document that comes so long after that one; 0: not known yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """Too many new entries in one document of a known feed, or too many late ones."""

    new: int  # entries
    late: int  # of those
    last_read: datetime
    wide: bool  # all that is not timely is held; False: late entries only

    @property
    def reason(self) -> str:
        """Say why an alert is held, behind what matched."""
        count = f"{self.new} new entries" if self.wide else f"{self.late} late entries"
        return f"held back: {count} came at once"

    def holds(self, published: datetime | None, let_through: int) -> bool:
        """Tell whether an entry that was published then may begin no alerts; `let_through`: how many did so far."""
        if not self.wide:
            return is_late(published, self.last_read)
        return published is None or published < self.last_read - TIMELY_WITHIN or let_through >= TIMELY_ALERTS


def flood_in(new: Collection[datetime | None], usual: Usual) -> Flood | None:
    """Tell whether new entries, of which these are the times of publication, are a flood; None where they are not."""
    late = sum(is_late(published, usual.last_read) for published in new)
    wide = len(new) > max(MANY, TIMES * usual.new)
    if not wide and late <= LATE_ENTRIES:
        return None
    return Flood(new=len(new), late=late, last_read=usual.last_read, wide=wide)


def is_late(published: datetime | None, last_read: datetime) -> bool:
    """Tell whether an entry came out long before its feed was last read without it."""
    return published is not None and published < last_read - LATE_BY


def flood_notice(feed: str, flood: Flood, alerts: int) -> tuple[str, str]:
    """Give subject and text of what the operator is told of a flood that holds so many alerts, at least one."""
    held = f"{alerts} alerts are held back" if alerts > 1 else "1 alert is held back"
    late = f", {flood.late} of them published more than {LATE_BY.days} days before its last poll" if flood.late else ""
    text = (
        f"The feed {feed} brought {flood.new} new entries at once{late}: an archive may have been put into it, its "
        f"site built anew, or its address may lead elsewhere. All are stored; {held}.\n\n"
        "To see them: watcher alerts list --held\n"
        f"To have them sent: watcher alerts release --feed {feed}, or watcher alerts release ALERT for a single one"
    )
    return f"Feed {feed} brought {flood.new} new entries at once: {held}", text
