"""Reminders over days: the clock is moved, store and outbox are real. It begins on a Monday at 9:00 in Kyiv."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests import stores
from tests.builders import FakeClock, a_rule, an_event
from tests.contract.store.builders import alert, beginning, document, story_event
from tests.contract.store.sending import ZONE, a_channel
from watcher.alerts import render
from watcher.engine.daemon import Daemon
from watcher.engine.once import Round, Tally
from watcher.engine.program import assembled
from watcher.engine.reminders import remind
from watcher.engine.report import Reports
from watcher.errors import ServiceUnavailable, WatcherError
from watcher.model import AlertLabel, Precision, Realis, StoryEvent, ToldEvent, When
from watcher.pipeline import Outcome
from watcher.settings import Settings, load
from watcher.store import Outbox, Store

if TYPE_CHECKING:
    from watcher.deliver import Delivered

CONFIGURATION = """
data-dir = "data"
rules = ["rules.toml"]
timezone = "Europe/Kyiv"
channels = [{ name = "desk", url = "console:" }]
defaults = { channels = ["desk"] }
"""
PATIENCE = 30.0  # seconds for what takes one on an idle machine
RULE = '[[rules]]\nname = "summits"\nevent = "meeting"\nremind = ["1d", "3h"]\n'
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
FRIDAY = date(2026, 3, 6)
EVE = datetime(2026, 3, 5, 6, tzinfo=UTC)  # 8:00 in Kyiv


class Desk:
    """A store with one story, whose alert told one event and was sent, and a clock."""

    def __init__(self, settings: Settings, store: Store, clock: FakeClock) -> None:
        self.settings, self.store, self.clock = settings, store, clock
        self.outbox = Outbox(store)

    def alerted(self, when: When | date = FRIDAY, **parts: object) -> None:
        event = story_event(1, event=an_event(when, **parts))
        told = (ToldEvent(uid=event.uid, sequence=0, event=event.event),)
        self._write(beginning(1, events=(event,), alerts=(alert(1, rule="summits", channels=("desk",), events=told),)))
        self.received()

    def changed(self, **parts: object) -> None:
        """Have a further copy tell the event otherwise."""
        event = story_event(1, sequence=1, changed_at=self.clock.now(), **parts)
        self._write(Outcome(new=(), begun=(), texts=(), aliases={}, events=(event,)))

    def at(self, moment: datetime) -> list[str]:
        """Let it be that time; give the subjects of the reminders that come."""
        self.clock.time = moment
        remind(self.store, self.settings, moment)
        return self.received()

    def received(self) -> list[str]:
        """Send what waits; give the subjects."""
        subjects = []
        while leased := self.outbox.lease(a_channel("desk"), ZONE, self.clock.now()):
            [dispatch] = leased
            self.outbox.sent(dispatch.delivery.id, self.clock.now())
            subjects.append(render(dispatch.views[0], timezone=self.settings.timezone).subject)
        return subjects

    def _write(self, outcome: Outcome) -> None:
        with self.store.write() as tx:
            tx.outcomes.write(outcome, document(), self.clock.now())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "rules.toml").write_text(RULE, encoding="utf-8")
    settings = load(tmp_path / "watcher.toml", stores.ENVIRON)
    (tmp_path / "data").mkdir()
    clock = FakeClock(MONDAY)
    with closing(Store.open(settings.store_url, clock)) as store:
        store.upgrade()
        yield Desk(settings, store, clock)


def a_time(day: int, hour: int, month: int = 3) -> When:
    """Give a time in UTC."""
    at = datetime(2026, month, day, hour, tzinfo=UTC)
    return When(start=at.date(), end=at.date(), precision=Precision.MINUTE, at=at)


def test_a_day_is_reminded_of_at_eight_on_the_day_before_once(desk: Desk) -> None:
    desk.alerted()
    assert desk.at(EVE - MINUTE) == []
    assert desk.at(EVE) == ["Tomorrow: summit: Paris, Friday 6 March"]
    assert desk.at(EVE + MINUTE) == desk.at(EVE + 12 * HOUR) == []


def test_each_lead_time_is_told_once(desk: Desk) -> None:
    desk.alerted(a_time(6, 12))
    told = {at: desk.at(MONDAY + at * HOUR) for at in range(24 * 5)}
    assert {MONDAY + at * HOUR: len(subjects) for at, subjects in told.items() if subjects} == {
        datetime(2026, 3, 5, 12, tzinfo=UTC): 1,
        datetime(2026, 3, 6, 9, tzinfo=UTC): 1,
    }


def test_it_says_how_near_it_is(desk: Desk) -> None:
    desk.alerted(a_time(6, 12))
    assert desk.at(datetime(2026, 3, 5, 12, tzinfo=UTC))[0].startswith("Tomorrow: ")
    assert desk.at(datetime(2026, 3, 6, 9, 0, 10, tzinfo=UTC))[0].startswith("In 3 hours: ")


def test_a_date_that_moves_takes_its_reminder_along(desk: Desk) -> None:
    desk.alerted()
    desk.clock.time = EVE - HOUR
    desk.changed(event=an_event(date(2026, 3, 9)))
    assert desk.at(EVE) == desk.at(EVE + DAY) == []
    assert desk.at(EVE + 3 * DAY) == ["Tomorrow: summit: Paris, Monday 9 March"]


def test_a_date_that_moves_after_its_reminder_is_reminded_of_again_once(desk: Desk) -> None:
    desk.alerted()
    assert len(desk.at(EVE)) == 1
    desk.changed(event=an_event(date(2026, 3, 9)))
    assert desk.at(EVE + DAY) == []
    assert len(desk.at(EVE + 3 * DAY)) == 1
    desk.changed(event=an_event(date(2026, 3, 9), place="Oslo"))
    assert desk.at(EVE + 3 * DAY + HOUR) == []


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(an_event(FRIDAY, realis=Realis.DENIED), id="denied"),
        pytest.param(an_event(None), id="no date any more"),
    ],
)
def test_what_is_off_is_not_reminded_of(desk: Desk, event: StoryEvent) -> None:
    desk.alerted()
    desk.changed(event=event)
    assert desk.at(EVE) == []


@pytest.mark.parametrize(
    ("back", "subjects"),
    [
        pytest.param(EVE + 6 * HOUR, ["Tomorrow: summit: Paris, Friday 6 March"], id="on the eve"),
        pytest.param(EVE + DAY, ["Today: summit: Paris, Friday 6 March"], id="on the day: of two lead times one"),
        pytest.param(EVE + 2 * DAY, [], id="when the day is over"),
    ],
)
def test_what_was_due_while_the_watcher_was_down_comes_late_while_it_is_ahead(
    desk: Desk, back: datetime, subjects: list[str]
) -> None:
    desk.alerted()
    assert desk.at(back) == subjects
    assert desk.at(back + MINUTE) == []


def test_an_alert_that_was_sent_late_stands_for_the_reminder(desk: Desk) -> None:
    desk.clock.time = EVE + HOUR
    desk.alerted()
    assert desk.at(EVE + 2 * HOUR) == []


def test_a_day_before_is_the_same_hour_over_the_change_to_summer_time(desk: Desk) -> None:
    """Kyiv changes on 29 March: 10:00 there is 7:00 UTC on that day and 8:00 UTC the day before."""
    desk.alerted(a_time(29, 7))
    assert desk.at(datetime(2026, 3, 28, 7, 59, tzinfo=UTC)) == []
    assert len(desk.at(datetime(2026, 3, 28, 8, tzinfo=UTC))) == 1


def test_a_day_before_is_the_same_hour_over_the_change_back(desk: Desk) -> None:
    """Kyiv changes back on 25 October: 10:00 there is 8:00 UTC on that day and 7:00 UTC the day before."""
    desk.alerted(a_time(25, 8, month=10))
    assert desk.at(datetime(2026, 10, 24, 6, 59, tzinfo=UTC)) == []
    assert len(desk.at(datetime(2026, 10, 24, 7, tzinfo=UTC))) == 1


def test_a_single_round_sends_what_is_due(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.alerted()
    desk.clock.time = EVE
    with assembled(desk.settings, Reports(), desk.clock) as program:
        Round(program, Tally()).deliver()
    assert "Tomorrow: summit: Paris, Friday 6 March" in capsys.readouterr().out


def test_a_running_watcher_sends_what_is_due(desk: Desk) -> None:
    desk.alerted()
    desk.clock.time = EVE
    delivered: SimpleQueue[Delivered] = SimpleQueue()
    daemon = Daemon(desk.settings, lambda: desk.settings, desk.clock, Reports(delivered=delivered.put))
    with assembled(desk.settings, daemon.reports, desk.clock) as program:
        thread = threading.Thread(target=daemon.run, args=(program,))
        thread.start()
        told = delivered.get(timeout=PATIENCE)
        daemon.stop("test")
        thread.join(PATIENCE)
    assert told.sent
    with desk.store.read() as tx:
        [reminder, _] = tx.alerts.list()
    assert (told.alert, reminder.label) == (reminder.id, AlertLabel.REMINDER)


class Away:
    """A store that does not answer."""

    def read(self) -> None:
        raise ServiceUnavailable("the store is away")


class Refusing:
    """A store that knows no such column."""

    def read(self) -> None:
        raise WatcherError("the store refused a statement")


def test_without_a_rule_that_reminds_the_store_is_not_asked(desk: Desk) -> None:
    with capture_logs() as logs:
        assert remind(Away(), replace(desk.settings, rules=(a_rule(),)), EVE) == 0
    assert logs == []


def test_a_store_that_is_away_is_the_callers_to_say(desk: Desk) -> None:
    with capture_logs() as logs, pytest.raises(ServiceUnavailable, match="the store is away"):
        remind(Away(), desk.settings, EVE)
    assert logs == []


def test_a_store_that_refuses_a_statement_is_asked_again_later(desk: Desk) -> None:
    with capture_logs() as logs:
        assert remind(Refusing(), desk.settings, EVE) == 0
    assert logs == [{"event": "reminders.failed", "log_level": "warning", "error": "the store refused a statement"}]
