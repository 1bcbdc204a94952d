"""A log of one's own, and everything back in place behind it."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from watcher.engine.logs import configure_logs, hide
from watcher.text import masked


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Log:
    """What is logged, on a terminal of its own."""

    def __init__(self) -> None:
        self._stream = Terminal()

    def configure(self, conceal: Callable[[str], str] = str, **options: str) -> None:
        configure_logs(conceal, stream=self._stream, **options)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, name: str) -> list[dict[str, object]]:
        return [line for line in self.lines if line["event"] == name]


@contextmanager
def own_log() -> Iterator[Log]:
    """Put back afterwards whatever `configure_logs` takes over."""
    root, ours = logging.getLogger(), logging.getLogger("watcher")
    handlers, level = [*root.handlers], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    try:
        yield Log()
    finally:
        logging.captureWarnings(capture=False)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        root.handlers = handlers
        root.setLevel(level)
        ours.setLevel(logging.NOTSET)
        structlog.reset_defaults()
        hide(masked)
