"""Bylines: which persons wrote a text, and for whom."""

import re
from dataclasses import dataclass
from functools import lru_cache

from watcher.stories.agencies import BUILT_IN, Agencies, Agency

LONGEST = 300
"""Characters; what is longer is no byline."""
LEADING = re.compile(
    r"^\W*(?:(?:written|reported|story|text|words|posted)\s+)?(?:by|von|par|por|di|door|od|автор)\b[:\s]+",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"\s*(?:[,|·•–—-]\s*)?\b(?:on|published|updated|posted)\b:?\s*(?:\w+\s\d{1,2},?\s\d{4})?\s*$", re.IGNORECASE
)
DATE = re.compile(
    r",?\s+(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d.*$"
)
BRACKETS = re.compile(r"\(([^()]+)\)")
EMAIL = re.compile(r"<?\bmailto:|<?[\w.+-]+@[\w-]+\.[\w.-]+>?")
PLACE = re.compile(r"\s(?:in|à|aus|desde)\s[A-ZÀ-ÞĀ-Ž][\w.'’-]*(?:\s[A-ZÀ-ÞĀ-Ž][\w.'’-]*)*(?=$|\s*[,;|]|\sand\s)")
BETWEEN = re.compile(r"\s*(?:[,;|/•·、，]|\s(?:and|And|AND|und|et|y|e|en|og|och|i|и|та|with|for|of|at|&|–|—|-)\s)\s*")
ROLE = re.compile(
    r"\b(?:staff|writers?|editors?|reporters?|correspondents?|columnists?|contributors?|bureau|desk|team|newsroom|agency|agencies"
    r"|press|news|media|service|network|magazine|times|post|herald|tribune|gazette|journal|wire|online|redaktion|opinion"
    r"|inc|llc|ltd|corp|company|plc|university|institute|pr)\b",
    re.IGNORECASE,
)
NAME_WORD = re.compile(r"(?:[^\W\d_][\w.'’-]*|(?:al|el|bin|ibn)-\w+)$")
PARTICLES = re.compile(
    r"(?:d[aeiou]|dos|das|des|dell?a?|la|le|van|von|der|den|ter|ten|bin|binti|ibn|al|el|y|e|san|st|jr|sr)\.?",
    re.IGNORECASE,
)
HAN_NAME = re.compile(r"^(?:[一-鿿]{2,4}|[가-힣]{2,4}|[一-鿿]{1,3}\s[一-鿿぀-ゟ]{1,3})$")
NAME_WORDS = range(2, 6)
"""Words in a person's name as bylines write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who a byline names."""

    persons: tuple[str, ...] = ()
    agency: Agency | None = None


@lru_cache(maxsize=4_096)
def read_byline(text: str, agencies: Agencies = BUILT_IN) -> Byline:
    """Read a byline as written: "By ANA REYES and Ben Koval, Associated Press", "Ana Reyes, Bloomberg News on"."""
    if len(text) > LONGEST:
        return Byline()
    bare = EMAIL.sub(" ", text) if "@" in text or "mailto:" in text else text
    bare = BRACKETS.sub(r", \1, ", bare) if "(" in bare else bare
    bare = PLACE.sub("", TRAILING.sub("", LEADING.sub("", DATE.sub("", bare.strip()))))
    if whole := agencies.named(bare):
        return Byline(agency=whole)
    parts = [part.strip(" .,;:-–—") for part in BETWEEN.split(bare)]
    named = [agencies.named(part) for part in parts]
    persons = [_spelt(part) for part, agency in zip(parts, named, strict=True) if agency is None and is_person(part)]
    return Byline(persons=tuple(dict.fromkeys(persons)), agency=next(filter(None, named), None))


def is_person(name: str) -> bool:
    """Tell whether this looks like one person's name: two to five words, all begun with a capital, no trade in it."""
    if HAN_NAME.match(name):
        return True
    words = name.split()
    if len(words) not in NAME_WORDS or ROLE.search(name):
        return False
    proper = [word for word in words if not PARTICLES.fullmatch(word)]
    return len(proper) > 1 and all(NAME_WORD.match(word) and word[0].isupper() for word in proper)


def _spelt(name: str) -> str:
    """Give a name that stands all in capitals as names are written."""
    return name.title().replace("’S", "’s") if name.isupper() else " ".join(name.split())
