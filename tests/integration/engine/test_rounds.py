"""Rounds against a scripted web server: what is asked, kept, alerted and never lost."""

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests import stores
from tests.builders import HERRING, REFERENDUM
from tests.integration.farm import Farm, reply
from watcher.clock import SystemClock
from watcher.engine.once import Tally, one_round
from watcher.engine.opened import opened_store
from watcher.model import AlertState, FeedState
from watcher.settings import load


def rss(*texts: str) -> bytes:
    items = "".join(
        f"<item><title>{t[:40]}</title><guid>{t[:9]}</guid><description>{t}</description></item>" for t in texts
    )
    return f"<rss version='2.0'><channel><title>Harbour Times</title>{items}</channel></rss>".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "votes"\nquery = "referendum"\n', encoding="utf-8")
    return tmp_path


def configured(folder: Path, url: str, *, more: str = "") -> Path:
    path = folder / "watcher.toml"
    path.write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
channels = [{{ name = "desk", url = "console:" }}]
defaults = {{ channels = ["desk"] }}
[[feeds]]
name = "harbour"
url = "{url}"
{more}
""",
        encoding="utf-8",
    )
    return path


def a_round(path: Path) -> Tally:
    with one_round(load(path, stores.ENVIRON), lambda _: None) as (round_, tally):
        round_.collect()
        round_.deliver()
    return tally


def wait_until_due(path: Path) -> None:
    """Let the time pass until the feed may be asked again."""
    due = replace(state(path), next_due=None)
    with opened_store(load(path, stores.ENVIRON), SystemClock()) as store:
        store.run(lambda tx: tx.feeds.save(due))


@contextmanager
def stored(path: Path):
    with opened_store(load(path, stores.ENVIRON), SystemClock()) as store, store.read() as tx:
        yield tx


def state(path: Path) -> FeedState:
    with stored(path) as tx:
        return tx.feeds.states(["harbour"])["harbour"]


def test_the_next_round_asks_with_what_the_server_gave_byte_for_byte(farm: Farm, folder: Path):
    first = reply(body=rss(HERRING), ETag='W/"a-1"', Last_Modified="Fri, 06 Mar 2026 10:00:00 GMT")
    path = configured(folder, farm.says("/feed", first, reply(304)))
    assert (a_round(path).new_entries, a_round(path).new_entries) == (1, 0)
    asked = farm.requests[1].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('W/"a-1"', "Fri, 06 Mar 2026 10:00:00 GMT")


def test_a_page_in_place_of_the_feed_keeps_what_was_known_and_says_so(farm: Farm, folder: Path):
    good, page = reply(body=rss(HERRING), ETag='"1"'), reply(body=b"<html><p>Back soon</p></html>", ETag='"2"')
    path = configured(folder, farm.says("/feed", good, page))
    a_round(path)
    [problem] = a_round(path).problems
    assert problem.startswith("feed harbour: is an HTML page, not a feed")
    assert (state(path).validators.etag, state(path).failures) == ('"1"', 1)


def test_what_a_bad_document_hid_is_found_in_the_next_good_one(farm: Farm, folder: Path):
    answers = (reply(body=rss(HERRING)), reply(body=b"nonsense"), reply(body=rss(HERRING, REFERENDUM)))
    path = configured(folder, farm.says("/feed", *answers))
    first, second = a_round(path), a_round(path)
    wait_until_due(path)
    assert [tally.new_entries for tally in (first, second, a_round(path))] == [1, 0, 1]


def test_a_feed_that_fails_is_left_alone_until_it_is_due(farm: Farm, folder: Path):
    path = configured(folder, farm.says("/feed", reply(500), reply(body=rss(HERRING))))
    first, second = a_round(path), a_round(path)
    wait_until_due(path)
    third = a_round(path)
    assert [tally.left_alone for tally in (first, second, third)] == [0, 1, 0]
    assert (len(farm.requests), third.new_entries) == (2, 1)


def test_feeds_of_a_server_that_is_busy_are_left_alone(farm: Farm, folder: Path):
    url = farm.says("/feed", reply(429, Retry_After="600"))
    other = f'[[feeds]]\nname = "islands"\nurl = "{url}"\ninterval = "5m"\n'
    path = configured(folder, url, more=other)
    a_round(path)
    asked = len(farm.requests)
    assert (a_round(path).left_alone, len(farm.requests)) == (2, asked)


def test_a_document_that_broke_off_is_asked_for_again_in_full(farm: Farm, folder: Path):
    whole = rss(HERRING, REFERENDUM)
    path = configured(folder, farm.says("/feed", reply(body=whole[:-120], ETag='"1"'), reply(body=whole, ETag='"1"')))
    first = a_round(path)
    wait_until_due(path)
    second = a_round(path)
    assert (first.new_entries, second.new_entries, second.problems) == (1, 1, [])
    assert first.problems[0].startswith("feed harbour: the document broke off")
    assert farm.requests[1].headers["If-None-Match"] is None


def test_what_a_new_feed_already_holds_is_recorded_and_not_sent(farm: Farm, folder: Path):
    path = configured(folder, farm.says("/feed", reply(body=rss(REFERENDUM))))
    tally = a_round(path)
    with stored(path) as tx:
        [alert] = tx.alerts.list()
        deliveries = tx.alerts.deliveries(alert.id)
    assert (tally.alerts, tally.held_back, alert.state, deliveries) == (0, 1, AlertState.BASELINE, ())


def test_the_second_poll_of_a_feed_alerts(farm: Farm, folder: Path):
    path = configured(folder, farm.says("/feed", reply(body=rss(HERRING)), reply(body=rss(HERRING, REFERENDUM))))
    assert [a_round(path).alerts for _ in range(2)] == [0, 1]


def test_a_first_run_may_alert_where_the_feed_says_so(farm: Farm, folder: Path):
    path = configured(folder, farm.says("/feed", reply(body=rss(REFERENDUM))), more='first-run = "alert"')
    assert a_round(path).delivered == 1


def test_a_disabled_feed_is_not_asked(farm: Farm, folder: Path):
    a_round(configured(folder, farm.says("/feed", reply(body=rss(HERRING))), more="enabled = false"))
    assert farm.requests == []


def test_a_feed_that_fails_waits_and_says_why(farm: Farm, folder: Path):
    path = configured(folder, farm.says("/feed", reply(503, Retry_After="7200")))
    assert a_round(path).problems == ["feed harbour: the server answered 503 Service Unavailable"]
    waits = state(path)
    assert round((waits.next_due - waits.polled_at).total_seconds()) == 7200
