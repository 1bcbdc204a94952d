"""How `watcher feeds list` says how feeds fare."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.builders import NOON
from watcher.cli.feed_rows import FEED_COLUMNS, feed_json, feed_row
from watcher.model import Feed, FeedState, Trouble

HOUR = timedelta(hours=1)
UTC = ZoneInfo("UTC")
HARBOUR = Feed(name="harbour", url="https://ana:s3cret@feeds.example/harbour", interval=timedelta(minutes=20))
WELL = FeedState(name="harbour", polled_at=NOON, succeeded_at=NOON, next_due=NOON + timedelta(minutes=10))
FAILING = replace(WELL, failures=3, failing_since=NOON, trouble=Trouble.MISSING, last_error="the server answered 404")
NOBODY: dict[str, datetime] = {}


def row(state: FeedState, feed: Feed = HARBOUR, waits: dict[str, datetime] = NOBODY) -> dict[str, str | None]:
    return dict(zip(FEED_COLUMNS, feed_row(feed, state, waits, UTC), strict=True))


@pytest.mark.parametrize(
    ("feed", "state", "condition"),
    [
        (HARBOUR, WELL, "healthy"),
        (HARBOUR, FeedState(name="harbour"), "not polled yet"),
        (HARBOUR, FAILING, "failing (3)"),
        (HARBOUR, replace(FAILING, stopped=True), "gone"),
        (replace(HARBOUR, enabled=False), FAILING, "disabled"),
    ],
    ids=["well", "new", "failing", "gone", "disabled"],
)
def test_a_feed_has_one_condition(feed: Feed, state: FeedState, condition: str) -> None:
    assert (row(state, feed)["STATE"], feed_json(feed, state, NOBODY)["condition"]) == (condition, condition)


@pytest.mark.parametrize(
    ("feed", "state", "waits", "shown"),
    [
        pytest.param(HARBOUR, WELL, {}, "2026-03-06 12:10", id="as its last poll said"),
        pytest.param(HARBOUR, WELL, {"feeds.example": NOON + HOUR}, "2026-03-06 13:00", id="its server asked to wait"),
        pytest.param(HARBOUR, WELL, {"other.example": NOON + HOUR}, "2026-03-06 12:10", id="another server did"),
        pytest.param(HARBOUR, FeedState(name="harbour"), {}, "-", id="at once"),
        pytest.param(HARBOUR, replace(FAILING, stopped=True), {}, "-", id="never"),
        pytest.param(replace(HARBOUR, enabled=False), WELL, {}, "-", id="disabled"),
    ],
)
def test_the_next_poll_is_when_it_will_be(feed: Feed, state: FeedState, waits: dict[str, datetime], shown: str) -> None:
    assert row(state, feed, waits)["NEXT POLL"] == shown


def test_where_a_feed_is_shows_no_password() -> None:
    assert row(WELL)["WHERE"] == "https://***@feeds.example/harbour"


def test_a_feed_that_moved_shows_both_addresses() -> None:
    moved = replace(WELL, current_url="https://harbour.example/x?key=k9Zr4Tq7")
    assert row(moved)["WHERE"] == "https://***@feeds.example/harbour -> https://harbour.example/x?key=***"
    assert feed_json(HARBOUR, moved, NOBODY)["current_url"] == "https://harbour.example/x?key=***"


def test_a_local_feed_is_where_its_file_is() -> None:
    assert row(FeedState(name="harbour"), Feed(name="harbour", path=Path("/feeds/h.xml")))["WHERE"] == "/feeds/h.xml"


def test_the_error_is_shown_and_json_says_more() -> None:
    assert row(FAILING)["ERROR"] == "the server answered 404"
    told = feed_json(HARBOUR, FAILING, NOBODY)
    assert (told["trouble"], told["failures"], told["failing_since"]) == ("missing", 3, NOON)
