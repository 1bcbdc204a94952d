"""Source lines that may be shown: an excerpt under a problem must not print a channel's or the store's address.

What is hidden is decided by place, not by looks: every value outside the tables that hold no secret, also under a
misspelt key or header, and in a file that is not even TOML. Looks come second: an address where a name should stand.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from watcher.settings.keys import may_be_secret
from watcher.settings.locate import KeyPath, Spot
from watcher.settings.table import MASK
from watcher.text import masked

_HEADER = re.compile(r"\s*\[+([^\]]*)")
_FIRST_NAME = re.compile(r"""[\s\["']*([A-Za-z0-9_-]*)""")
_NO_WEB_ADDRESS = re.compile(r"\b(?!https?:)([A-Za-z][A-Za-z0-9+.-]*://)[^\s\"']+")


def secret_lines(text: str, spots: Mapping[KeyPath, Spot]) -> frozenset[int]:
    """Give the numbers (from 1) of the lines of valid TOML that hold a value which may be a secret."""
    lines: set[int] = set()
    for path, spot in spots.items():
        is_header = spot.value[0] < spot.key[0] or isinstance(path[-1], int)
        if not is_header and _may_be_secret(path, text[slice(*spot.value)]):
            first = text.count("\n", 0, spot.value[0]) + 1
            lines.update(range(first, first + text.count("\n", *spot.value) + 1))
    return frozenset(lines)


def suspect_lines(text: str) -> frozenset[int]:
    """Do the same for a text that is no TOML, where one can only go by the headers above a line."""
    lines: set[int] = set()
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = tuple(map(_first_name, header[1].split(".")))
        elif _may_be_secret((*table, _first_name(line)), line):
            lines.add(number)
    return frozenset(lines)


def shown_line(lines: Sequence[str], number: int, secret: Collection[int]) -> str:
    """Give line `number` as it may be printed."""
    line = lines[number - 1]
    if number not in secret:
        return _NO_WEB_ADDRESS.sub(rf"\1{MASK}", masked_address(line))
    key, equals, _ = line.partition("=")
    return f"{key}{equals} {MASK}" if equals else MASK


def masked_address(url: str) -> str:
    """Hide user, password and parameters such as a token in a web address."""
    return masked(url)


def _may_be_secret(path: KeyPath, written: str) -> bool:
    if "channels" in path and "://" in written:
        return True  # an address where a channel's name belongs
    return may_be_secret(tuple(step for step in path if isinstance(step, str)))


def _first_name(line: str) -> str:
    found = _FIRST_NAME.match(line)
    return found[1] if found else ""
