"""Keeps the parts of a channel's URL out of everything that is shown, logged or stored."""

import base64
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

_SHORTEST = 3  # characters; a shorter "secret" would blank half of every sentence
_WORD = 8  # characters; below, only whole words are blanked: a path "/new" must not blank "news"
_SETTINGS = frozenset({"smtp", "mode", "verify", "format", "method", "cto", "rto", "tz", "emojis", "redirect", "image"})
_HARMLESS = frozenset({"yes", "true", "false"})


class Redactor:
    """Blanks every part of one URL: user, password, path parts, query values, and the host where that is a token."""

    def __init__(self, url: str, *, host_is_secret: bool = True) -> None:
        forms = {form for part in _parts(url, host_is_secret=host_is_secret) for form in _forms(part)}
        secrets = [form for form in forms if len(form) >= _SHORTEST and form.lower() not in _HARMLESS]
        longest_first = sorted(secrets, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_pattern, longest_first)) or r"(?!)", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """Give the text with *** in place of every part of the URL."""
        return self._pattern.sub("***", text)


def _parts(url: str, *, host_is_secret: bool) -> Iterator[str]:
    """Give all of a URL that may be secret, as written; services put tokens where others have hosts and fragments."""
    address, _, query = url.partition("://")[2].partition("?")
    for pair in re.split("[&#]", query):
        key, _, value = pair.partition("=")
        if key.lower() not in _SETTINGS:
            yield from (value, *re.split("[,:/]", value))
    authority, _, path = address.partition("/")
    yield from (path, *re.split("[/#:]", path))
    user, _, host = authority.rpartition("@")
    yield from (user, *user.split(":"), base64.b64encode(unquote(user).encode()).decode())
    if host_is_secret:
        yield from (host, *host.split(":"))


def _forms(part: str) -> Iterator[str]:
    """Give the ways in which a part may be written in a log line."""
    plain = unquote(part)
    yield from (part, plain, quote(plain), quote(plain, safe=""), repr(plain)[1:-1])


def _pattern(secret: str) -> str:
    pattern = re.escape(secret)
    return pattern if len(secret) >= _WORD else rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"
