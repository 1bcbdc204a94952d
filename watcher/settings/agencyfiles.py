"""Agency files: the user's own agencies, publishers and distributors, checked against each other and put over ours."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from watcher.settings.locate import KeyPath
from watcher.settings.models import AgencyTable
from watcher.settings.problems import Problem, shown_path
from watcher.settings.tomlfile import TomlFile
from watcher.stories import BUILT_IN, Agencies, Agency, AgencyKind
from watcher.stories.agencies import plain, table_with


def check_agencies(files: Sequence[TomlFile]) -> Iterator[Problem]:
    """Look for names and domains that two agencies of these files claim; what ours have may be claimed."""
    yield from _claimed_twice("name", _places(files, "name", "marks", "copyright"))
    yield from _claimed_twice("domain", _places(files, "domains"))


def build_agencies(tables: Sequence[AgencyTable]) -> Agencies:
    """Make the whole table; where a kind is not given, it is that of ours of the same name, else "agency"."""
    return table_with(tuple(map(_agency, tables)))


def _agency(table: AgencyTable) -> Agency:
    ours = (each.kind for each in BUILT_IN.entries if plain(each.name) == plain(table.name))
    return Agency(
        name=table.name,
        kind=table.kind or next(ours, AgencyKind.AGENCY),
        marks=table.marks,
        copyright=table.copyright,
        domains=table.domains,
    )


_Place = tuple[TomlFile, KeyPath, str, str]  # where a name stands, the name, and its agency's


def _places(files: Iterable[TomlFile], *keys: str) -> Iterator[_Place]:
    """Give the names under these keys, agency by agency; what is no name is passed over, the models report it."""
    for file in files:
        for path, table in file.each("agency", "*"):
            agency = table.get("name") if isinstance(table, dict) else None
            if isinstance(agency, str):
                yield from ((file, (*path, *place), name, agency) for place, name in _names(table, keys))


def _names(table: dict[str, Any], keys: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    for key in keys:
        value = table.get(key)
        places = [((key, at), name) for at, name in enumerate(value)] if isinstance(value, list) else [((key,), value)]
        yield from ((place, name) for place, name in places if isinstance(name, str))


def _claimed_twice(kind: str, places: Iterable[_Place]) -> Iterator[Problem]:
    first: dict[str, _Place] = {}
    for file, path, name, agency in places:
        other, earlier, _, holder = first.setdefault(plain(name), (file, path, name, agency))
        if (other, earlier[:2]) != (file, path[:2]):
            there = f"{shown_path(other.path)}:{other.line(earlier)}"
            message = f"'{name}' is already a {kind} of '{holder}', at {there}"
            yield file.problem(path, message, "each belongs to one agency; keep one of them")
