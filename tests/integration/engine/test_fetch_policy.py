"""What polls leave in the store: validators with the entries that they belong to, or not at all."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.builders import FakeClock, a_document
from watcher.collect import hash_of, mark_of, unread
from watcher.engine.ingest import Ingest, Ingested
from watcher.errors import DocumentError
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble, Validators
from watcher.pipeline import prepare
from watcher.rules import RuleSet
from watcher.store import Store

HOUR = timedelta(hours=1)
HARBOUR = Feed(name="harbour", url="https://feeds.example/harbour")
NEW_URL = "https://harbour.example/index.xml"


def rss(*titles: str, end: str = "</channel></rss>") -> bytes:
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Harbour Times</title>{items}{end}".encode()


class Desk:
    """A store, and polls of one feed that are written into it."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self._clock = clock
        self._ingest = Ingest(store, RuleSet(()), clock)

    def state(self, name: str = "harbour") -> FeedState:
        with self.store.read() as tx:
            return tx.feeds.states([name])[name]

    def entries(self) -> int:
        with self.store.read() as tx:
            return tx.counts().entries

    def brings(
        self, body: bytes, *, etag: str, after: timedelta = HOUR, feed: Feed = HARBOUR, **more: object
    ) -> Ingested:
        """Write a poll that brought a body."""
        poll = self._poll(feed, after, document=a_document(body, source=feed.name), body_hash=hash_of(body), **more)
        poll = replace(poll, validators=Validators(etag=etag))
        try:
            prepared = prepare(poll.document)
        except DocumentError as error:
            return self._ingest.poll(feed, self.state(feed.name), unread(poll, error), None)
        return self._ingest.poll(feed, self.state(feed.name), poll, prepared)

    def fails(self, trouble: Trouble, **more: object) -> Ingested:
        """Write a poll that failed."""
        poll = self._poll(HARBOUR, HOUR, status=PollStatus.FAILED, trouble=trouble, error="x", **more)
        return self._ingest.quiet([(HARBOUR, self.state(), poll)])[0]

    def nothing_new(self, feeds: list[Feed], *, moved: str) -> list[Ingested]:
        """Write the third poll of each over a day that permanent redirects lead to one place, all together."""
        at = self._clock.now()
        polls = [Poll(feed=feed.name, status=PollStatus.NOT_MODIFIED, at=at, moved=moved) for feed in feeds]
        led = FeedState(name="", succeeded_at=at, moved_to=moved, moved_since=at - 24 * HOUR, moved_polls=2)
        states = [replace(led, name=feed.name) for feed in feeds]
        return self._ingest.quiet(list(zip(feeds, states, polls, strict=True)))

    def _poll(self, feed: Feed, after: timedelta, **more: object) -> Poll:
        self._clock.forward(after)
        own = {"feed": feed.name, "status": PollStatus.FETCHED, "at": self._clock.now(), "host": "feeds.example"}
        return Poll(**own | more)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FakeClock()
    with closing(Store.open(f"sqlite:///{tmp_path}/watcher.db", clock)) as store:
        store.upgrade()
        yield Desk(store, clock)


def test_validators_and_hash_are_saved_with_the_entries(desk: Desk) -> None:
    desk.brings(rss("herring", "cod", "eel"), etag='"1"')
    state = desk.state()
    assert (desk.entries(), state.entries, state.title) == (3, 3, "Harbour Times")
    assert (state.validators.etag, state.body_hash) == ('"1"', hash_of(rss("herring", "cod", "eel")))
    assert state.shape == {"title"}


@pytest.mark.parametrize(
    "body",
    [b"<html><body><h1>Please log in</h1></body></html>", b"", rss(), b'{"error": "no such feed"}'],
    ids=["a page", "nothing", "emptied", "another format"],
)
def test_what_is_no_feed_leaves_everything_as_it_was(desk: Desk, body: bytes) -> None:
    desk.brings(rss("herring", "cod", "eel"), etag='"1"')
    before = desk.state()
    told = desk.brings(body, etag='"page"')
    after = desk.state()
    assert (told.status, after.trouble) == (PollStatus.FAILED, Trouble.NO_FEED)
    assert (after.validators, after.body_hash, after.entries) == (before.validators, before.body_hash, 3)
    assert desk.entries() == 3


def test_a_feed_that_was_never_full_may_be_empty(desk: Desk) -> None:
    desk.brings(rss("herring"), etag='"1"')
    assert desk.brings(rss(), etag='"2"').error is None
    assert desk.state().validators.etag == '"2"'


def test_of_what_broke_off_the_whole_entries_are_taken_and_nothing_to_ask_with(desk: Desk) -> None:
    desk.brings(rss("herring"), etag='"1"')
    told = desk.brings(rss("cod", "herring", end="<item><title>ee"), etag='"2"')
    state = desk.state()
    assert (desk.entries(), told.new, state.trouble) == (2, 1, Trouble.BROKE_OFF)
    assert (state.validators, state.next_due) == (Validators(), state.polled_at + timedelta(minutes=5))
    assert desk.brings(rss("eel", "cod", "herring"), etag='"2"').new == 1
    assert desk.state().validators.etag == '"2"'


def test_a_body_that_was_cut_behind_its_end_is_not_trusted_either(desk: Desk) -> None:
    desk.brings(rss("herring"), etag='"1"', cut=True)
    assert (desk.entries(), desk.state().validators, desk.state().body_hash) == (1, Validators(), None)


def test_a_server_that_is_busy_is_left_alone_over_a_restart(desk: Desk) -> None:
    told = desk.fails(Trouble.BUSY, retry_after=2 * HOUR)
    until = desk.state().next_due
    with desk.store.read() as tx:
        waits = tx.hosts.waits(until - HOUR)
    assert (told.server_wait, waits) == (("feeds.example", until), {"feeds.example": until})


def test_entries_of_a_further_page_are_taken_and_the_feed_stays_as_it_was(desk: Desk) -> None:
    desk.brings(rss("herring"), etag='"1"')
    before = desk.state()
    told = desk.brings(rss("cod", "eel"), etag='"p"', of_page=True)
    after = desk.state()
    assert (told.new, desk.entries()) == (2, 3)
    assert (after.validators, after.body_hash, after.entries) == (before.validators, before.body_hash, 1)
    assert after.polled_at == before.polled_at


def move(desk: Desk) -> None:
    """Let the feed move for good."""
    desk.brings(rss("cod", "herring"), etag='"2"', moved=NEW_URL)
    desk.brings(rss("eel", "herring"), etag='"3"', moved=NEW_URL, after=12 * HOUR)
    desk.brings(rss("crab", "herring"), etag='"4"', moved=NEW_URL, after=12 * HOUR)


def test_a_feed_that_moved_for_good_is_remembered_to_be_there(desk: Desk) -> None:
    move(desk)
    assert desk.state().current_url == NEW_URL


def test_of_two_feeds_that_move_to_one_address_in_one_transaction_one_is_followed(desk: Desk) -> None:
    feeds = [Feed(name=name, url=f"https://{name}.example/feed") for name in ("first", "second")]
    assert [told.state.current_url for told in desk.nothing_new(feeds, moved=NEW_URL)] == [NEW_URL, None]


@pytest.mark.parametrize(
    "other",
    [FeedState(name="other", current_url=NEW_URL), FeedState(name="other", address=mark_of(NEW_URL))],
    ids=["moved there too", "configured so"],
)
def test_an_address_that_another_feed_has_is_not_taken_over_but_told(desk: Desk, other: FeedState) -> None:
    desk.store.run(lambda tx: tx.feeds.save(other))
    with capture_logs() as logged:
        move(desk)
    assert desk.state().current_url is None
    assert [(line["event"], line["other"]) for line in logged] == [("feed.twice", "other")]
