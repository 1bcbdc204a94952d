"""What a running watcher says about itself: one line an event, on stderr, without a secret in it.

Events of ours and records of libraries go through the same processors: they get a time and a level, an exception
becomes text without the values of its variables, and secrets are blanked last, so that nothing can slip past.
"""

import logging
import os
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from watcher.text import masked

if TYPE_CHECKING:
    from watcher.engine.redact import Conceal

FORMATS = ("auto", "console", "json")
LEVELS = ("debug", "info", "warning", "error")
_TOO_TALKATIVE = ("apscheduler",)  # libraries whose debugging says every second that a second has passed
_PLAIN = frozenset({"timestamp", "level", "event", "logger"})  # written by ourselves, or names of modules

log = structlog.get_logger("watcher")


def configure_logs(
    conceal: "Conceal" = masked, *, form: str = "auto", level: str = "info", stream: TextIO | None = None
) -> None:
    """Send all that is logged in this process to one place; may be called again.

    Args:
        conceal: blanks secrets in a text; see `hide`.
        form: one of FORMATS: console is for a person, json is one JSON object a line, auto asks whether the
            stream is a terminal.
        level: one of LEVELS, the least that is written. Libraries are held to warnings unless it is debug.
        stream: where to; standard error as it is now.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    stream = stream or sys.stderr
    on_terminal = form == "console" or (form == "auto" and stream.isatty())
    _masking.conceal = conceal
    _take_over(_Handler(stream, on_terminal=on_terminal), threshold)
    structlog.configure(
        processors=[_stamp, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    threading.excepthook = _log_thread
    sys.excepthook = _log_crash
    sys.unraisablehook = _log_unraisable


def hide(conceal: "Conceal") -> None:
    """Blank other secrets from now on: those of a configuration that was read anew, and of the one before."""
    _masking.conceal = conceal


class _Handler(logging.StreamHandler[TextIO]):
    """Writes one line a record; what cannot be written is said without its arguments, which nobody has masked."""

    def __init__(self, stream: TextIO, *, on_terminal: bool) -> None:
        super().__init__(stream)
        coloured = on_terminal and stream.isatty() and not os.environ.get("NO_COLOR")
        last = [_printable, _console(colours=coloured)] if on_terminal else [structlog.processors.JSONRenderer()]
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=[_adopt],
                processors=[
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    _in_order,
                    _masking,
                    *last,
                ],
            )
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name for it
        if record.name != "watcher":  # else the stream itself is broken
            log.error("log.failed", logger=record.name)


class _Masking:
    """The processor that blanks secrets, wherever in a value they stand."""

    def __init__(self) -> None:
        self.conceal: Conceal = masked

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        return {key: value if key in _PLAIN else self._masked(value) for key, value in event.items()}

    def _masked(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case datetime():
                return value.isoformat()
            case str() | PurePath():
                return self.conceal(str(value))
            case Mapping():
                return {self.conceal(str(key)): self._masked(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._masked(inner) for inner in value]
        return self.conceal(repr(value))


_masking = _Masking()


def _take_over(handler: _Handler, threshold: int) -> None:
    """Be the only way out of the standard library's logging, warnings included."""
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(threshold if threshold <= logging.DEBUG else max(threshold, logging.WARNING))
    logging.getLogger("watcher").setLevel(threshold)
    for name in _TOO_TALKATIVE:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))
    logging.captureWarnings(capture=True)


def _stamp(_logger: object, method: str, event: EventDict) -> EventDict:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    level = "error" if method == "exception" else method
    return {**event, "timestamp": now, "level": level}


def _adopt(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Make an event of a library's record."""
    record: logging.LogRecord = event["_record"]
    own = {"event": "library.logged", "logger": record.name, "message": event["event"], "exc_info": record.exc_info}
    return _stamp(None, record.levelname.lower(), {**event, **own})


def _in_order(_logger: object, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("timestamp", "level", "event") if key in event}
    return {**first, **event}


def _printable(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Write out what would move a terminal's cursor or change its colours."""
    return {key: _written_out(value) if isinstance(value, str) else value for key, value in event.items()}


def _written_out(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else f"\\x{ord(char):02x}" for char in text)


def _console(*, colours: bool) -> Processor:
    plain = structlog.dev.plain_traceback  # others show the values of variables
    return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain, sort_keys=False)


def _log_thread(crash: threading.ExceptHookArgs) -> None:
    if crash.exc_type is not SystemExit:
        name = crash.thread.name if crash.thread else None
        log.error("thread.crashed", thread=name, exc_info=crash.exc_value or crash.exc_type)


def _log_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("program.crashed", exc_info=(kind, error, trace))


def _log_unraisable(failed: Any) -> None:
    log.error("cleanup.failed", message=failed.err_msg, exc_info=failed.exc_value)
