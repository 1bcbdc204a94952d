"""What a feed's own server must not bring back: some answer with the address or the header that they were asked with.

An entry whose link carries the token of its feed would put that token into the store and into every alert.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from watcher.model import Feed
from watcher.net import Response, basic_auth
from watcher.text import STRONG, Redactor, is_secret, masked, secrets_in

_MARKS = ("@", "=", "uthorization")  # without them `masked` finds nothing in an address
_PIECES = re.compile(r"[\s;,=\"]+")  # of "Bearer TOKEN" and of "session=TOKEN; theme=dark"


def feed_secrets(feed: Feed) -> Iterator[str]:
    """Give what is secret in a feed: passwords, tokens in its address, and headers whose name says that they are."""
    yield from secrets_in(feed.url or "")
    if feed.password is not None:
        yield from (feed.password, basic_auth(feed.user or "", feed.password).partition(" ")[2])
    for name, value in feed.headers.items():
        if is_secret(name) or name.lower() == "cookie":
            yield value
            yield from (piece for piece in _PIECES.split(value) if len(piece) >= STRONG)


def redacted(text: str, feed: Feed) -> str:
    """Give a text without the feed's secrets."""
    return masked(_redactor(tuple(feed_secrets(feed)))(text))


def without_secrets(response: Response, feed: Feed) -> Response:
    """Give an answer with *** in place of the feed's secrets, in its body only of those that no word could be."""
    secrets = tuple(feed_secrets(feed))
    if not secrets:
        may_hide_some = any(
            mark in response.url for mark in _MARKS
        )  # most addresses have none, and are not gone through
        return replace(response, url=masked(response.url)) if may_hide_some else response
    redact = _redactor(secrets)
    headers: Mapping[str, str] = {name.lower(): redact(value) for name, value in response.headers.items()}
    moved = response.moved if response.moved and redact(response.moved) == response.moved else None
    return replace(
        response, url=masked(redact(response.url)), headers=headers, body=redact.bytes(response.body), moved=moved
    )


@lru_cache(maxsize=1_000)
def _redactor(secrets: tuple[str, ...]) -> Redactor:
    return Redactor(secrets)
