"""Who writes and who passes on: the table `agencies.toml`, looked up by the names that credits use."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

SHORT_MARK = 4
"""Letters up to which a mark is an abbreviation and counts only as written: "PA", "dpa", "MENA"."""


class AgencyKind(StrEnum):
    """What a name in a credit means."""

    AGENCY = "agency"
    PUBLISHER = "publisher"
    DISTRIBUTOR = "distributor"
    WIRE_SERVICE = "wire-service"  # passes on press releases


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One entry of the table."""

    name: str  # as alerts show it
    kind: AgencyKind
    marks: tuple[str, ...] = ()  # further names
    copyright: tuple[str, ...] = ()  # names in copyright lines only
    domains: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether its texts are its own; a distributor only passes them on."""
        return self.kind in {AgencyKind.AGENCY, AgencyKind.PUBLISHER}


@cache
def agencies() -> tuple[Agency, ...]:
    """Give the whole table, read once."""
    table = tomllib.loads(resources.files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    return tuple(
        Agency(
            name=row["name"],
            kind=AgencyKind(row["kind"]),
            marks=tuple(row.get("marks", ())),
            copyright=tuple(row.get("copyright", ())),
            domains=tuple(row.get("domains", ())),
        )
        for row in table["agency"]
    )


def agency_named(text: str) -> Agency | None:
    """Give the agency that `text` is a name of, and nothing more: "the Associated Press", "(AFP)"."""
    return _by_name().get(_plain(text))


def holder_named(text: str) -> Agency | None:
    """Give the agency whose name begins a copyright holder: "Bloomberg L.P. Visit bloomberg.com"."""
    plain = _plain(text)
    words = plain.split(" ")
    for end in range(len(words), 0, -1):
        if found := _by_holder().get(" ".join(words[:end])):
            return found
    return None


def agency_at(host: str) -> Agency | None:
    """Give the agency that owns a host name or the domain above it."""
    labels = host.casefold().split(".")
    parents = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((found for parent in parents if (found := _by_domain().get(parent))), None)


def _plain(text: str) -> str:
    """Fold a name: punctuation, "the" and case do not matter, but abbreviations keep their case."""
    bare = re.sub(r"[\W_]+", " ", text.replace(".", "")).strip()
    bare = re.sub(r"^the ", "", bare, flags=re.IGNORECASE)
    return bare if len(bare) <= SHORT_MARK else bare.casefold()


@cache
def _by_name() -> dict[str, Agency]:
    return {_plain(name): each for each in agencies() for name in (each.name, *each.marks)}


@cache
def _by_holder() -> dict[str, Agency]:
    return _by_name() | {_plain(name): each for each in agencies() for name in each.copyright}


@cache
def _by_domain() -> dict[str, Agency]:
    return {domain: each for each in agencies() for domain in each.domains}
