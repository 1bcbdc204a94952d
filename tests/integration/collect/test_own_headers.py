"""A feed's own headers and credentials reach its own server and no other."""

import asyncio
import ssl
from collections.abc import Iterator

import pytest

from tests.builders import NOON
from tests.integration.farm import Farm, reply
from tests.loopback import LOOPBACK
from watcher.collect import poll
from watcher.model import Feed, FeedState, Poll, PollStatus, Validators
from watcher.net import Client

BASIC = "Basic YW5hOnPDqWNyZXQ6IQ=="  # ana, sécret:!
KNOWN = FeedState(name="harbour", validators=Validators(etag='"a"'), body_hash="x")


def polled(url: str, state: FeedState | None = None, **fields: object) -> Poll:
    feed = Feed(name="harbour", url=url, allow_private=LOOPBACK, **fields)  # type: ignore[arg-type]

    async def once() -> Poll:
        async with Client() as client:
            return await poll(client, feed, state or FeedState(name="harbour"), NOON, 2**20)

    return asyncio.run(once())


def sent(farm: Farm, name: str) -> list[str | None]:
    return [request.headers[name] for request in farm.requests]


@pytest.fixture
def other() -> Iterator[Farm]:
    with Farm() as running:
        yield running


def test_headers_and_credentials_are_sent(farm: Farm) -> None:
    url = farm.says("/feed", reply(body=b"<rss/>"))
    done = polled(url, headers={"X-Token": "t", "User-Agent": "desk", "Accept": "x/y"}, user="ana", password="sécret:!")

    assert done.status is PollStatus.FETCHED
    assert (sent(farm, "X-Token"), sent(farm, "Authorization")) == (["t"], [BASIC])
    assert (sent(farm, "User-Agent"), sent(farm, "Accept")) == (["desk"], ["x/y"])


def test_a_user_needs_no_password(farm: Farm) -> None:
    polled(farm.says("/feed", reply()), user="api-key")

    assert sent(farm, "Authorization") == ["Basic YXBpLWtleTo="]


def test_they_follow_a_redirect_on_their_own_server(farm: Farm) -> None:
    farm.says("/new", reply(body=b"<rss/>"))
    polled(farm.says("/old", reply(302, Location="/new")), headers={"X-Token": "t"}, user="ana", password="sécret:!")

    assert (sent(farm, "X-Token"), sent(farm, "Authorization")) == (["t", "t"], [BASIC, BASIC])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["another port", "another name"])
def test_they_do_not_follow_to_another_server(farm: Farm, other: Farm, host: str) -> None:
    other.says("/new", reply(body=b"<rss/>"))
    old = farm.says("/old", reply(301, Location=other.url("/new", host=host)))
    polled(old, KNOWN, headers={"X-Token": "t", "User-Agent": "desk"}, user="ana", password="sécret:!")

    assert (sent(other, "X-Token"), sent(other, "Authorization")) == ([None], [None])
    assert sent(other, "User-Agent")[0].startswith("watcher/")
    assert sent(other, "If-None-Match") == ['"a"']


def test_they_are_sent_again_where_a_redirect_comes_back(farm: Farm, other: Farm) -> None:
    farm.says("/new", reply(body=b"<rss/>"))
    other.says("/across", reply(302, Location=farm.url("/new")))
    polled(farm.says("/old", reply(302, Location=other.url("/across"))), headers={"X-Token": "t"})

    assert (sent(farm, "X-Token"), sent(other, "X-Token")) == (["t", "t"], [None])


@pytest.mark.usefixtures("_trusted")
def test_they_are_never_sent_less_encrypted(farm: Farm, other: Farm, server_tls: ssl.SSLContext) -> None:
    other.says("/new", reply(body=b"<rss/>"))
    farm.says("/old", reply(302, Location=other.url("/new", host="localhost")))
    farm.encrypt(server_tls)
    url = farm.url("/old", host="localhost").replace("http://", "https://")

    assert polled(url, headers={"X-Token": "t"}, user="ana", password="p").status is PollStatus.FETCHED
    assert (sent(farm, "X-Token"), sent(other, "X-Token"), sent(other, "Authorization")) == (["t"], [None], [None])


def test_what_is_remembered_of_the_feed_is_asked_beside_them(farm: Farm) -> None:
    done = polled(farm.says("/feed", reply(304, Content_Length="")), KNOWN, headers={"X-Token": "t"})

    assert done.status is PollStatus.NOT_MODIFIED
    assert (sent(farm, "If-None-Match"), sent(farm, "X-Token")) == (['"a"'], ["t"])


def test_what_a_feed_shows_of_itself_holds_no_secret() -> None:
    feed = Feed(name="harbour", headers={"X-Token": "canary"}, user="ana", password="canary")

    assert "canary" not in repr(feed)
    assert hash(feed) == hash(Feed(name="harbour", headers={}, user="ana", password="canary"))
