"""What of a channel's URL must not be shown, logged or stored: every part that a service may take for a token."""

import re
from collections.abc import Iterator

from watcher.text import STRONG, Redactor

_SETTINGS = frozenset({"smtp", "mode", "verify", "format", "method", "cto", "rto", "tz", "emojis", "redirect", "image"})
_WORD = re.compile("[A-Z]?[a-z]{1,11}")  # "services", "Redirect"
_PLAIN_HOST = re.compile(r"localhost|\[.*\]|[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def redactor_of(url: str, *, host_is_secret: bool = True) -> Redactor:
    """Give what blanks every part of one URL: user, password, path parts, query values, and the host on demand."""
    return Redactor(secret_parts(url, host_is_secret=host_is_secret))


def channel_secrets(url: str) -> Iterator[str]:
    """Give the parts that are to be blanked everywhere, not only in what is said of this channel.

    These are the password and what could be no word of a path; a host is one only where it looks like a token.
    """
    authority = _split(url)[0]
    userinfo, _, host = authority.rpartition("@")
    yield url
    yield from filter(None, (userinfo.partition(":")[2],))
    parts = secret_parts(url, host_is_secret=True)
    strong = (part for part in parts if len(part) >= STRONG and not _WORD.fullmatch(part))
    yield from (part for part in strong if not _PLAIN_HOST.fullmatch(part.partition(":")[0]) or part not in host)


def secret_parts(url: str, *, host_is_secret: bool) -> Iterator[str]:
    """Give all of a URL that may be secret, as written; services put tokens where others have hosts and fragments."""
    authority, path, query = _split(url)
    for pair in re.split("[&#]", query):
        key, _, value = pair.partition("=")
        if key.lower() not in _SETTINGS:
            yield from (value, *re.split("[,:/]", value))
    yield from (path, *re.split("[/#:]", path))
    user, _, host = authority.rpartition("@")
    yield from (user, *user.split(":"))
    if host_is_secret:
        yield from (host, *host.split(":"))


def _split(url: str) -> tuple[str, str, str]:
    """Give authority, path and query; none of them is held to the rules for web addresses."""
    address, _, query = url.partition("://")[2].partition("?")
    authority, _, path = address.partition("/")
    return authority, path, query
