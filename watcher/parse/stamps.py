"""Date lines of a page: "Published Jan. 3, 2026, 2:05 p.m. ET", "Stand: 03.01.2026 14:05 Uhr"."""

import re
from dataclasses import dataclass
from datetime import datetime

from watcher.parse.byline import is_byline
from watcher.parse.furniture import CHANGE_LABELS, DATE_LABELS
from watcher.text import read_date

_FEW = 5  # words that may stand beside a date
_LONGEST = 160  # characters

_LABEL = re.compile(rf"(?:(?P<changed>{CHANGE_LABELS})|(?:{DATE_LABELS}))(?![^\W\d_])\s*:?\s*", re.IGNORECASE)
_PARTS = re.compile(
    rf"\s*[|•·]\s*|\s+[-–—/]\s+|,?\s*(?=(?<![^\W\d_])(?:{CHANGE_LABELS})(?![^\W\d_]))|\s+(?=\bPublished\b)",
    re.IGNORECASE,
)
_READ_TIME = re.compile(r",?\s*\d+ ?-?min(?:ute)?s?(?: read)?$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:\s(?:à|a las|às|alle|ore|um|о|в))?\s(\d{1,2})\s?[hH]\s?(\d\d)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One date of a page."""

    moment: datetime
    changed: bool = False  # True: it says only when the text was changed


def read_stamps(line: str) -> list[Stamp]:
    """Give the dates of a line that says little else; none where it is text."""
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return []
    parts = [part for part in _PARTS.split(line) if part.strip()]
    read = [(part, _read_part(part)) for part in parts]
    says_more = any(found is None and len(part.split()) > _FEW and not is_byline(part) for part, found in read)
    return [] if says_more else [found for _, found in read if found is not None]


def best(stamps: list[Stamp]) -> datetime | None:
    """Give the first date of publication, else the first of a change."""
    return min(stamps, key=lambda stamp: stamp.changed).moment if stamps else None


def _read_part(part: str) -> Stamp | None:
    label = _LABEL.match(part)
    written = _READ_TIME.sub("", part[label.end() :] if label else part).strip(" ,()")
    moment = read_date(written) or read_date(_CLOCK.sub(r" \1:\2", written))
    moment = moment or (read_date(written.rpartition(" on ")[2]) if is_byline(part) else None)
    return Stamp(moment=moment, changed=bool(label and label["changed"])) if moment else None
