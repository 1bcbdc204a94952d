"""Headlines as copies change them: outlet suffixes, version marks, numbers, and how far two of them agree."""

import re
from functools import lru_cache

from watcher.model import Label
from watcher.text import folded_words

CORRECTED = re.compile(
    r"""\s*(?:
        \(? (?: correct(?:ed|ion|s) | refiled? | clarification ) \)? \s* (?: \d+ )? \s* [:\-–—(] # "CORRECTED-"
      | \W* \( \s* (?: corrects | corrected | correcting | refiles | clarifies ) \b            # "(Corrects spelling …)"
      | \W* \(? this \s (?: \w+\s){0,4} (?: story | article | report | version ) \s
            (?: has \s been | was | is ) \s (?: \w+ \s)? correct(?:ed|s) \b          # "This story has been corrected"
      | eds? \s* [.:]\s* (?: corrects | correction )
    )""",
    re.IGNORECASE | re.VERBOSE,
)
UPDATED = re.compile(
    r"""\s*(?:
        (?: update | wrapup | wrap-up | updated ) \s* \d* \s* [:\-–—]                          # "UPDATE 2-"
      | \d (?:st|nd|rd|th) \s+ ld \s* - \s* writethru                                           # "1st Ld-Writethru"
      | \W* \( \s* (?: adds | updates | updated | recasts | updating ) \b                    # "(Adds details, quotes)"
      | eds? \s* [.:]\s* (?: updates | adds )
    )""",
    re.IGNORECASE | re.VERBOSE,
)
REPEATED = re.compile(r"\s*(?:rpt|repeat)\s*\d*\s*[:\-–—]", re.IGNORECASE)
WRITETHRU = re.compile(r",?\s*\d(?:st|nd|rd|th)\s+ld\s*-?\s*writethru\b.*$", re.IGNORECASE)
SUFFIX = re.compile(r"\s+[-–—|]\s+(?P<outlet>[^-–—|]{2,40})$")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MARKED = 300
"""Characters at the beginning in which a version mark stands."""
TELLING = 4
OUTLET_WORDS = 4
HEADLINE_WORDS = 4


def version_mark(title: str, body: str) -> Label | None:
    """Give CORRECTION or UPDATE where the text itself says so at its beginning, else None."""
    beginnings = (title[:MARKED], body.lstrip()[:MARKED])
    if any(CORRECTED.match(text) for text in beginnings):
        return Label.CORRECTION
    if WRITETHRU.search(title[:MARKED]) or any(UPDATED.match(text) for text in beginnings):
        return Label.UPDATE
    return None


@lru_cache(maxsize=4_096)
def headline(title: str) -> tuple[str, ...]:
    """Give the folded words of a title without version marks ("UPDATE 2-") and without the outlet's name at its end."""
    for mark in (CORRECTED, UPDATED, REPEATED):
        if found := mark.match(title):
            title = title[found.end() :] or title
    title = WRITETHRU.sub("", title)
    suffix = SUFFIX.search(title)
    whole = folded_words(title)
    if suffix is None:
        return whole
    head = folded_words(title[: suffix.start()])
    return head if len(head) >= HEADLINE_WORDS and len(whole) - len(head) <= OUTLET_WORDS else whole


def agreement(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Give the share (0 to 1) of the shorter headline's words that stand in the other; 0 where one is empty."""
    a, b = set(one), set(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def related(one: str, other: str) -> bool:
    """Tell whether two titles share a word of at least four letters."""
    a, b = ({word for word in headline(title) if len(word) >= TELLING} for title in (one, other))
    return bool(a & b)


def numbers_differ(one: str, other: str) -> bool:
    """Tell whether each title holds a number that the other lacks; version marks ("UPDATE 2-") do not count."""
    a, b = (set(NUMBER.findall(" ".join(headline(title)))) for title in (one, other))
    return bool(a - b) and bool(b - a)
