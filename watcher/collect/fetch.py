"""One poll of one feed: a conditional GET, or a look at a file; every outcome is a `Poll`.

Validators are only carried here: whoever stores the document's entries stores them in the same transaction, for a
validator saved without its entries makes the next 304 hide them for ever.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Protocol

from watcher.collect.cadence import remembered, retry_after
from watcher.collect.content import hash_of
from watcher.collect.local import read_feed_file
from watcher.collect.secrets import redacted, without_secrets
from watcher.errors import InputError
from watcher.model import Document, DocumentKind, Feed, FeedState, Poll, PollStatus, Validators
from watcher.net import FetchError, Response, basic_auth, in_daemon_thread

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)
_HOST = re.compile(r"[^/?#]*//(?:[^/?#]*@)?([^/?#]*)")
_WHOLE = frozenset({HTTPStatus.OK, HTTPStatus.IM_USED})


class Fetcher(Protocol):
    """Gets addresses: `net.Client`, or a script in tests."""

    async def get(self, url: str, headers: Mapping[str, str], *, own: Mapping[str, str]) -> Response:
        """Give the final answer; raise FetchError where there is none. `own` headers go to the host of `url` only."""
        ...


async def poll(client: Fetcher, feed: Feed, state: FeedState, now: datetime, max_size: int) -> Poll:
    """Poll a feed once; whatever a server, the network or a file does is told in the poll, never raised.

    `max_size` in bytes holds for local feeds; the client has limits of its own.
    """
    state = remembered(state, feed)
    if feed.url is None:
        return await _poll_file(feed, state, now, max_size)
    try:
        response = await client.get(feed.url, _request_headers(state.validators), own=_own_headers(feed))
    except FetchError as error:
        return _failed(feed, now, redacted(_located(error, feed.url), feed))
    polled = _read(without_secrets(response, feed), feed, state, now)
    return replace(polled, http_status=response.status, size=len(response.body))


def host_of(url: str) -> str:
    """Give host and port of an address in lower case; something for everything, for addresses may be broken."""
    found = _HOST.match(url)
    return found[1].lower() if found else url


def _read(response: Response, feed: Feed, state: FeedState, now: datetime) -> Poll:
    if response.status in _WHOLE:
        document = Document(
            source=feed.name,
            kind=DocumentKind.FEED,
            body=response.body,
            received_at=now,
            content_type=response.headers.get("content-type"),
            url=response.url,
        )
        return _arrived(document, state, _validators(response))
    if response.status == HTTPStatus.NOT_MODIFIED and state.validators != Validators():
        return _not_modified(feed, state, now, _renewed(state.validators, _validators(response)))
    return _failed(feed, now, _status_problem(response.status), response)


def _arrived(document: Document, state: FeedState, validators: Validators) -> Poll:
    body_hash = hash_of(document.body)
    same = body_hash == state.body_hash
    return Poll(
        feed=document.source,
        status=PollStatus.NOT_MODIFIED if same else PollStatus.FETCHED,
        at=document.received_at,
        document=None if same else document,
        validators=validators,
        body_hash=body_hash,
    )


def _not_modified(feed: Feed, state: FeedState, now: datetime, validators: Validators) -> Poll:
    return Poll(
        feed=feed.name,
        status=PollStatus.NOT_MODIFIED,
        at=now,
        validators=validators,
        body_hash=state.body_hash,
    )


def _failed(feed: Feed, now: datetime, error: str, response: Response | None = None) -> Poll:
    return Poll(
        feed=feed.name,
        status=PollStatus.FAILED,
        at=now,
        error=error,
        retry_after=retry_after(response.headers, now) if response else None,
    )


async def _poll_file(feed: Feed, state: FeedState, now: datetime, max_size: int) -> Poll:
    try:
        document = await in_daemon_thread(partial(read_feed_file, feed, now, max_size))
    except InputError as error:
        return _failed(feed, now, str(error))
    return replace(_arrived(document, state, Validators()), size=len(document.body))


def _request_headers(validators: Validators) -> dict[str, str]:
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {"Accept": _ACCEPT} | {name: value for name, value in asked.items() if value is not None}


def _own_headers(feed: Feed) -> dict[str, str]:
    """Give what only the feed's own server may see."""
    login = {} if feed.user is None else {"Authorization": basic_auth(feed.user, feed.password or "")}
    return {**feed.headers, **login}


def _validators(response: Response) -> Validators:
    return Validators(etag=_kept(response, "etag"), last_modified=_kept(response, "last-modified"))


def _kept(response: Response, name: str) -> str | None:
    """Give a header that can be sent back byte for byte; other than ASCII would not arrive as it came."""
    value = response.headers.get(name)
    return value if value and value.isascii() and value.isprintable() else None


def _renewed(sent: Validators, given: Validators) -> Validators:
    """Merge what a 304 gives into what was sent (RFC 9111, section 3.2)."""
    return Validators(etag=given.etag or sent.etag, last_modified=given.last_modified or sent.last_modified)


def _status_problem(status: int) -> str:
    if status == HTTPStatus.NOT_MODIFIED:
        return "the server answered 304 Not Modified although nothing was there to compare with"
    known = {member.value: f" {member.phrase}" for member in HTTPStatus}
    return f"the server answered {status}{known.get(status, '')}"


def _located(error: FetchError, url: str) -> str:
    """Name the host of the problem where redirects led to another one; the feed's own address the user knows."""
    host = host_of(error.url)
    return error.problem if host == host_of(url) else f"{error.problem} (redirected to {host})"
