"""How far something is, in one line of the terminal."""

import sys
import time

import click

SILENT = 1.0  # seconds: what is done by then needs no line
EVERY = 0.5  # seconds between two lines


class Progress:
    """Rewrites one line on stderr now and then, where that is a terminal; `doing` names what takes so long."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._due = time.monotonic() + SILENT
        self._shown = False

    def show(self, done: int, total: int) -> None:
        """Tell how much is done, in any unit."""
        if time.monotonic() >= self._due and sys.stderr.isatty():
            self._due = time.monotonic() + EVERY
            self._shown = True
            click.echo(f"\r\x1b[K{self._doing}: {done / max(1, total):.0%}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._shown = False
