"""Where things stand in a TOML file, which `tomllib` does not say: key path -> places of key and value.

Takes text that `tomllib` has accepted, so it looks for positions only and never for mistakes. Elements of arrays are
counted: the second `[[feeds]]` table's url is `("feeds", 1, "url")`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from watcher.settings.strings import read_string

KeyPath = tuple[str | int, ...]

_TRIVIA = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BLANKS = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Offsets in characters of a key and of its value. A table's value is its header; an element is its own key."""

    key: tuple[int, int]
    value: tuple[int, int]


def locate(text: str) -> Mapping[KeyPath, Spot]:
    """Find every table, key and array element of valid TOML whose lines end in LF."""
    locator = _Locator(text)
    locator.document()
    return locator.spots


class _Locator:
    """One walk over the text. Methods start at `self.at` and leave it behind what they have read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spots: dict[KeyPath, Spot] = {}
        self.elements: dict[KeyPath, int] = {}  # how many tables an array of tables has so far

    def document(self) -> None:
        table: KeyPath = ()
        self._skip(_TRIVIA)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._skip(_TRIVIA)

    def _header(self) -> KeyPath:
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        keys = self._keys()
        end = self.at + brackets
        self.at = end
        path: KeyPath = ()
        for key, span in keys:
            path = (*self._newest(path), key)
            self.spots.setdefault(path, Spot(span, (start, end)))
        if brackets == 1:
            self.spots[path] = Spot(keys[-1][1], (start, end))
            return path
        self.elements[path] = self.elements.get(path, 0) + 1
        path = self._newest(path)
        self.spots[path] = Spot((start, end), (start, end))
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        """A header that passes through an array of tables means the array's last table."""
        return (*path, self.elements[path] - 1) if path in self.elements else path

    def _assignment(self, table: KeyPath) -> None:
        keys = self._keys()
        self.at += 1  # the equals sign
        self._skip(_BLANKS)
        start = self.at
        path = table
        for key, span in keys[:-1]:
            path = (*path, key)
            self.spots.setdefault(path, Spot(span, span))
        path = (*path, keys[-1][0])
        self._value(path)
        self.spots[path] = Spot(keys[-1][1], (start, self.at))

    def _keys(self) -> list[tuple[str, tuple[int, int]]]:
        """Read a key, dotted or not, and stop before what ends it."""
        keys = []
        while True:
            self._skip(_BLANKS)
            start = self.at
            keys.append((self._key(), (start, self.at)))
            self._skip(_BLANKS)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _key(self) -> str:
        if self.text[self.at] in "\"'":
            string = read_string(self.text, self.at)
            self.at = string.end
            return string.value
        start = self.at
        self._skip(_BARE_KEY)
        return self.text[start : self.at]

    def _value(self, path: KeyPath) -> None:
        match self.text[self.at]:
            case '"' | "'":
                self.at = read_string(self.text, self.at).end
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                start = self.at
                self._skip(_BARE_VALUE)
                self.at = start + len(self.text[start : self.at].rstrip())

    def _array(self, path: KeyPath) -> None:
        index = 0
        while not self._ends("]"):
            start = self.at
            self._value((*path, index))
            self.spots[*path, index] = Spot((start, self.at), (start, self.at))
            index += 1

    def _inline_table(self, path: KeyPath) -> None:
        while not self._ends("}"):
            self._assignment(path)

    def _ends(self, bracket: str) -> bool:
        """Step over the opening bracket or a comma; True, and behind it, when the closing bracket follows."""
        self._skip(_TRIVIA)
        if self.text[self.at] != bracket:
            self.at += 1
            self._skip(_TRIVIA)
        if self.text[self.at] != bracket:
            return False
        self.at += 1
        return True

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
