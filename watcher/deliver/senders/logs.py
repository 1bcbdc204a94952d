"""Apprise's log records: kept for the send that causes them, and from everybody else; they carry tokens.

A filter on the logger itself, because handlers can be attached by anyone: a logging configuration, a crash reporter.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from watcher.deliver.classify import Record

_TALKATIVE = ("urllib3", "requests", "requests_oauthlib", "oauthlib")  # beneath Apprise; they log paths and headers

_kept: ContextVar[list[Record] | None] = ContextVar("kept", default=None)


def divert_logs() -> None:
    """Let no record of Apprise reach a handler, from now on; may be called again."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)  # status, answer and cause stand only there
    logger.addFilter(_keep)  # a filter that is there already is not added again


@contextmanager
def kept_logs() -> Iterator[list[Record]]:
    """Collect what Apprise logs in this thread."""
    records: list[Record] = []
    token = _kept.set(records)
    try:
        yield records
    finally:
        _kept.reset(token)


def _keep(record: logging.LogRecord) -> bool:
    records = _kept.get()
    if records is not None:
        records.append(Record(record.levelname, record.getMessage()))
    return False
