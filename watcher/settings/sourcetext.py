"""The text of one file, for showing: from offsets to line, column and an excerpt without secrets."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from watcher.settings.masking import shown_line
from watcher.settings.problems import Problem


@dataclass(frozen=True, kw_only=True)  # without slots, for the cached property
class SourceText:
    """A file as text whose lines end in LF."""

    path: Path
    text: str = field(repr=False)
    secret: frozenset[int] = frozenset()  # numbers of the lines that must not be shown

    def problem(self, span: tuple[int, int], message: str, hint: str | None = None) -> Problem:
        """Describe a mistake in the characters from `span[0]` to `span[1]`."""
        line, column = self.position(span[0])
        return Problem(
            file=self.path,
            line=line,
            column=column,
            message=message,
            hint=hint,
            source_line=shown_line(self.text.split("\n"), line, self.secret),
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
    def _line_starts(self) -> Sequence[int]:
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]
