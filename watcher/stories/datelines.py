"""Datelines: "KYIV, Jan 3 (Reuters) - " at the beginning of a text, with or without an agency."""

import re
from dataclasses import dataclass

from watcher.lazy import late
from watcher.stories.agencies import BUILT_IN, Agencies, Agency, AgencyKind

PLACE = r"[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ\u0600-\u06ff0-9][\w\s.,'’/&-]{0,70}?"
AGENCY = (
    r"(?:\(\s*(?P<round>[^()]{2,40}?)\s*\)|\[\s*(?P<square>[^\[\]]{2,40}?)\s*\]|/\s*(?P<slashed>[^/()]{2,40}?)\s*/)"
)
DASH = r"\s*(?:--|[-–—:])\s*"
WITH_AGENCY = late(rf"\s*(?:(?P<place>{PLACE})[\s,.:–—-]*)?{AGENCY}(?P<dash>{DASH})?")
PLACE_ONLY = late(
    r"\s*(?P<place>[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž .'’/-]{2,40}(?:,\s\w{3,9}\.?\s\d{1,2})?)\s?(?:--|[-–—:])\s+(?=\S)"
)
UNKNOWN = late(
    r"\s*[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž .'’/-]{2,40}(?P<date>,\s\w{3,9}\.?\s\d{1,2})?\s?"
    rf"\((?P<agency>(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\))[A-Z][\w&.’'-]*(?:\s[A-Z][\w&.’'-]*){{0,3}})\){DASH}(?=\S)"
)
PRESS = late(
    r"\b(?:news|newswire|wire|agency|agencia|agence|agentur|times|post|herald|tribune|gazette|journal|telegraph)\b|press",
    re.IGNORECASE,
)
FULL_WIDTH = late(r"\s*(?:［|（|\[|【)(?P<inside>[^］）\]】]{2,42})(?:］|）|\]|】)[\s：:-]*")
WIRED = late(
    r"\s*(?P<inside>[^\s\d，。]{2,20})\s?\d{1,2}月\d{1,2}日(?:电|電|讯|訊)\s*(?:[（(][^）)]{2,30}[）)])?[\s：:]*"
)
BY = late(
    r"\s*By\s(?P<names>[^()\n]{4,80}?),?\s"
    r"(?=(?:[A-ZÀ-Þ]{3}[A-ZÀ-Þ/ ]*,\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}\s*\()"
)
MOST_PLACE_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline at the beginning of a text."""

    end: int  # offset in characters behind it and its dash
    agency: Agency | None
    byline: str = ""  # names before it: "By Ana Reyes and Ben Koval KYIV, Jan 3 (Reuters) - "


def read_dateline(text: str, agencies: Agencies = BUILT_IN) -> Dateline | None:
    """Find the dateline with which `text` begins.

    The brackets hold the name of an agency we know, in East Asia perhaps behind the place; or, where the place before
    them stands in capitals and a dash follows, a name that says what it is ("Norvania Press") or stands behind a date.
    "AI (Artificial Intelligence) - " is none. Without brackets the place stands in capitals before a dash.
    """
    found = WITH_AGENCY.match(text) if "(" in text or "[" in text or "/" in text else None
    agency = agencies.named(_agency(found)) if found else None
    if found and agency and _stands_behind_place(found):
        by = BY.match(found[0])
        return Dateline(end=found.end(), agency=agency, byline=by["names"] if by else "")
    return _east_asian(text, agencies) or _of_nobody_known(text)


def _east_asian(text: str, agencies: Agencies) -> Dateline | None:
    """Read "[東京 3日 ロイター] - ", "【ロンドン共同】" and "新华社北京1月3日电"."""
    found = FULL_WIDTH.match(text)
    if found and not found["inside"].isascii():  # "[Photo by AP]" is none
        endings = (found["inside"][at:].strip() for at in range(len(found["inside"]) - 1))
        agency = next(filter(None, map(agencies.named, endings)), None)
        return Dateline(end=found.end(), agency=agency) if agency else None
    found = WIRED.match(text) if "日" in text else None
    if found:
        beginnings = (found["inside"][:end] for end in range(len(found["inside"]), 1, -1))
        agency = next(filter(None, map(agencies.named, beginnings)), None)
        return Dateline(end=found.end(), agency=agency) if agency else None
    return None


def _of_nobody_known(text: str) -> Dateline | None:
    found = UNKNOWN.match(text) if "(" in text else None
    if found and (found["date"] or PRESS.search(found["agency"])):
        return Dateline(end=found.end(), agency=Agency(name=found["agency"], kind=AgencyKind.AGENCY))
    bare = PLACE_ONLY.match(text)
    return Dateline(end=bare.end(), agency=None) if bare else None


def _stands_behind_place(found: re.Match[str]) -> bool:
    """Tell "PARIS, Jan 3 (AFP)" from "the Unified Postal Index (UPI)": without a dash all words are proper ones."""
    words = re.findall(r"[\w.'’-]+", found["place"] or "")
    if not words or _abbreviates(_agency(found), words):
        return bool(found["dash"]) and not words
    if found["dash"]:
        return _is_proper(words[-1]) or (len(words) > 1 and words[-2].isdigit())  # "18 août"
    return len(words) <= MOST_PLACE_WORDS and all(word[0].isupper() or word[0].isdigit() for word in words)


def _is_proper(word: str) -> bool:
    return not word[0].islower()


def _abbreviates(name: str, words: list[str]) -> bool:
    """Tell whether `name` is made of the first letters of the words before it."""
    letters = "".join(re.findall(r"\w", name)).casefold()
    return len(words) >= len(letters) and "".join(word[0] for word in words[-len(letters) :]).casefold() == letters


def _agency(found: re.Match[str]) -> str:
    return next(text for name, text in found.groupdict().items() if text and name not in {"place", "dash"})
