"""A watcher over years: the clock is moved, the feed is a file, everything else is real."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests import stores
from tests.builders import HERRING, REFERENDUM, FakeClock
from watcher.deliver import Delivered
from watcher.engine.ingest import Ingested
from watcher.engine.once import Round, Tally
from watcher.engine.program import assembled
from watcher.engine.report import Reports
from watcher.engine.retention import Retainer
from watcher.settings import load
from watcher.store import Deleted, Store

if TYPE_CHECKING:
    from watcher.errors import WatcherError

CONFIGURATION = """
data-dir = "data"
rules = ["rules.toml"]
channels = [{ name = "desk", url = "console:" }]
defaults = { channels = ["desk"] }
store = { keep = "90d" }
feeds = [{ name = "harbour", path = "news.xml" }]
"""
DAY = timedelta(days=1)
LIGHTHOUSE = (
    "The lighthouse at Cape Orrin goes dark in autumn, after the port council found that no ship had asked for it in "
    "six years. Keepers will move to the mainland, and the tower becomes a museum of charts and of storms."
)


def rss(*texts: str) -> str:
    entries = "".join(
        f"<item><title>{text[:40]}</title><guid>{text[:9]}</guid><description>{text}</description></item>"
        for text in texts
    )
    return f"<rss version='2.0'><channel><title>Harbour Times</title>{entries}</channel></rss>"


class Years:
    """One data folder and one running program, polled whenever a test says so."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.tally = folder, FakeClock(), Tally()
        self._running = ExitStack()
        self.restart()

    def restart(self, query: str = "referendum") -> None:
        """End the program, and begin it anew with a rule of this query."""
        self._running.close()
        rules = f'[[rules]]\nname = "votes"\nquery = "{query}"\n'
        (self.folder / "rules.toml").write_text(rules, encoding="utf-8")
        (self.folder / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
        self.settings = load(self.folder / "watcher.toml", stores.ENVIRON)
        reports = Reports(ingested=self._ingested, delivered=self._delivered)
        self.program = self._running.enter_context(assembled(self.settings, reports, self.clock))

    def _ingested(self, ingested: Ingested) -> None:
        self.tally.ingested(ingested)

    def _delivered(self, delivered: Delivered) -> None:
        self.tally.handed_over(delivered)

    def end(self) -> None:
        self._running.close()

    def later(self, by: timedelta, *shown: str) -> Tally:
        """Let the time pass without us, then poll the feed as it stands, deliver, and delete what is too old."""
        self.clock.forward(by)
        (self.folder / "news.xml").write_text(rss(*shown), encoding="utf-8")
        self.tally = Tally()
        round_ = Round(self.program, self.tally)
        round_.collect()
        round_.deliver()
        self.retain()
        return self.tally

    def retain(self) -> Deleted:
        return self.program.retainer.run(self.settings)

    def stories(self) -> list[str]:
        with self.program.store.read() as tx:
            return [summary.lead.title[:9] for summary in tx.stories.list()]


@pytest.fixture
def years(tmp_path: Path) -> Iterator[Years]:
    years = Years(tmp_path)
    yield years
    years.end()


def test_news_that_left_the_feed_goes_and_what_was_alerted_stays(years: Years):
    years.later(DAY, HERRING)
    alerted = years.later(DAY, HERRING, REFERENDUM)
    years.later(91 * DAY, LIGHTHOUSE)

    assert alerted.delivered == 1
    assert years.stories() == [LIGHTHOUSE[:9], REFERENDUM[:9]]


def test_what_was_told_is_never_told_again_though_it_leaves_the_feed_for_a_year(years: Years):
    years.later(DAY, HERRING)
    told = years.later(DAY, HERRING, REFERENDUM)
    gone = years.later(365 * DAY, HERRING)
    again = years.later(DAY, HERRING, REFERENDUM)

    assert [tally.alerts for tally in (told, gone, again)] == [1, 0, 0]
    assert again.new_entries == 0


def test_what_a_first_run_held_back_is_no_news_years_later_while_the_feed_shows_it(years: Years):
    first = years.later(DAY, REFERENDUM)
    rounds = [years.later(200 * DAY, REFERENDUM, text) for text in (HERRING, LIGHTHOUSE, HERRING)]

    assert (first.held_back, [tally.alerts for tally in rounds]) == (1, [0, 0, 0])
    assert years.stories()[-1] == REFERENDUM[:9]


def test_what_a_first_run_held_back_and_left_the_feed_is_no_news_when_it_comes_back(years: Years):
    years.later(DAY, REFERENDUM)
    years.later(DAY, HERRING)
    years.later(200 * DAY, LIGHTHOUSE)
    assert REFERENDUM[:9] not in years.stories()

    back = years.later(DAY, LIGHTHOUSE, REFERENDUM)
    assert (back.new_entries, back.alerts, back.held_back) == (1, 0, 0)


def test_what_comes_back_with_another_text_is_news(years: Years):
    years.later(DAY, HERRING)
    years.later(DAY, LIGHTHOUSE)
    years.later(200 * DAY, LIGHTHOUSE + " Tours begin in May.")
    assert HERRING[:9] not in years.stories()

    assert years.later(DAY, LIGHTHOUSE, f"{HERRING} {REFERENDUM}").alerts == 1


def test_a_new_rule_does_not_dig_up_what_was_deleted(years: Years):
    years.later(DAY, HERRING)
    years.later(DAY, LIGHTHOUSE)
    years.later(200 * DAY, LIGHTHOUSE + " Tours begin in May.")
    years.restart(query="herring")

    assert years.later(DAY, LIGHTHOUSE, HERRING).alerts == 0


def test_a_start_after_a_year_off_announces_nothing_old(years: Years):
    years.later(DAY, REFERENDUM, HERRING)
    years.later(DAY, REFERENDUM, HERRING, LIGHTHOUSE)
    years.clock.forward(400 * DAY)

    assert years.retain() == Deleted()
    assert years.later(timedelta(0), REFERENDUM, HERRING, LIGHTHOUSE).new_entries == 0


def test_a_run_of_the_daemon_is_stopped_between_two_steps(years: Years):
    years.later(DAY, HERRING)
    years.later(DAY, LIGHTHOUSE)
    years.later(DAY, LIGHTHOUSE + " Tours begin in May.")
    years.clock.forward(200 * DAY)
    retainer = Retainer(years.program.store, years.clock)
    retainer.start(years.settings)
    retainer.close()
    assert "retention" not in {thread.name for thread in threading.enumerate()}


def test_the_daemon_says_how_much_it_deleted(years: Years):
    years.later(DAY, HERRING)
    years.later(DAY, LIGHTHOUSE)
    years.later(10 * DAY, LIGHTHOUSE + " Tours begin in May.")
    years.clock.forward(200 * DAY)
    with capture_logs() as logged:
        years.program.retainer.start(years.settings)
        years.program.retainer.join()
    [event] = [event for event in logged if event["event"] == "retention.deleted"]
    assert (event["stories"], event["entries"]) == (1, 1)


def test_a_store_that_another_program_holds_is_left_for_the_next_run(years: Years):
    store = Store.open(years.settings.store_url, years.clock, patience=timedelta(milliseconds=1))
    away: list[WatcherError] = []
    retainer = Retainer(store, years.clock, away.append)
    with years.program.store.write(), capture_logs() as logged:
        retainer.start(years.settings)
        retainer.join()
    store.close()
    assert logged == []  # the daemon says it together with all else that waits
    [error] = away
    assert "another program writes to the store" in str(error)
