"""Who wrote it first: takes an entry as the source stated it, gives the credit and the text without credit lines.

Statements are trusted in this order: copyright holder, dateline and syndication note, byline, sign-off, the agency's
own site. "Contributed to this report" and names inside sentences never decide. What nobody says stays None.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from watcher.model import Credit, Entry
from watcher.stories.agencies import agency_at, agency_named
from watcher.stories.bylines import read_byline
from watcher.stories.credit_lines import (
    BYLINE_TRUST,
    LONGEST,
    NOTE_TRUST,
    Clue,
    read_agency_line,
    read_byline_line,
    read_copyright,
    read_distributor,
    read_end,
    read_note,
    read_sign_off,
)
from watcher.stories.datelines import read_dateline

HEAD = 6
"""Lines with text at the beginning among which credits stand."""
TAIL = 8
"""Lines with text at the end among which credits stand."""
OPEN_SIGN_OFF = re.compile(r"\s*\((?:additional )?(?:reporting|writing|editing) by [^)]*$", re.IGNORECASE)
SIGN_OFF_LINES = 3
"""Lines that a sign-off in brackets runs over at most, behind its first."""
SITE_TRUST = 0.55
ENOUGH = 0.5
"""Trust below which nothing is said of the origin."""
MOST_EVIDENCE = 8

Reader = Callable[[str], Clue | None]
AT_HEAD: tuple[Reader, ...] = (read_copyright, read_byline_line, read_agency_line)
AT_TAIL: tuple[Reader, ...] = (read_copyright, read_distributor, read_sign_off, read_agency_line, read_note, read_end)


def read_credit(entry: Entry) -> tuple[Credit, str]:
    """Give who wrote, passed on and carries an entry, and its body without credit, copyright and byline lines.

    A dateline stays in the body: its place is part of the news.
    """
    lines, clues = _read_lines(_joined(entry.body.split("\n")))
    clues = [*_of_byline(entry), *clues, *_of_dateline(lines), *_of_site(entry)]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    distributor = _distributor(clues)
    credit = Credit(
        author=", ".join(_authors(clues)) or None,
        outlet=entry.outlet,
        origin=_origin(clues, distributor, entry),
        distributor=distributor,
        evidence=tuple(dict.fromkeys(clue.line.strip() for clue in clues if clue.line.strip()))[:MOST_EVIDENCE],
    )
    return credit, body


def _read_lines(lines: Sequence[str]) -> tuple[list[str], list[Clue]]:
    """Take the credit lines out."""
    places = [i for i, line in enumerate(lines) if line.strip()]
    head, tail = set(places[:HEAD]), set(places[-TAIL:])
    kept: list[str] = []
    clues: list[Clue] = []
    for i, line in enumerate(lines):
        readers = (AT_HEAD if i in head else ()) + (AT_TAIL if i in tail else ())
        clue = _first(readers, line) if len(line) <= LONGEST or i in tail else None
        if clue is not None:
            clues.append(clue)
        kept.append(line if clue is None else clue.rest)
    return kept, clues


def _joined(lines: Sequence[str]) -> list[str]:
    """Make one line of a sign-off in brackets that runs over several."""
    joined: list[str] = []
    open_for = 0
    for line in lines:
        if open_for and line.strip():
            joined[-1] = f"{joined[-1]} {line.strip()}"
            open_for = 0 if ")" in line else open_for - 1
        else:
            joined.append(line)
            open_for = SIGN_OFF_LINES if OPEN_SIGN_OFF.match(line) else 0
    return joined


def _first(readers: Sequence[Reader], line: str) -> Clue | None:
    long = len(line) > LONGEST
    return next((clue for read in readers if (not long or read is read_end) and (clue := read(line))), None)


def _of_byline(entry: Entry) -> Iterator[Clue]:
    if entry.byline:
        byline = read_byline(entry.byline)
        yield Clue(line=entry.byline, trust=BYLINE_TRUST, agency=byline.agency, persons=byline.persons)


def _of_dateline(lines: Sequence[str]) -> Iterator[Clue]:
    """Read the first dateline that names an agency; a photograph's caption may stand before it."""
    for line in [line for line in lines if line.strip()][:HEAD]:
        dateline = read_dateline(line)
        if dateline and dateline.agency:
            yield Clue(line=line[: dateline.end], trust=NOTE_TRUST, agency=dateline.agency)
            return


def _of_site(entry: Entry) -> Iterator[Clue]:
    """Take an agency's own page, or a page it is named as the outlet of, for its own text."""
    host = urlsplit(entry.link or "").hostname
    for agency in (agency_at(host or ""), agency_named(entry.outlet or "")):
        if agency:
            yield Clue(line="", trust=SITE_TRUST, agency=agency)


def _authors(clues: Sequence[Clue]) -> tuple[str, ...]:
    """Give the persons of the first byline that names any, else of the sign-off."""
    return next((clue.persons for clue in sorted(clues, key=lambda clue: -clue.trust) if clue.persons), ())


def _distributor(clues: Sequence[Clue]) -> str | None:
    named = next((clue.distributor for clue in clues if clue.distributor), None)
    passing = (clue.agency.name for clue in clues if clue.agency and not clue.agency.writes)
    return named or next(passing, None)


def _origin(clues: Sequence[Clue], distributor: str | None, entry: Entry) -> str | None:
    """Give the best trusted writer; a holder that no table knows counts where a distributor or the byline agrees."""
    claims = [(clue.trust, clue.agency.name) for clue in clues if clue.agency and clue.agency.writes]
    byline = (entry.byline or "").casefold()
    agreed = (clue for clue in clues if clue.holder and (distributor or clue.holder.casefold() in byline))
    claims += [(clue.trust, clue.holder) for clue in agreed if clue.holder]
    trust, name = max(claims, key=lambda claim: claim[0], default=(0.0, None))
    return name if trust >= ENOUGH else None
