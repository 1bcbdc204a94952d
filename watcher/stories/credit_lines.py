"""Lines that say who wrote a text or passed it on, one reader each: copyright, sign-off, byline, agency, syndication.

A reader takes one line and gives what it says, or None. Only forms that credits have are read, and only where credits
stand: "told Reuters" inside a sentence is no credit.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from watcher.stories.agencies import Agencies, Agency
from watcher.stories.bylines import is_person, read_byline

LONGEST = 400
"""Characters; what is longer is text."""
LONGEST_BYLINE = 120
"""Characters of a byline that stands in the text; it is no sentence either."""
LONGEST_END = 1_500
"""Characters at the end of a paragraph in which a sign-off stands."""
LONGEST_HOLDER = 7
"""Words; "Copyright law needs reform, the council said in 2024" is news."""
LONGEST_STAMP = 160
"""Characters of a line of name, place, date and section."""
HOLDER_TRUST = 0.97
NOTE_TRUST = 0.90
BYLINE_TRUST = 0.85
SIGN_OFF_TRUST = 0.80
BARE_BYLINE_TRUST = 0.75
"""Of a byline without persons: pages fill it in by themselves."""
WEAK_TRUST = 0.40

YEAR = r"(?:19|20)\d\d(?:\s*[-–,]\s*(?:19|20)?\d\d)?"
SIGN = r"(?:©|\(c\)|\bcopyright\b)"
COPYRIGHT = re.compile(
    rf"^.{{0,30}}?{SIGN}(?:[\s,:]|{SIGN})*(?:by\s)?(?P<year>{YEAR})?[\s,]*(?:by\s)?(?P<holder>.*)$", re.IGNORECASE
)
HOLDER_END = re.compile(
    r"[.;|]\s+(?=[A-Z])|\s+[|•·-]\s+|,?\s*(?:\b(?:visit|all\srights|distributed\sby|click\sfor|published)\b|(?:19|20)\d\d)",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"\b(?:all rights reserved|riproduzione riservata|tous droits réservés|alle rechte vorbehalten)\b"
    r"|\bderechos reservados\b"
    r"|\b(?:material|content|article|story|text)\b.{0,60}\bmay not be (?:published|reproduced|redistributed)\b",
    re.IGNORECASE,
)
DISTRIBUTED = re.compile(r"\bdistributed by:?\s+(?P<name>[^.\n]{2,60}?)\.?\s*(?:$|\.\s|all rights)", re.IGNORECASE)
LEGAL_FORM = re.compile(
    r"[,\s]+(?:L\.?L\.?C|L\.?P|Inc|Ltd|Limited|GmbH|AG|plc|Corp|Co|Company|S\.?A|S\.?p\.?A|B\.?V|Pty)\.?$",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^\W{0,2}(?:(?i:additional|further|with)\s+)?(?i:reporting|report|writing|written|compiled|edited|editing|translation"
    r"|translated|graphics?|production)\s+(?:(?i:and)\s+\w+\s+)?(?i:by)\s+(?P<who>[A-ZÀ-Þ].*)$",
    re.DOTALL,
)
SIGN_OFF_AT_END = re.compile(
    r"\s*\((?=[^()]*\b(?:reporting|writing|editing|edited|compiled|written)\s(?:and\s\w+\s)?by\s)[^()]*\)\s*$",
    re.IGNORECASE,
)
COPYRIGHT_AT_END = re.compile(rf"\s*(?:©|\(c\)|\bcopyright\s)\s*{YEAR}\s[^.]{{2,60}}(?:\.[A-Z])*\.?$", re.IGNORECASE)
AGENCY_AT_END = re.compile(
    r"(?:\s*[(\[](?P<inside>[^()\[\]]{2,30})[)\]]|(?<=[.!?”\"’])\s*[-–—/]+\s?(?P<after>[^\s.][^.!?]{1,30})"
    r"|(?<=[.!?”\"’])\s+(?P<capitals>[A-Z]{2,12})(?:\s[A-Z]{2,4}){0,3})\s*$"
)
CONTRIBUTED = re.compile(
    r"^(?:.{0,200}\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b"
    r"|[A-Z][^.!?]{3,80} contributed from [A-Z][^.!?]{2,40}\.?$)"
)
SOURCE = re.compile(
    r"^\W*(?:sources?|quellen?|fuentes?|fontes?|via|bron|kilde|källa|źródło|zdroj|izvor|sursa|джерело|источник|kaynak"
    r"|المصدر|来源|來源|稿源|出典|출처)\s*[:：]\s*(?P<name>.{2,60}?)(?:/[a-z]{1,4}(?:\([a-z]{1,4}\))?)?\W*$",
    re.IGNORECASE,
)
MORE_ON = re.compile(r"^\W*more stories like this are available (?:on|at) (?P<host>[\w.-]+\w).*$", re.IGNORECASE)
THIS_TEXT = r"this (?:article|story|report|piece|column|text|interview|essay)\b"
FIRST_ON = re.compile(
    rf"^\W*(?:{THIS_TEXT}.{{0,40}}?\s)?(?:originally|first) (?:published|appeared) (?P<how>by|on|in|at)"
    r" (?P<name>[^.,:]{2,50}?(?P<site>\.(?:com|org|net))?)(?:[.,:]|\son\s|$).*$",
    re.IGNORECASE,
)
REPORT_BY = re.compile(
    r"^\W*this (?:report|story|article) (?:by|from) (?P<name>[A-Z][^.,:]{2,50}?)"
    r" was (?:originally |first )?published\b.*$",
    re.IGNORECASE,
)
FIRST_ON_AT_END = re.compile(
    rf"\s*(?-i:(?=T)){THIS_TEXT}.{{0,40}}?\s(?:originally|first) (?:published|appeared)\s.{{2,250}}$", re.IGNORECASE
)
PICTURE = re.compile(
    r"\b(?:photos?|photographs?|pictures?|images?|videos?|getty|shutterstock|illustration)\b", re.IGNORECASE
)
INITIALS = re.compile(r"\W{0,2}(?:(?P<before>[a-z]{2,4})/)?(?P<name>[\w-]{2,12})(?:/(?P<behind>[a-z]{2,4}))?\W{0,2}")
READ_TIME = r"\d{1,3}[ -]min(?:ute)?s?\sread\b"
DATE_STAMP = r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s\d{4}|\d{1,2}\.?\s[A-Z][a-z]{2,8}\.?,?\s\d{4})\b"
STAMP = re.compile(rf"^\s*(?P<who>[^|·•]{{2,60}}?)\s*(?P<sign>[|·•]\s*(?={READ_TIME}|{DATE_STAMP})|(?={READ_TIME}))")
PLACE_AND_TIME = re.compile(r"(?:[A-ZÀ-Þ][\w.'’/-]*,?|\d{1,4},?|at)$")
BY = re.compile(r"by\b", re.IGNORECASE)
AUTOMATIC = re.compile(
    r"\b(?:generated|published|taken|sourced|obtained) from (?:the |an? )?(?P<name>[A-Z][\w&.’' -]{1,40}?)"
    r"(?: news| wire)? (?:service|feed|wire)\b"
)
FEED_NOTE = re.compile(
    r"^.{0,160}\b(?:not(?: been)? (?:created|edited|produced)\b.{0,80}\b(?:staff|team)|syndicated (?:news )?feed"
    r"|(?:auto|automated|generated) .{0,40}\b(?:agency|news) feed)\b",
    re.IGNORECASE,
)

COPYRIGHT_SIGNS = ("©", "(c)", "copyright")
FIRST_SIGNS = ("published", "appeared")
MORE_SIGN = "more stories like"
CONTRIBUTED_SIGN = "contributed"
FEED_SIGNS = (" feed", "syndicated", "not created", "not edited", "not produced", "not been")
RIGHTS_SIGNS = ("reserved", "riservata", "réservés", "vorbehalten", "reservados", "may not be")
STOPS = (".", "!", "?")
"""No agency's name ends a line that ends so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What one line says."""

    line: str  # as written
    trust: float = 0.0  # 0 to 1, that `agency` or `holder` wrote the text
    agency: Agency | None = None
    holder: str | None = None  # copyright holder or first publisher that no table knows
    stated: bool = False  # the line is about who published it first: `holder` needs no second witness
    is_name: bool = False  # the line is nothing but the agency's name
    distributor: str | None = None
    persons: tuple[str, ...] = ()
    rest: str = ""  # what remains of the line as text


Reader = Callable[[str, Agencies], Clue | None]


def read_copyright(line: str, agencies: Agencies) -> Clue | None:
    """Read "©2026 Bloomberg L.P. All rights reserved. Distributed by Tribune Content Agency, LLC."."""
    found = COPYRIGHT.match(line)
    if found is None:
        return None
    holder = _without_form(HOLDER_END.split(found["holder"], maxsplit=1)[0])
    agency = agencies.holding(holder)
    if agency is None and not (_is_name(holder) and (re.search(YEAR, line) or RIGHTS.search(line))):
        return None
    passed = DISTRIBUTED.search(line)
    return Clue(
        line=line,
        trust=HOLDER_TRUST,
        agency=agency,
        holder=None if agency or not holder else holder,
        distributor=_distributor(passed["name"], agencies) if passed else None,
    )


def read_distributor(line: str, agencies: Agencies) -> Clue | None:
    """Read "Distributed by Tribune Content Agency, LLC." where it is all that the line says."""
    found = DISTRIBUTED.match(line.lstrip(" \t(—–-"))
    return (
        Clue(line=line, distributor=_distributor(found["name"], agencies))
        if found and _is_name(found["name"])
        else None
    )


def read_sign_off(line: str, agencies: Agencies) -> Clue | None:
    """Read "(Reporting by Ana Reyes in Kyiv; Editing by Ben Koval)"."""
    found = SIGN_OFF.match(line)
    if found is None:
        return None
    who = found["who"].strip(" ().")
    agency = read_byline(re.split(r"[;.]", who)[0], agencies).agency or agencies.named(who.rpartition(",")[2])
    return Clue(line=line, trust=SIGN_OFF_TRUST, agency=agency, persons=_reporters(found[0]))


def read_byline_line(line: str, agencies: Agencies) -> Clue | None:
    """Read "By ANA REYES, Associated Press" or "Ana Reyes, Bloomberg News on"; names alone are no byline."""
    bare = line.strip()
    if len(bare) > LONGEST_BYLINE or bare.endswith((".", "!", "?", ":")) or PICTURE.search(bare):
        return None
    byline = read_byline(bare, agencies)
    begins = BY.match(bare)
    if not (byline.persons and byline.agency) and not (begins and (byline.persons or byline.agency)):
        return None
    return Clue(line=line, trust=BYLINE_TRUST, agency=byline.agency, persons=byline.persons)


def read_agency_line(line: str, agencies: Agencies) -> Clue | None:
    """Read a line that is nothing but an agency's name, also after "Source:" or with initials: "kov/dpa"."""
    source = SOURCE.match(line) if ":" in line or "：" in line else None
    agency = agencies.named(source["name"] if source else line) or _agency_with_initials(line, agencies)
    return Clue(line=line, trust=BYLINE_TRUST, agency=agency, is_name=source is None) if agency else None


def _agency_with_initials(line: str, agencies: Agencies) -> Agency | None:
    """Read "kov/dpa"; "dpa/AFP" names two and so none."""
    found = INITIALS.fullmatch(line) if "/" in line else None
    beside = found and (found["before"] or found["behind"] or "")
    return agencies.named(found["name"]) if found and beside and not agencies.named(beside) else None


def read_stamp(line: str, agencies: Agencies) -> Clue | None:
    """Read "Reuters SAN FRANCISCO 3 min read Last updated: …" and "Ana Reyes | August 16, 2026 | 10:36 am Markets"."""
    found = STAMP.match(line) if len(line) <= LONGEST_STAMP else None
    if found is None:
        return None
    agency = _agency_before_place(found["who"], agencies)
    persons = read_byline(found["who"], agencies).persons if found["sign"] else ()
    return Clue(line=line, trust=BYLINE_TRUST, agency=agency, persons=persons) if agency or persons else None


def _agency_before_place(text: str, agencies: Agencies) -> Agency | None:
    words = text.split()
    begins = range(len(words), 0, -1)
    end = next((end for end in begins if agencies.named(" ".join(words[:end]))), 0)
    return agencies.named(" ".join(words[:end])) if end and all(map(PLACE_AND_TIME.match, words[end:])) else None


def read_note(line: str, agencies: Agencies) -> Clue | None:
    """Read notes of syndication; "contributed to this report" is weak and says nothing of the origin."""
    low = caseless(line)
    if MORE_SIGN in low and (found := MORE_ON.match(line)):
        return Clue(line=line, trust=NOTE_TRUST, agency=agencies.at(found["host"]))
    if has_any(low, FIRST_SIGNS):
        if found := FIRST_ON.match(line):
            return _read_first_on(line, found, agencies)
        if (found := REPORT_BY.match(line)) and (agency := agencies.named(found["name"])):
            return Clue(line=line, trust=NOTE_TRUST, agency=agency)
    if CONTRIBUTED_SIGN in low and CONTRIBUTED.match(line):
        return Clue(line=line, trust=WEAK_TRUST)
    is_of_feed = has_any(low, FEED_SIGNS) and FEED_NOTE.match(line)
    return Clue(line=line) if is_of_feed or (has_any(low, RIGHTS_SIGNS) and RIGHTS.search(line)) else None


def read_automatic(line: str, agencies: Agencies) -> Clue | None:
    """Read "This report is auto generated from the Reuters news service"; the agency's name must be known."""
    found = AUTOMATIC.search(line) if " from " in line else None
    agency = agencies.named(found["name"]) if found else None
    return Clue(line=line, trust=NOTE_TRUST, agency=agency) if agency else None


def _read_first_on(line: str, found: re.Match[str], agencies: Agencies) -> Clue:
    """Read "originally published by Harbour Gazette on Aug 18"; whom no table knows must be named as a publisher is."""
    name, site = found["name"], found["site"]
    agency = agencies.named(name) or (agencies.at(name) if site else None)
    is_named = site or (found["how"].lower() == "by" and name[0].isupper() and _is_name(name))
    return Clue(
        line=line, trust=NOTE_TRUST, agency=agency, holder=name if is_named and not agency else None, stated=True
    )


AT_END = (
    (SIGN_OFF_AT_END, read_sign_off, ("(",)),
    (COPYRIGHT_AT_END, read_copyright, COPYRIGHT_SIGNS),
    (FIRST_ON_AT_END, read_note, FIRST_SIGNS),
)


def read_end(line: str, agencies: Agencies) -> Clue | None:
    """Read a credit at the end of a line of text: "… he said. (Reporting by Ana Reyes)"."""
    cut = max(0, len(line) - LONGEST_END)
    text = line[cut:]
    low = caseless(text)
    for pattern, read, signs in AT_END:
        found = pattern.search(text) if has_any(low, signs) else None
        clue = read(found[0].strip(), agencies) if found else None
        if found and clue:
            return replace(clue, rest=line[: cut + found.start()])
    return None


def read_agency_at_end(line: str, agencies: Agencies) -> Clue | None:
    """Read an agency's name at the end of a line of text: "… he said. (AFP)"."""
    cut = max(0, len(line) - LONGEST_END)
    found = AGENCY_AT_END.search(line[cut:]) if not line.rstrip().endswith(STOPS) else None
    agency = agencies.named(found["inside"] or found["after"] or found["capitals"]) if found else None
    if found and agency:
        return Clue(line=found[0].strip(), trust=SIGN_OFF_TRUST, agency=agency, rest=line[: cut + found.start()])
    return None


SIGNS: Mapping[Reader, tuple[str, ...]] = {
    read_copyright: COPYRIGHT_SIGNS,
    read_distributor: ("distributed by",),
    read_note: (MORE_SIGN, *FIRST_SIGNS, CONTRIBUTED_SIGN, *FEED_SIGNS, *RIGHTS_SIGNS),
    read_end: ("(", *COPYRIGHT_SIGNS, *FIRST_SIGNS),
    read_stamp: ("|", "·", "•", "min"),
    read_automatic: (" from ",),
}
"""What a text has, as `caseless` gives it, wherever a reader finds anything; most have nothing for most readers."""


def caseless(text: str) -> str:
    """Give a text in small letters, with those that a pattern without case takes for an "i" or "s" as such."""
    low = text.lower()
    return low if low.isascii() else low.replace("i\u0307", "i").replace("\u0131", "i").replace("\u017f", "s")


def has_any(low: str, signs: Iterable[str]) -> bool:
    """Tell whether one of some signs stands in a text that `caseless` gave."""
    return any(map(low.__contains__, signs))


def _distributor(name: str, agencies: Agencies) -> str:
    known = agencies.holding(name)
    return known.name if known else _without_form(name)


def _is_name(holder: str) -> bool:
    """Tell a company from a sentence; a line that only reserves rights names nobody."""
    return not holder or (len(holder.split()) <= LONGEST_HOLDER and not holder.removeprefix("the ")[0].islower())


def _without_form(name: str) -> str:
    """Give a company's name without its legal form: "Harbour Gazette, LLC." is "Harbour Gazette"."""
    bare = name.strip(" \t.,;:|()")
    while (shorter := LEGAL_FORM.sub("", bare).strip(" \t.,")) != bare:
        bare = shorter
    return bare


def _reporters(sign_off: str) -> tuple[str, ...]:
    """Give the persons of the first part of a sign-off where it is about reporting or writing."""
    first = sign_off.strip(" ()").split(";")[0]
    if not re.match(r"(?:reporting|report|written|writing)\b", first, re.IGNORECASE):
        return ()
    names = re.sub(r"^.*?\bby\s", "", first, flags=re.IGNORECASE)
    parts = re.split(r",|\sand\s", re.sub(r"\sin\s[A-ZÀ-Þ][\w-]*(?:\s[A-ZÀ-Þ][\w-]*)*", "", names))
    return tuple(part.strip(" .") for part in parts if is_person(part.strip(" .")))
