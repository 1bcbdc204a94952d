"""Polls over a real connection, and of real files."""

import asyncio
import gzip
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.integration.farm import Farm, Request, reply
from tests.loopback import LOOPBACK
from watcher.collect import due_after, hash_of, poll
from watcher.model import Feed, FeedState, Poll, PollStatus, Validators
from watcher.net import Client, ClientOptions

BODY = b"<rss>herring</rss>"
NEVER = FeedState(name="harbour")
LIMIT = 2**20


def polled(feed: Feed, state: FeedState = NEVER) -> Poll:
    async def once() -> Poll:
        async with Client(ClientOptions(max_size=LIMIT)) as client:
            return await poll(client, feed, state, NOON, LIMIT)

    return asyncio.run(once())


def a_feed(url: str) -> Feed:
    return Feed(name="harbour", url=url, allow_private=LOOPBACK)


def test_a_second_poll_sends_what_the_first_was_given_and_is_told_that_nothing_changed(farm: Farm) -> None:
    given = {"ETag": 'W/"5e-1"', "Last_Modified": "Fri, 06 Mar 2026 09:00:00 GMT"}
    feed = a_feed(farm.says("/feed", reply(body=BODY, **given), reply(304, ETag='"6"')))
    first = polled(feed)
    state = due_after(first, NEVER, feed)
    second = polled(feed, state)
    assert (first.status, second.status) == (PollStatus.FETCHED, PollStatus.NOT_MODIFIED)
    assert farm.requests[1].headers["If-None-Match"] == 'W/"5e-1"'
    assert farm.requests[1].headers["If-Modified-Since"] == "Fri, 06 Mar 2026 09:00:00 GMT"
    assert second.validators == Validators(etag='"6"', last_modified="Fri, 06 Mar 2026 09:00:00 GMT")


def test_a_server_without_validators_is_compared_by_body(farm: Farm) -> None:
    feed = a_feed(farm.says("/feed", reply(body=BODY), reply(body=gzip.compress(BODY), Content_Encoding="gzip")))
    second = polled(feed, due_after(polled(feed), NEVER, feed))
    assert (second.status, second.body_hash) == (PollStatus.NOT_MODIFIED, hash_of(BODY))


@pytest.mark.parametrize("sent", [b"\xe9", b"\xc3\xa9"], ids=["latin-1", "utf-8"])
def test_an_etag_of_other_than_ascii_letters_is_not_sent_back_changed(farm: Farm, sent: bytes) -> None:
    feed = a_feed(farm.says("/feed", reply(body=BODY, ETag='"caf_"').replace(b"_", sent)))
    assert polled(feed).validators == Validators()


def test_a_document_says_where_it_came_from(farm: Farm) -> None:
    last = farm.says("/new", reply(body=BODY, Content_Type="text/xml"))
    document = polled(a_feed(farm.says("/old", reply(301, Location="/new")))).document
    assert document is not None
    assert (document.url, document.content_type, document.body) == (last, "text/xml", BODY)


def test_a_server_that_is_busy_says_when_to_come_back(farm: Farm) -> None:
    found = polled(a_feed(farm.says("/feed", reply(429, Retry_After="600"))))
    assert (found.error, found.retry_after) == ("the server answered 429 Too Many Requests", timedelta(minutes=10))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(reply(body=BODY, Content_Length="99", ETag='"6"'), id="length"),
        pytest.param(
            reply(body=b"12\r\n" + BODY + b"\r\n", Content_Length="", Transfer_Encoding="chunked", ETag='"6"'),
            id="chunks",
        ),
        pytest.param(reply(body=gzip.compress(BODY)[:-4], Content_Encoding="gzip", ETag='"6"'), id="gzip"),
    ],
)
def test_a_body_that_broke_off_is_taken_without_its_validators(farm: Farm, answer: bytes) -> None:
    found = polled(a_feed(farm.says("/feed", answer)))
    assert found.document is not None
    assert (found.document.body, found.cut, found.validators) == (BODY, True, Validators())


def test_where_permanent_redirects_lead_is_told(farm: Farm) -> None:
    farm.says("/new", reply(body=BODY))
    farm.says("/middle", reply(308, Location="/new"))
    assert polled(a_feed(farm.says("/old", reply(301, Location="/middle")))).moved == farm.url("/new")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(reply(body=b"x" * (LIMIT + 1)), "is larger than 1 MiB", id="huge"),
        pytest.param(reply(body=gzip.compress(bytes(4 * LIMIT))), "is larger than 3 MiB when unpacked", id="bomb"),
        pytest.param(reply(302, Location="/feed"), "redirects more than 10 times", id="circle"),
        pytest.param(
            reply(302, Location="ftp://files.example/"), "redirects to ftp://, which is not http(s)", id="scheme"
        ),
        pytest.param(b"", "the connection was closed without an answer", id="closed"),
    ],
)
def test_whatever_a_server_does_is_a_failed_poll(farm: Farm, answer: bytes, error: str) -> None:
    found = polled(a_feed(farm.says("/feed", answer)))
    assert (found.status, found.error, found.document) == (PollStatus.FAILED, error, None)


def test_no_tracks_are_left_at_a_server(farm: Farm) -> None:
    polled(a_feed(farm.says("/feed", reply(302, Location="/feed2", Set_Cookie="a=b"))))
    sent: list[Request] = farm.requests
    assert [(request.headers["Cookie"], request.headers["Referer"]) for request in sent] == [(None, None)] * 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.xml"
    path.write_bytes(BODY)
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    return path


def test_a_local_feed_is_a_document_with_name_and_time(file: Path) -> None:
    found = polled(Feed(name="harbour", path=file))
    assert (found.status, found.body_hash, found.validators) == (PollStatus.FETCHED, hash_of(BODY), Validators())
    assert found.document is not None
    assert (found.document.body, found.document.received_at) == (BODY, NOON)
    assert (found.document.file_name, found.document.modified_at) == (
        "harbour.xml",
        datetime(2026, 3, 6, 12, tzinfo=UTC),
    )
    assert (found.document.url, found.document.content_type) == (None, None)


def test_a_local_feed_that_did_not_change_is_not_read_again(file: Path) -> None:
    feed = Feed(name="harbour", path=file)
    found = polled(feed, due_after(polled(feed), NEVER, feed))
    assert (found.status, found.document) == (PollStatus.NOT_MODIFIED, None)


def test_a_local_feed_may_be_a_link(file: Path) -> None:
    link = file.with_name("link.xml")
    link.symlink_to(file)
    assert polled(Feed(name="harbour", path=link)).status is PollStatus.FETCHED


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("missing.xml", "is not there"),
        ("folder.xml", "is a folder, not a file"),
        ("pipe.xml", "is a pipe, socket or device, not a file"),
        ("large.xml", "is 1.5 MB; the limit is collect.max-size = 1MiB"),
        ("circle.xml", "cannot be read: too many levels of symbolic links"),
    ],
)
def test_a_local_feed_that_cannot_be_read_is_a_failed_poll(tmp_path: Path, name: str, error: str) -> None:
    (tmp_path / "folder.xml").mkdir()
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "large.xml").write_bytes(bytes(1_500_000))
    (tmp_path / "circle.xml").symlink_to(tmp_path / "circle.xml")
    found = polled(Feed(name="harbour", path=tmp_path / name))
    assert (found.status, found.error) == (PollStatus.FAILED, f"{tmp_path / name} {error}")
