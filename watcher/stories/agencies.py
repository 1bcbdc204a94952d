"""Who writes and who passes on: our table `agencies.toml` with the user's own entries over it, looked up by name.

A table holds few things and many names for them. It crosses the process border as the user's entries alone; each
process makes the whole of them once.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from importlib import resources

from watcher.text import Remembered

SHORT_MARK = 4
"""Letters up to which a mark is an abbreviation and counts only as written: "PA", "dpa", "MENA"."""
TABLES = 8
"""Tables of different own entries that one process keeps; a reload makes another."""

_BETWEEN = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[\W_]*(?:the[\W_]+(?=[^\W_]))?([^\W_]+)", re.IGNORECASE)


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


@dataclass(frozen=True)
class Agencies:
    """The whole table: ours, with `own` over it.

    An own entry with the name of one of ours adds its names and domains to that one and gives it its kind; any other is
    one more. A name or domain that one of ours has and an own entry claims is the own entry's.
    """

    own: tuple[Agency, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return table_with, (self.own,)

    @cached_property
    def entries(self) -> tuple[Agency, ...]:
        """Every agency, ours first; an own entry stands behind ours, also where it adds to one."""
        return tuple(self._by_own_name.values())

    def named(self, text: str) -> Agency | None:
        """Give the agency that `text` is a name of, and nothing more: "the Associated Press", "(AFP)"."""
        first = _FIRST_WORD.match(text.replace(".", ""))
        if first is None or first[1].casefold() not in self._first_words:
            return None
        return self._by_name.get(plain(text))

    def holding(self, text: str) -> Agency | None:
        """Give the agency whose name begins a copyright holder: "Bloomberg L.P. Visit bloomberg.com"."""
        words = plain(text).split(" ")
        beginnings = (" ".join(words[:end]) for end in range(len(words), 0, -1))
        return next((found for each in beginnings if (found := self._by_holder.get(each))), None)

    def at(self, host: str) -> Agency | None:
        """Give the agency that owns a host name or the domain above it."""
        return self._by_host[host]

    @cached_property
    def _hash(self) -> int:
        return hash(self.own)

    @cached_property
    def _by_own_name(self) -> dict[str, Agency]:
        whole = {plain(each.name): each for each in built_in()}
        for each in self.own:
            before = whole.pop(plain(each.name), None)
            whole[plain(each.name)] = _extended(before, each) if before else each
        return whole

    @cached_property
    def _by_name(self) -> dict[str, Agency]:
        return self._table(lambda each: (each.name, *each.marks), plain)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """What a text must begin with to be a name: nearly all that is asked for does not."""
        return frozenset(name.split(" ")[0].casefold() for name in self._by_name)

    @cached_property
    def _by_host(self) -> Remembered[Agency | None]:
        return Remembered(self._above)

    def _above(self, host: str) -> Agency | None:
        labels = host.casefold().split(".")
        parents = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((found for parent in parents if (found := self._by_domain.get(parent))), None)

    @cached_property
    def _by_holder(self) -> dict[str, Agency]:
        return self._by_name | self._table(lambda each: each.copyright, plain)

    @cached_property
    def _by_domain(self) -> dict[str, Agency]:
        return self._table(lambda each: each.domains, str.casefold)

    def _table(self, names: Callable[[Agency], Iterable[str]], fold: Callable[[str], str]) -> dict[str, Agency]:
        """Give every agency by its folded names; what an own entry itself says comes last and counts."""
        ours = {fold(name): each for each in self.entries for name in names(each)}
        return ours | {fold(name): self._by_own_name[plain(each.name)] for each in self.own for name in names(each)}


@lru_cache(maxsize=TABLES)
def table_with(own: tuple[Agency, ...]) -> Agencies:
    """Give the table of these own entries, made once in a process."""
    return Agencies(own=own)


BUILT_IN = table_with(())
"""Our table alone; read when it is first asked."""


@cache
def built_in() -> tuple[Agency, ...]:
    """Give our entries, read once."""
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


def plain(text: str) -> str:
    """Fold a name: punctuation, "the" and case do not matter, but abbreviations keep their case."""
    bare = _ARTICLE.sub("", _BETWEEN.sub(" ", text.replace(".", "")).strip())
    return bare if len(bare) <= SHORT_MARK else bare.casefold()


def _extended(ours: Agency, own: Agency) -> Agency:
    return replace(
        own,
        marks=_together(ours.marks, own.marks),
        copyright=_together(ours.copyright, own.copyright),
        domains=_together(ours.domains, own.domains),
    )


def _together(*names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names for name in each))
