"""One poll of one feed: a conditional GET, or a look at a file; every outcome is a `Poll`.

Validators are only carried here: whoever stores the document's entries stores them in the same transaction, for a
validator saved without its entries makes the next 304 hide them for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Protocol

from watcher import net
from watcher.collect import answers, validators
from watcher.collect.address import asked_at, host_of, remembered
from watcher.collect.content import hash_of
from watcher.collect.local import read_feed_file
from watcher.collect.secrets import redacted, without_secrets
from watcher.collect.wishes import asked_wait, fresh_for
from watcher.errors import InputError
from watcher.model import Document, DocumentKind, Feed, FeedState, Poll, PollStatus, Trouble, Validators
from watcher.net import FetchError, Response, basic_auth, in_daemon_thread

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)
_PAGE_WITHIN = timedelta(hours=1)  # after the poll that may have left a gap; later the feed itself is what matters
_MAYBE_LIMITED = frozenset({Trouble.BUSY, Trouble.REFUSED})  # Reddit answers 403 too


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a feed was asked, and when."""

    feed: Feed
    at: datetime
    sent: Validators
    body_hash: str | None  # of the body that was stored last


class Fetcher(Protocol):
    """Gets addresses: `net.Client`, or a script in tests."""

    async def get(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        own: Mapping[str, str],
        allow: tuple[IPv4Network | IPv6Network, ...],
    ) -> Response:
        """Give the final answer; raise FetchError where there is none.

        `own` headers go to the host of `url` only; `allow` names the private networks that it may lead to.
        """
        ...


async def poll(client: Fetcher, feed: Feed, state: FeedState, now: datetime, max_size: int) -> Poll:
    """Poll a feed once; whatever a server, the network or a file does is told in the poll, never raised.

    Where a further page of it is still to be read, that is what is polled. `max_size` in bytes holds for local feeds;
    the client has limits of its own.
    """
    state = remembered(state, feed)
    address = asked_at(feed, state)
    if address is None:
        return await _poll_file(feed, state, now, max_size)
    page = _page(state, now)
    if page is not None:
        return await _poll_page(client, feed, page, now)
    asked = _Asked(feed, now, validators.to_send(state, now), state.body_hash)
    return await _ask(client, address, asked)


async def _poll_page(client: Fetcher, feed: Feed, page: str, now: datetime) -> Poll:
    polled = await _ask(client, page, _Asked(feed, now, Validators(), None))
    return replace(polled, validators=Validators(), body_hash=None, moved=None, fresh_for=None, of_page=True)


async def _ask(client: Fetcher, url: str, asked: _Asked) -> Poll:
    feed = asked.feed
    headers, own = _request_headers(asked.sent), _own_headers(feed, url)
    try:
        response = await client.get(url, headers, own=own, allow=feed.allow_private)
    except FetchError as error:
        return Poll(
            feed=feed.name,
            status=PollStatus.FAILED,
            at=asked.at,
            error=redacted(_located(error, url), feed),
            trouble=Trouble.REFUSED if error.refused else Trouble.NETWORK,
            host=host_of(error.url),
        )
    return _read(without_secrets(response, feed), asked)


def _read(response: Response, asked: _Asked) -> Poll:
    told: dict[str, Any] = {
        "feed": asked.feed.name,
        "at": asked.at,
        "fresh_for": fresh_for(response.headers, asked.at),
        "moved": response.moved,
        "http_status": response.status,
        "host": host_of(response.url),
        "size": len(response.body),
    }
    if answers.has_body(response):
        given = validators.given(response.headers) if answers.keeps_validators(response) else Validators()
        arrived = _arrived(_document(response, asked), asked.body_hash)
        return Poll(**told, **arrived, validators=given, cut=not response.complete)
    if response.status == answers.NOTHING_NEW and asked.sent != Validators():
        renewed = validators.renewed(asked.sent, response.headers)
        return Poll(**told, status=PollStatus.NOT_MODIFIED, validators=renewed, body_hash=asked.body_hash)
    trouble = answers.trouble_of(response)
    return Poll(
        **told,
        status=PollStatus.FAILED,
        error=answers.in_words(response),
        trouble=trouble,
        retry_after=asked_wait(response.headers, asked.at, limited=trouble in _MAYBE_LIMITED),
    )


def _document(response: Response, asked: _Asked) -> Document:
    return Document(
        source=asked.feed.name,
        kind=DocumentKind.FEED,
        body=response.body,
        received_at=asked.at,
        content_type=response.headers.get("content-type"),
        url=response.url,
    )


def _arrived(document: Document, before: str | None) -> dict[str, Any]:
    """Give status, document and hash of a poll that brought a body, where the one `before` had that hash."""
    body_hash = hash_of(document.body)
    if body_hash == before:
        return {"status": PollStatus.NOT_MODIFIED, "body_hash": body_hash}
    return {"status": PollStatus.FETCHED, "body_hash": body_hash, "document": document}


async def _poll_file(feed: Feed, state: FeedState, now: datetime, max_size: int) -> Poll:
    try:
        document = await in_daemon_thread(partial(read_feed_file, feed, now, max_size))
    except InputError as error:
        return Poll(feed=feed.name, status=PollStatus.FAILED, at=now, error=str(error), trouble=Trouble.FILE)
    return Poll(feed=feed.name, at=now, size=len(document.body), **_arrived(document, state.body_hash))


def _page(state: FeedState, now: datetime) -> str | None:
    """Give the further page that is to be read now, of a feed that may have lost entries between two polls."""
    recent = state.polled_at is not None and now - state.polled_at <= _PAGE_WITHIN
    return state.pace.next_page if recent else None


def _request_headers(sent: Validators) -> dict[str, str]:
    asked = {"If-None-Match": sent.etag, "If-Modified-Since": sent.last_modified}
    return {"Accept": _ACCEPT} | {name: value for name, value in asked.items() if value is not None}


def _own_headers(feed: Feed, url: str) -> dict[str, str]:
    """Give what only the feed's own server may see; nothing for another one."""
    if url != feed.url and not net.may_be_told(feed.url or "", url):
        return {}
    login = {} if feed.user is None else {"Authorization": basic_auth(feed.user, feed.password or "")}
    return {**feed.headers, **login}


def _located(error: FetchError, url: str) -> str:
    """Name the host of the problem where redirects led to another one; the feed's own address the user knows."""
    host = host_of(error.url)
    return error.problem if host == host_of(url) else f"{error.problem} (redirected to {host})"
