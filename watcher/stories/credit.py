"""Who wrote it first: takes an entry as the source stated it, gives the credit and the text without credit lines.

Statements are trusted in this order: copyright holder, dateline and syndication note, byline, sign-off, the address or
publisher that the document names as the first, the agency's own site. "Contributed to this report" and names inside
sentences never decide. What nobody says who is trusted enough stays None; the evidence is kept all the same.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from watcher.model import Credit, Entry
from watcher.stories.agencies import BUILT_IN, Agencies
from watcher.stories.bylines import read_byline
from watcher.stories.credit_lines import (
    BARE_BYLINE_TRUST,
    BYLINE_TRUST,
    LONGEST,
    NOTE_TRUST,
    SIGN_OFF_TRUST,
    SIGNS,
    Clue,
    Reader,
    caseless,
    has_any,
    read_agency_at_end,
    read_agency_line,
    read_automatic,
    read_byline_line,
    read_copyright,
    read_distributor,
    read_end,
    read_note,
    read_sign_off,
    read_stamp,
)
from watcher.stories.datelines import read_dateline
from watcher.text import host_of

HEAD = 6
"""Lines with text at the beginning among which credits stand."""
TAIL = 8
"""Lines with text at the end among which credits stand."""
FOOT = 30
"""Lines with text at the end among which credits stand where no paragraph follows."""
PARAGRAPH = 160
"""UTF-8 bytes from which a line is a paragraph."""
OPEN_SIGN_OFF = re.compile(r"\s*\((?:additional )?(?:reporting|writing|editing) by [^)]*$", re.IGNORECASE)
TITLE_CREDIT = re.compile(r"[（(](?P<agency>[^\x00-\x7f（）]{2,20})[）)](?:\s*[-|｜–—]\s.{1,60})?$")
EMPTY_LINES = re.compile(r"\n{3,}")
SIGN_OFF_LINES = 3
"""Lines that a sign-off in brackets runs over at most, behind its first."""
ORIGINAL_TRUST = 0.60
"""Of an agency's address or name as that of the original: pages and feeds fill it in by themselves."""
HINT_TRUST = 0.45
"""Of a publisher that no table knows, where only the document's data names it."""
SITE_TRUST = 0.55
ENOUGH = 0.5
"""Trust below which nothing is said of the origin."""
MOST_EVIDENCE = 8

AT_HEAD: tuple[Reader, ...] = (read_copyright, read_stamp, read_byline_line, read_agency_line)
AT_TAIL: tuple[Reader, ...] = (
    *(read_copyright, read_distributor, read_sign_off, read_agency_line, read_note),
    *(read_end, read_agency_at_end),
)
OF_LONG_LINES = frozenset({read_end, read_agency_at_end})
ANYWHERE: tuple[Reader, ...] = (read_automatic,)


def read_credit(entry: Entry, agencies: Agencies = BUILT_IN) -> tuple[Credit, str]:
    """Give who wrote, passed on and carries an entry, and its body without credit, copyright and byline lines.

    A dateline stays in the body: its place is part of the news.
    """
    lines, clues = _read_lines(entry.body, agencies)
    dateline = list(_of_dateline(lines, agencies))
    clues = [
        *_of_byline(entry, agencies),
        *_of_title(entry, agencies),
        *clues,
        *dateline,
        *_of_original(entry, agencies),
        *_of_site(entry, agencies),
    ]
    body = "\n".join(lines).strip()
    body = EMPTY_LINES.sub("\n\n", body) if "\n\n\n" in body else body
    distributor = _distributor(clues)
    origin, trust = _origin(clues, distributor, entry)
    credit = Credit(
        author=", ".join(_authors(clues, "".join(clue.line for clue in dateline).strip())) or None,
        outlet=entry.outlet,
        origin=origin,
        origin_confidence=trust,
        distributor=distributor,
        evidence=tuple(dict.fromkeys(clue.line.strip() for clue in clues if clue.line.strip()))[:MOST_EVIDENCE],
    )
    return credit, body


def _read_lines(body: str, agencies: Agencies) -> tuple[list[str], list[Clue]]:
    """Take the credit lines out."""
    lines = _joined(body.split("\n")) if "(" in body else body.split("\n")
    places = [i for i, line in enumerate(lines) if line.strip()]
    head, foot = set(places[:HEAD]), {*places[-TAIL:], *_behind_text(lines, places)}
    at_head, at_tail, anywhere = _useful(body)
    kept: list[str] = []
    clues: list[Clue] = []
    before, begun = "", False
    for i, line in enumerate(lines):
        readers = (at_head if i in head else ()) + (at_tail if i in foot else ()) + anywhere
        clue = _first(readers, line, agencies) if line and readers else None
        if clue is not None and clue.is_name and begun and not _ends(before):
            clue = None  # in a list of names it is one of them
        if clue is not None:
            clues.append(clue)
        kept.append(line if clue is None else clue.rest)
        before = (before if clue or not line.strip() else line).strip()
        begun = begun or _is_paragraph(line)
    return kept, clues


def _is_paragraph(line: str) -> bool:
    return len(line) >= PARAGRAPH or (not line.isascii() and len(line.encode()) >= PARAGRAPH)


def _useful(body: str) -> tuple[tuple[Reader, ...], ...]:
    """Give the readers at the head, at the tail and anywhere that may find something in a text."""
    low = caseless(body)
    idle = frozenset([read for read, signs in SIGNS.items() if not has_any(low, signs)])
    return _without(idle)


@cache
def _without(idle: frozenset[Reader]) -> tuple[tuple[Reader, ...], ...]:
    return tuple(tuple(read for read in readers if read not in idle) for readers in (AT_HEAD, AT_TAIL, ANYWHERE))


def _behind_text(lines: Sequence[str], places: Sequence[int]) -> set[int]:
    """Give the last lines that a page shows behind its text: credits stand above its newsletters and lists."""
    last = places[-FOOT:]
    paragraph = next((at for at, i in reversed(list(enumerate(last))) if _is_paragraph(lines[i])), 0)
    return set(last[paragraph:])


def _ends(line: str) -> bool:
    return not line or re.search(r"[.!?。…][\"'”’»)\]]*$", line) is not None


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


def _first(readers: Sequence[Reader], line: str, agencies: Agencies) -> Clue | None:
    if len(line) > LONGEST:
        readers = [read for read in readers if read in OF_LONG_LINES]
    return next((clue for read in readers if (clue := read(line, agencies))), None)


def _of_byline(entry: Entry, agencies: Agencies) -> Iterator[Clue]:
    if entry.byline:
        byline = read_byline(entry.byline, agencies)
        trust = BYLINE_TRUST if byline.persons else BARE_BYLINE_TRUST
        yield Clue(line=entry.byline, trust=trust, agency=byline.agency, persons=byline.persons)


def _of_title(entry: Entry, agencies: Agencies) -> Iterator[Clue]:
    """Read "…（ロイター）" and "…（ロイター） - Yahoo!ニュース": East Asian headlines end with the agency."""
    found = TITLE_CREDIT.search(entry.title)
    agency = agencies.named(found["agency"]) if found else None
    if found and agency:
        yield Clue(line=found["agency"], trust=SIGN_OFF_TRUST, agency=agency)


def _of_dateline(lines: Sequence[str], agencies: Agencies) -> Iterator[Clue]:
    """Read the first dateline that names an agency; a photograph's caption may stand before it."""
    for line in [line for line in lines if line.strip()][:HEAD]:
        dateline = read_dateline(line, agencies)
        if dateline and dateline.agency:
            persons = read_byline(dateline.byline, agencies).persons
            yield Clue(line=line[: dateline.end], trust=NOTE_TRUST, agency=dateline.agency, persons=persons)
            return


def _of_original(entry: Entry, agencies: Agencies) -> Iterator[Clue]:
    """Take what the document's data names as the original for a hint; only an agency's address or name is enough."""
    if entry.original_link:
        agency = agencies.at(host_of(entry.original_link))
        yield Clue(line=entry.original_link, trust=ORIGINAL_TRUST, agency=agency)
    if entry.original_outlet:
        agency = agencies.named(entry.original_outlet) or agencies.at(entry.original_outlet)
        trust, holder = (ORIGINAL_TRUST, None) if agency else (HINT_TRUST, entry.original_outlet)
        yield Clue(line=entry.original_outlet, trust=trust, agency=agency, holder=holder, stated=True)


def _of_site(entry: Entry, agencies: Agencies) -> Iterator[Clue]:
    """Take an agency's own page, or a page it is named as the outlet of, for its own text."""
    host = host_of(entry.link or "")
    outlet = entry.outlet or ""
    for line, agency in (
        (host, agencies.at(host)),
        (outlet, agencies.named(outlet)),
        (outlet, agencies.at(outlet)),
    ):
        if agency:
            yield Clue(line=line, trust=SITE_TRUST, agency=agency)


def _authors(clues: Sequence[Clue], place: str) -> Iterator[str]:
    """Give the persons of the first byline that names any, else of the sign-off; the dateline's place is none."""
    persons = next((clue.persons for clue in sorted(clues, key=lambda clue: -clue.trust) if clue.persons), ())
    return (person for person in persons if not place.casefold().startswith(person.casefold()))


def _distributor(clues: Sequence[Clue]) -> str | None:
    named = next((clue.distributor for clue in clues if clue.distributor), None)
    passing = (clue.agency.name for clue in clues if clue.agency and not clue.agency.writes)
    return named or next(passing, None)


def _origin(clues: Sequence[Clue], distributor: str | None, entry: Entry) -> tuple[str | None, float]:
    """Give the best trusted writer and the trust in it, None and 0 where that is not enough.

    A holder that no table knows counts where a distributor or the byline agrees.
    """
    claims = [(clue.trust, clue.agency.name) for clue in clues if clue.agency and clue.agency.writes]
    byline = (entry.byline or "").casefold()
    agreed = (clue for clue in clues if clue.stated or distributor or (clue.holder or "").casefold() in byline)
    claims += [(clue.trust, clue.holder) for clue in agreed if clue.holder]
    trust, name = max(claims, key=lambda claim: claim[0], default=(0.0, None))
    return (name, trust) if trust >= ENOUGH else (None, 0.0)
