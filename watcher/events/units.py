"""The pieces of a text that are read one by one: its sentences, and each line of what is no running text."""

from collections.abc import Iterator

from watcher.text import sentences

ENDS = (".", "!", "?", "…", '"', "”", "’", "»", "“", "'", ")", "]", ":", ";")
LIST = 3  # lines
WRAPPED = 50
"""Characters from which a line may be one of running text that was broken; menus, captions and dates are shorter."""

LONGEST = 1_000
"""Characters of a piece; what is longer was never one sentence, and reading it costs more than it tells."""


def units(text: str) -> tuple[tuple[int, int], ...]:
    """Give (start, end) of every piece, ascending and disjoint."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if end - start <= LONGEST and text.find("\n", start, end) < 0:
            found.append((start, end))
        else:
            found.extend(_lines(text, start, end))
    return tuple(found)


def running(text: str) -> tuple[tuple[int, int], ...]:
    """Give the pieces that are running text: the first, and those that end as sentences do.

    What stands between sentences without a stop is a heading, a caption or another article's headline. A text without
    any stop is given whole.
    """
    pieces = units(text)
    stopped = [_is_stopped(text[start:end].strip()) for start, end in pieces]
    if not any(stopped):
        return pieces
    return tuple([piece for number, piece in enumerate(pieces) if number == 0 or stopped[number]])


def _is_stopped(piece: str) -> bool:
    """Tell whether a piece ends as a sentence does; one of lines that all begin anew is a list of headlines."""
    if not piece.endswith(ENDS):
        return False
    lines = piece.splitlines()
    return len(lines) < LIST or any(line[:1].islower() for line in lines)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a sentence behind its short lines: no sentence runs through a menu."""
    begin = line = start
    while (newline := text.find("\n", line, end)) >= 0:
        if newline - line < WRAPPED:
            yield from _worded(text, begin, newline)
            begin = newline + 1
        line = newline + 1
    yield from _worded(text, begin, end)


def _worded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give a piece that holds anything, parted at white space where no sentence is that long."""
    while end - start > LONGEST:
        space = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        cut = space + 1 if space > start else start + LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end
