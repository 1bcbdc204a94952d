"""Tables: aligned and fitted to the window on a terminal, whole and tab-separated elsewhere."""

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

import click

GAP = "  "
NARROWEST = 16  # columns of the screen that a cell keeps, however narrow the window: a time, an id


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings; feed text in them comes out harmless to a terminal, each row on one line."""
    cells = [list(headings), *([_cell(value) for value in row] for row in rows)]
    if not sys.stdout.isatty():
        click.echo("\n".join("\t".join(row) for row in cells))
        return
    widths = fitted(
        [max(map(width, column)) for column in zip(*cells, strict=True)], shutil.get_terminal_size().columns
    )
    for row in cells:
        click.echo(GAP.join(padded(cell, room) for cell, room in zip(row, widths, strict=True)).rstrip())


def fitted(widths: Sequence[int], window: int) -> list[int]:
    """Narrow the widest columns until a row fits into the window; none below `NARROWEST`."""
    fit = list(widths)
    while sum(fit) + len(GAP) * (len(fit) - 1) > window and max(fit) > NARROWEST:
        fit[fit.index(max(fit))] -= 1
    return fit


def width(text: str) -> int:
    """Give how many columns of the screen a text takes: East Asian letters and emoji take two, accents none."""
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def padded(text: str, room: int) -> str:
    """Make a text exactly so many columns wide; what is too long ends in an ellipsis."""
    if width(text) > room:
        while width(text) > room - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (room - width(text))


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _cell(value: object) -> str:
    from watcher.text import one_line

    return "-" if value is None else one_line(str(value))
