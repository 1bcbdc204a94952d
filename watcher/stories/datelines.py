"""Datelines: "KYIV, Jan 3 (Reuters) - " at the beginning of a text, with or without an agency."""

import re
from dataclasses import dataclass

from watcher.stories.agencies import Agency, AgencyKind, agency_named

PLACE = r"[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ0-9][\w\s.,'’/&-]{0,70}?"
AGENCY = (
    r"(?:\(\s*(?P<round>[^()]{2,40}?)\s*\)|\[\s*(?P<square>[^\[\]]{2,40}?)\s*\]|/\s*(?P<slashed>[^/()]{2,40}?)\s*/)"
)
DASH = r"\s*(?:--|[-–—:])\s*"
WITH_AGENCY = re.compile(rf"\s*(?:(?P<place>{PLACE})[\s,.:–—-]*)?{AGENCY}(?P<dash>{DASH})?")
PLACE_ONLY = re.compile(
    r"\s*(?P<place>[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž .'’/-]{2,40}(?:,\s\w{3,9}\.?\s\d{1,2})?)\s?(?:--|[-–—:])\s+(?=\S)"
)
UNKNOWN = re.compile(
    r"\s*[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž .'’/-]{2,40}(?:,\s\w{3,9}\.?\s\d{1,2})?\s?"
    rf"\((?P<agency>(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\))[A-Z][\w&.’'-]*(?:\s[A-Z][\w&.’'-]*){{0,3}})\){DASH}(?=\S)"
)
FULL_WIDTH = re.compile(
    r"\s*(?:［|（|\[|【)(?P<place>[^］）\]】]{0,30}?)(?P<agency>[^\s］）\]】]{2,12})(?:］|）|\]|】)[\s：:-]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline at the beginning of a text."""

    end: int  # offset in characters behind it and its dash
    agency: Agency | None


def read_dateline(text: str) -> Dateline | None:
    """Find the dateline with which `text` begins.

    The brackets hold the name of an agency we know, or any name where the place before them stands in capitals and a
    dash follows; without brackets the place stands in capitals before a dash.
    """
    for pattern in (WITH_AGENCY, FULL_WIDTH):
        found = pattern.match(text)
        agency = agency_named(_agency(found)) if found else None
        if found and agency and (pattern is FULL_WIDTH or found["dash"] or found["place"]):
            return Dateline(end=found.end(), agency=agency)
    if found := UNKNOWN.match(text):
        return Dateline(end=found.end(), agency=Agency(name=found["agency"], kind=AgencyKind.AGENCY))
    bare = PLACE_ONLY.match(text)
    return Dateline(end=bare.end(), agency=None) if bare else None


def _agency(found: re.Match[str]) -> str:
    return next(text for name, text in found.groupdict().items() if text and name not in {"place", "dash"})
