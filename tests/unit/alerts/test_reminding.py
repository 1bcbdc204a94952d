from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from watcher.alerts.reminding import due_at, lead_now, nearness, occasion, remindable
from watcher.model import Event, Evidence, Precision, Realis, When

KYIV, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def a_day(day: int, month: int = 3, *, until: int | None = None, **parts: object) -> When:
    return When(start=date(2026, month, day), end=date(2026, month, until or day), **parts)


def a_time(at: datetime) -> When:
    return When(start=at.date(), end=at.date(), precision=Precision.MINUTE, at=at)


def kyiv(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=KYIV)


def an_event(when: When | None, **parts: object) -> Event:
    evidence = Evidence(field="body", sentence="The leaders meet.", start=0, marks=())
    return Event(**{"kind": "meeting", "when": when, "evidence": evidence, **parts})


@pytest.mark.parametrize(
    ("when", "lead", "due"),
    [
        pytest.param(a_day(6), DAY, kyiv(3, 5, 8), id="a day: the morning before"),
        pytest.param(a_day(6), 7 * DAY, kyiv(2, 27, 8), id="a day: a week before"),
        pytest.param(a_day(6), 3 * HOUR, kyiv(3, 6, 5), id="a day: counted back from eight"),
        pytest.param(a_day(6, until=9), DAY, kyiv(3, 5, 8), id="several days: before the first"),
        pytest.param(a_day(6, until=9, deadline=True), DAY, kyiv(3, 8, 8), id="a deadline: before the last"),
        pytest.param(a_time(kyiv(3, 6, 10)), DAY, kyiv(3, 5, 10), id="a time: the same time the day before"),
        pytest.param(a_time(kyiv(3, 6, 10)), timedelta(days=1, hours=2), kyiv(3, 5, 8), id="a time: days and hours"),
        pytest.param(
            a_time(datetime(2026, 3, 6, 2, tzinfo=NEW_YORK)), HOUR, kyiv(3, 6, 8), id="a time stated in another zone"
        ),
    ],
)
def test_a_reminder_is_due_its_lead_time_before_the_event(when: When, lead: timedelta, due: datetime) -> None:
    assert due_at(when, lead, KYIV) == due.astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "due"),
    [  # summer time begins in Kyiv at 3:00 on 29 March and ends at 4:00 on 25 October 2026
        pytest.param(a_day(29), datetime(2026, 3, 28, 6, tzinfo=UTC), id="begins on the day, all day"),
        pytest.param(a_day(30), datetime(2026, 3, 29, 5, tzinfo=UTC), id="began the day before, all day"),
        pytest.param(a_time(kyiv(3, 29, 10)), datetime(2026, 3, 28, 8, tzinfo=UTC), id="begins on the day, timed"),
        pytest.param(a_time(kyiv(10, 25, 10)), datetime(2026, 10, 24, 7, tzinfo=UTC), id="ends on the day, timed"),
        pytest.param(a_day(26, 10), datetime(2026, 10, 25, 6, tzinfo=UTC), id="ended the day before, all day"),
    ],
)
def test_a_day_before_is_the_same_time_of_day_over_a_change_of_summer_time(when: When, due: datetime) -> None:
    assert due_at(when, DAY, KYIV) == due


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param(kyiv(3, 29, 5), datetime(2026, 3, 28, 23, tzinfo=UTC), id="begins"),
        pytest.param(kyiv(10, 25, 5), datetime(2026, 10, 25, 0, tzinfo=UTC), id="ends"),
    ],
)
def test_three_hours_before_are_three_hours_over_a_change_of_summer_time(at: datetime, due: datetime) -> None:
    assert due_at(a_time(at), 3 * HOUR, KYIV) == due


def test_a_time_that_the_day_before_lacks_comes_when_the_clock_has_jumped() -> None:
    """3:30 on 29 March does not exist in Kyiv."""
    assert due_at(a_time(kyiv(3, 30, 3, 30)), DAY, KYIV) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "lead"),
    [
        pytest.param(kyiv(3, 4, 7, 59), None, id="before the first"),
        pytest.param(kyiv(3, 4, 8), 2 * DAY, id="at the first"),
        pytest.param(kyiv(3, 5, 7, 59), 2 * DAY, id="before the second"),
        pytest.param(kyiv(3, 5, 8), DAY, id="at the second"),
        pytest.param(kyiv(3, 6, 7), 3 * HOUR, id="the last of three that have passed"),
        pytest.param(kyiv(3, 6, 23, 59), 3 * HOUR, id="late, on the day itself"),
        pytest.param(kyiv(3, 7, 0), None, id="the day is over"),
    ],
)
def test_of_the_lead_times_that_have_passed_the_last_is_due(now: datetime, lead: timedelta | None) -> None:
    assert lead_now(a_day(6), (3 * HOUR, 2 * DAY, DAY), told_at=LONG_AGO, now=now, zone=KYIV) == lead


@pytest.mark.parametrize(
    ("now", "lead"),
    [
        pytest.param(kyiv(3, 6, 9, 59), HOUR, id="ahead"),
        pytest.param(kyiv(3, 6, 10), None, id="begun"),
    ],
)
def test_what_has_a_time_is_not_reminded_of_once_it_has_begun(now: datetime, lead: timedelta | None) -> None:
    assert lead_now(a_time(kyiv(3, 6, 10)), (HOUR,), told_at=LONG_AGO, now=now, zone=KYIV) == lead


@pytest.mark.parametrize(
    ("told_at", "leads", "lead"),
    [
        pytest.param(kyiv(3, 5, 12), (DAY,), None, id="told after it was due"),
        pytest.param(kyiv(3, 5, 12), (DAY, HOUR), HOUR, id="told before the next"),
        pytest.param(kyiv(3, 5, 7), (DAY,), DAY, id="told before"),
        pytest.param(LONG_AGO, (), None, id="no lead time"),
    ],
)
def test_what_an_alert_has_just_told_is_not_told_again(
    told_at: datetime, leads: Sequence[timedelta], lead: timedelta | None
) -> None:
    assert lead_now(a_day(6), leads, told_at=told_at, now=kyiv(3, 6, 9), zone=KYIV) == lead


@pytest.mark.parametrize(
    ("when", "now", "words"),
    [
        pytest.param(a_day(6), kyiv(3, 5, 8), "Tomorrow", id="a day before"),
        pytest.param(a_day(6), kyiv(3, 4, 8), "In 2 days", id="two days before"),
        pytest.param(a_day(6), kyiv(3, 6, 11), "Today", id="on the day"),
        pytest.param(a_day(4, until=6, deadline=True), kyiv(3, 5, 8), "Tomorrow", id="a deadline"),
        pytest.param(a_time(kyiv(3, 6, 10)), kyiv(3, 5, 10), "Tomorrow", id="a day before a time"),
        pytest.param(a_time(kyiv(3, 6, 20)), kyiv(3, 6, 7, 30), "Today", id="later on the day"),
        pytest.param(a_time(kyiv(3, 6, 10)), kyiv(3, 6, 7, 0), "In 3 hours", id="three hours"),
        pytest.param(a_time(kyiv(3, 6, 2)), kyiv(3, 5, 23, 0), "In 3 hours", id="over midnight"),
        pytest.param(a_time(kyiv(3, 6, 10)), kyiv(3, 6, 9), "In 1 hour", id="one hour"),
        pytest.param(a_time(kyiv(3, 6, 10)), kyiv(3, 6, 9, 15), "In 45 minutes", id="minutes"),
        pytest.param(a_time(kyiv(3, 6, 10)), kyiv(3, 6, 8, 30), "In 90 minutes", id="an hour and a half"),
        pytest.param(
            a_time(kyiv(3, 6, 10)), kyiv(3, 6, 9, 59) + timedelta(seconds=50), "In 1 minute", id="less than a minute"
        ),
        pytest.param(
            a_time(kyiv(3, 6, 10)), kyiv(3, 6, 7) + timedelta(seconds=9), "In 3 hours", id="some seconds late"
        ),
    ],
)
def test_it_says_how_near_the_event_is(when: When, now: datetime, words: str) -> None:
    assert nearness(when, now.astimezone(UTC), KYIV) == words


def test_a_day_is_the_users_where_a_time_is_stated_in_another_zone() -> None:
    """23:00 in New York on the 5th is 6:00 in Kyiv on the 6th."""
    when = a_time(datetime(2026, 3, 5, 23, tzinfo=NEW_YORK))
    assert nearness(when, kyiv(3, 5, 9).astimezone(UTC), KYIV) == "Tomorrow"


def test_an_event_that_moves_to_another_day_is_another_occasion() -> None:
    assert occasion(a_day(6), DAY) != occasion(a_day(7), DAY)


def test_another_time_of_the_same_day_is_another_occasion_only_for_reminders_in_hours() -> None:
    ten, three = a_time(kyiv(3, 6, 10)), a_time(kyiv(3, 6, 15))
    assert occasion(ten, DAY) == occasion(three, DAY) == occasion(a_day(6), DAY)
    assert occasion(ten, HOUR) != occasion(three, HOUR)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(an_event(None), id="no date"),
        pytest.param(an_event(a_day(1, until=31, precision=Precision.MONTH)), id="only a month"),
        pytest.param(an_event(a_day(6), realis=Realis.DENIED), id="denied"),
        pytest.param(an_event(a_day(6), realis=Realis.BACKGROUND), id="history"),
        pytest.param(an_event(a_day(6), kind="law", fields={"stage": "withdrawn"}), id="withdrawn"),
    ],
)
def test_what_has_no_day_or_is_not_to_be_is_not_reminded_of(event: Event) -> None:
    assert not remindable(event)


@pytest.mark.parametrize("realis", [Realis.ASSERTED, Realis.PLANNED, Realis.REPORTED, Realis.CALLED_FOR])
def test_what_has_a_day_and_is_to_be_is_reminded_of(realis: Realis) -> None:
    assert remindable(an_event(a_day(6), realis=realis))
