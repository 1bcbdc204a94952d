"""Request headers that a user adds to a feed or a webhook: how they are written in a file, and which may be given."""

import re
from collections.abc import Iterator, Mapping

from watcher.settings.keys import misplaced
from watcher.settings.models import WatcherFile

LINES = 'one "Name: value" a line'

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token (RFC 9110, section 5.6.2)
_VALUE = re.compile(r"(?:[!-~](?:[ -~\t]*[!-~])?)?")
_OWN = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "expect",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "range",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_OWN_OF_WEBHOOKS = frozenset({"content-type", "idempotency-key"})

PLAIN = frozenset({"accept", "accept-language", "cache-control", "pragma", "referer", "user-agent"})
"""Headers, in small letters, whose value is no secret."""

Complaint = tuple[str, str | None]
"""What is wrong, and what to do about it."""


def parse_headers(text: str) -> dict[str, str] | None:
    """Read one "Name: value" a line, blank lines and lines that begin with # left out; None where a line is none."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    pairs = [line.partition(":") for line in lines]
    if not all(_NAME.fullmatch(name) and colon for name, colon, _ in pairs):
        return None
    if len({name.lower() for name, _, _ in pairs}) < len(pairs):
        return None
    return {name: value.strip(" \t") for name, _, value in pairs}


def complaints(headers: Mapping[str, object], table: tuple[str, ...]) -> Iterator[tuple[str, Complaint]]:
    """Give for each header that may not be sent its name, as a key, and the complaint; no value is shown.

    Values that are no strings are passed over: the models report them. `table` are the names of the headers' own table,
    from the top of the configuration.
    """
    seen: set[str] = set()
    for name, value in headers.items():
        complaint = _complaint(name, value, seen, table) if isinstance(value, str) else None
        seen.add(name.lower())
        if complaint:
            yield name, complaint


def _complaint(name: str, value: str, seen: set[str], table: tuple[str, ...]) -> Complaint | None:
    if not _NAME.fullmatch(name):
        return "each key of 'headers' must be the name of a header", "it is made of letters, digits and dashes"
    if where := misplaced(WatcherFile, table, name, above=1):
        return f"'{name}' is no header", where
    if name.lower() in _OWN or (name.lower() in _OWN_OF_WEBHOOKS and "webhook" in table):
        return f"the header '{name}' may not be given", "watcher sets what the connection and its own checks need"
    if name.lower() in seen:
        return f"the header '{name}' is given twice", "keep one of them: small and capital letters are the same"
    if not _VALUE.fullmatch(value):
        return f"the value of the header '{name}' must be plain ASCII on one line, without spaces around it", None
    return None
