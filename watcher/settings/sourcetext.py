"""The text of one file, for showing: from offsets to line, column and an excerpt without secrets.

Where things stand is looked up when the first problem is to be shown; most files have none.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from watcher.settings.locate import KeyPath, Spot, locate
from watcher.settings.masking import secret_lines, shown_line, suspect_lines
from watcher.settings.problems import Problem


@dataclass(frozen=True, kw_only=True)  # without slots, for the cached properties
class SourceText:
    """A file as text whose lines end in LF."""

    path: Path
    text: str = field(repr=False)
    valid: bool = True  # whether it is TOML

    @cached_property
    def spots(self) -> Mapping[KeyPath, Spot]:
        """Where each key and value of valid TOML stands."""
        return locate(self.text)

    def problem(self, span: tuple[int, int], message: str, hint: str | None = None) -> Problem:
        """Describe a mistake in the characters from `span[0]` to `span[1]`."""
        line, column = self.position(span[0])
        return Problem(
            file=self.path,
            line=line,
            column=column,
            message=message,
            hint=hint,
            source_line=shown_line(self.text.split("\n"), line, self._secret),
            width=span[1] - span[0],
        )

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column, both from 1, of a character."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a character by line and column."""
        return self._line_starts[line - 1] + column - 1

    @cached_property
    def _secret(self) -> frozenset[int]:
        """Numbers of the lines that must not be shown."""
        return secret_lines(self.text, self.spots) if self.valid else suspect_lines(self.text)

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]
