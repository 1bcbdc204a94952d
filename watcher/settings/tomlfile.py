"""One TOML file, read: its values, and the place of each for whoever finds a problem in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from watcher.settings.locate import KeyPath, Spot
from watcher.settings.problems import Problem
from watcher.settings.sourcetext import SourceText
from watcher.settings.strings import read_string


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlFile:
    """A file's values with their places; `data` may hold values from the environment, named in `variables`."""

    source: SourceText
    data: Mapping[str, Any] = field(repr=False)
    variables: Mapping[KeyPath, str] = field(default_factory=dict)

    @property
    def spots(self) -> Mapping[KeyPath, Spot]:
        """Where each key and value of the file stands; what the environment gives has no spot."""
        return self.source.spots

    @property
    def path(self) -> Path:
        """Where the file is; absolute when it was read by an absolute path."""
        return self.source.path

    def problem(
        self, path: KeyPath, message: str, hint: str | None = None, *, at: Literal["key", "value"] = "value"
    ) -> Problem:
        """Describe a mistake at a key or at its value; at the table around it where the key is not there."""
        if variable := self._variable(path):
            return Problem(file=self.path, line=0, column=0, message=message, hint=hint, variable=variable)
        spot = self._nearest(path)
        return self.source.problem(spot.key if at == "key" else spot.value, message, hint)

    def problem_inside(self, path: KeyPath, start: int, end: int, message: str, hint: str | None) -> Problem:
        """Describe a mistake in characters `start` to `end` of the string at `path`, however the file writes it."""
        string = read_string(self.source.text, self._nearest(path).value[0])
        last = len(string.offsets) - 1
        return self.source.problem((string.offsets[min(start, last)], string.offsets[min(end, last)]), message, hint)

    def origin(self, path: KeyPath) -> str | None:
        """Say where a value was given: "env WATCHER__STORE__URL", "watcher.toml:14"; None: nowhere."""
        if variable := self._variable(path):
            return f"env {variable}"
        return f"{self.path.name}:{self.line(path)}" if path in self.spots else None

    def line(self, path: KeyPath) -> int:
        """Give the line on which the key, or the table around it, stands."""
        return self.source.position(self._nearest(path).key[0])[0]

    def each(self, *pattern: str) -> Iterator[tuple[KeyPath, Any]]:
        """Walk the values at a path in which "*" stands for every element, as in `each("feeds", "*", "name")`.

        Whatever has not the shape that the pattern needs is passed over: the models report it.
        """
        found: list[tuple[KeyPath, Any]] = [((), self.data)]
        for step in pattern:  # each for all tables at once: one walk for each of a thousand takes twice as long
            found = [*(_elements(found) if step == "*" else _values(found, step))]
        yield from found

    def _variable(self, path: KeyPath) -> str | None:
        """Name the variable that gave a value, or the list that the value is in."""
        beginnings = (path[:end] for end in range(len(path), 0, -1))
        return next((self.variables[beginning] for beginning in beginnings if beginning in self.variables), None)

    def _nearest(self, path: KeyPath) -> Spot:
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, Spot((0, 0), (0, 0)))


def _elements(found: Iterable[tuple[KeyPath, Any]]) -> Iterator[tuple[KeyPath, Any]]:
    for path, value in found:
        if isinstance(value, list):
            yield from (((*path, index), element) for index, element in enumerate(value))


def _values(found: Iterable[tuple[KeyPath, Any]], key: str) -> Iterator[tuple[KeyPath, Any]]:
    for path, value in found:
        if isinstance(value, dict) and key in value:
            yield (*path, key), value[key]
