"""Problems: what is wrong in a configuration, where, and what to write instead.

A problem is printed the way compilers do it: `file:line:column: message; hint`, then the source line and a caret.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from watcher.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake of the user. Holds no secret: `source_line` is masked before it gets here.

    `line` and `column` count from 1, in characters. A mistake in the environment names its `variable`; it has no
    line, and `file` is then the configuration file that the variable would have changed.
    """

    file: Path
    line: int
    column: int
    message: str
    hint: str | None = None
    source_line: str = ""
    width: int = 1  # characters of `source_line` at fault
    variable: str | None = None

    def __str__(self) -> str:
        head = "; ".join(filter(None, (f"{self.place}: {self.message}", self.hint)))
        return "\n".join((head, *self._excerpt()))

    @property
    def place(self) -> str:
        """Where it is: `config/watcher.toml:14:1`, or `env WATCHER__STORE__URL`."""
        if self.variable:
            return f"env {self.variable}"
        return f"{shown_path(self.file)}:{self.line}:{self.column}"

    @property
    def order(self) -> tuple[bool, str, int, int, str]:
        """What problems are sorted by: files first, then the environment; by position within a file."""
        return (self.variable is not None, str(self.file), self.line, self.column, self.variable or self.message)

    def _excerpt(self) -> tuple[str, ...]:
        if not self.source_line.strip():
            return ()
        start = min(self.column, len(self.source_line)) - 1  # a masked line may be shorter than it was
        carets = "^" * max(1, min(self.width, len(self.source_line) - start))
        # A tab before the caret stays a tab, so that both lines are indented alike in every terminal.
        before = "".join("\t" if char == "\t" else " " for char in self.source_line[:start])
        gutter = " " * len(str(self.line))
        return (f"  {self.line} | {self.source_line}", f"  {gutter} | {before}{carets}")


class ProblemsFound(ConfigurationError):  # noqa: N818 - named after what is so, as in the error tree
    """The configuration has mistakes; `str()` prints all of them.

    Attributes:
        problems: never empty, ordered by file and position; those of the environment come last.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(map(str, self.problems)))


def shown_path(file: Path) -> str:
    """Give the path as the user would type it: relative when it lies below the current directory."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)


def did_you_mean(word: str, words: Iterable[str], prefix: str = "") -> str | None:
    """Give "did you mean 'x'?" for the word that is nearest, whatever its case; None where none is near.

    A `prefix` that all of them share is shown, but makes no word nearer.
    """
    known = {candidate.removeprefix(prefix).lower(): candidate for candidate in words}
    near = get_close_matches(word.removeprefix(prefix).lower(), known, n=1)
    return f"did you mean '{known[near[0]]}'?" if near else None


def one_of(choices: Iterable[str]) -> str:
    """Write choices as a sentence does: `"a", "b" or "c"`."""
    *most, last = (f'"{choice}"' for choice in choices)
    return f"{', '.join(most)} or {last}" if most else last
