"""Digests: daily at each of their times, also empty ones, once each, whatever the clock does."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.unit.alerts.plans import DAY, HOUR, MINUTE, NIGHT, NOON, at, failed, planned, waits
from watcher.alerts.calm import FULL, Past, Plan, Waiting
from watcher.model import Bundle, Calm, Hours, Priority

DAILY = Calm(digest=(time(7, 30),))
TWICE = Calm(digest=(time(18), time(7, 30)))
YESTERDAY = Past(digest_at=at(7, 30, day=2))
TODAY = Past(digest_at=at(7, 30))
BERLIN = ZoneInfo("Europe/Berlin")


def digest(*members: int, due: datetime) -> Plan:
    return Plan(send=members, bundle=Bundle.DIGEST, due=due)


@pytest.mark.parametrize(
    ("calm", "now", "past", "expected"),
    [
        pytest.param(DAILY, at(7, 29, 59), YESTERDAY, Plan(due=at(7, 30)), id="until its time"),
        pytest.param(DAILY, at(7, 30), YESTERDAY, digest(due=at(7, 30)), id="at its time"),
        pytest.param(DAILY, at(11), YESTERDAY, digest(due=at(7, 30)), id="late, if the watcher was down"),
        pytest.param(DAILY, at(7, 30), TODAY, Plan(due=at(7, 30, day=4)), id="once"),
        pytest.param(DAILY, at(11), Past(digest_at=at(7, 30) - 9 * DAY), digest(due=at(7, 30)), id="one for many days"),
        pytest.param(TWICE, at(17), TODAY, Plan(due=at(18)), id="the second of the day is next"),
        pytest.param(TWICE, at(18), TODAY, digest(due=at(18)), id="the second of the day"),
        pytest.param(DAILY, at(7, 45), Past(), digest(due=at(7, 30)), id="the very first, a little late"),
        pytest.param(
            DAILY, at(8, 31), Past(), Plan(due=at(7, 30, day=4)), id="the very first, too late to be of interest"
        ),
        pytest.param(DAILY, at(6, 40), TODAY, Plan(due=at(7, 30, day=4)), id="the clock was set back by an hour"),
        pytest.param(
            DAILY,
            at(7, 30),
            Past(digest_at=at(7, 30) + 900 * DAY),
            digest(due=at(7, 30)),
            id="once the clock was years ahead",
        ),
    ],
)
def test_a_digest_leaves_daily_also_when_it_is_empty(calm: Calm, now: datetime, past: Past, expected: Plan) -> None:
    assert planned(calm, past=past, now=now) == expected


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        pytest.param([waits(1, Priority.URGENT), waits(2)], Plan(send=(1,)), id="urgent passes digests"),
        pytest.param(
            [waits(1, Priority.HIGH), waits(2), waits(3, Priority.LOW)], Plan(due=at(18)), id="nothing else does"
        ),
        pytest.param([failed(1, again=NOON), waits(2)], Plan(send=(1,)), id="what was sent before comes again at once"),
        pytest.param([waits(1, not_before=at(13))], Plan(due=at(18)), id="an escalation is in the next one"),
        pytest.param(
            [waits(1, Priority.URGENT, not_before=at(13))], Plan(due=at(13)), id="an urgent escalation leaves before it"
        ),
    ],
)
def test_what_waits_for_the_digest(waiting: list[Waiting], expected: Plan) -> None:
    assert planned(TWICE, *waiting, past=TODAY) == expected


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        pytest.param(
            [waits(1, Priority.HIGH, since=at(17)), waits(2, since=at(16)), waits(3, Priority.LOW, since=at(15))],
            digest(3, 2, 1, due=at(18)),
            id="all, by time",
        ),
        pytest.param([waits(1), waits(2, not_before=at(19))], digest(1, due=at(18)), id="but what is not due yet"),
        pytest.param(
            [failed(1, again=at(17)), waits(2)], Plan(send=(1,)), id="what was tried is not in it, and goes first"
        ),
        pytest.param([failed(1, again=at(18, 5)), waits(2)], Plan(due=at(18, 5)), id="a failed message holds it up"),
        pytest.param(
            [failed(1, again=at(18, 5), attempts=3), waits(2)], digest(2, due=at(18)), id="until it failed three times"
        ),
        pytest.param([waits(1, since=at(18, 30))], digest(1, due=at(18)), id="written before the clock was set back"),
    ],
)
def test_what_is_in_a_digest(waiting: list[Waiting], expected: Plan) -> None:
    assert planned(TWICE, *waiting, past=TODAY, now=at(18)) == expected


def test_a_failed_message_holds_up_an_empty_digest_too() -> None:
    assert planned(TWICE, failed(1, again=at(18, 5)), past=TODAY, now=at(18)) == Plan(due=at(18, 5))


def test_a_very_first_digest_that_is_held_for_too_long_is_of_no_interest_either() -> None:
    calm = Calm(digest=(time(21, 45),), quiet=Hours(start=time(22), end=time(23)))
    assert planned(calm, now=at(22, 15)) == Plan(due=at(21, 45, day=4))


def test_what_waited_for_a_very_first_digest_leaves_with_it_however_late() -> None:
    assert planned(DAILY, waits(1, since=at(7))) == digest(1, due=at(7, 30))
    assert planned(DAILY, waits(1, since=at(8))) == Plan(due=at(7, 30, day=4))


def test_of_more_than_a_message_holds_the_oldest_leave_first_and_the_digest_last() -> None:
    waiting = [waits(number, since=NOON + number * MINUTE) for number in range(FULL + 20)]
    oldest = planned(TWICE, *waiting, past=TODAY, now=at(18))
    assert oldest == Plan(send=tuple(range(FULL)), bundle=Bundle.BACKLOG)
    rest = planned(TWICE, *waiting[FULL:], past=TODAY, now=at(18))
    assert rest == digest(*range(FULL, FULL + 20), due=at(18))
    assert planned(TWICE, *waiting[:FULL], past=TODAY, now=at(18)) == digest(*range(FULL), due=at(18))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(at(6, 30), Plan(due=at(7)), id="held"),
        pytest.param(at(7), digest(due=at(7)), id="at the end of quiet hours, and by that moment"),
    ],
)
def test_a_digest_in_quiet_hours_leaves_at_their_end(now: datetime, expected: Plan) -> None:
    calm = Calm(digest=(time(6),), quiet=NIGHT)
    assert planned(calm, past=Past(digest_at=at(7, day=2)), now=now) == expected


def test_a_digest_that_quiet_hours_overtook_waits_for_their_end() -> None:
    calm = Calm(digest=(time(21, 55),), quiet=NIGHT)
    overtaken = planned(calm, past=Past(digest_at=at(21, 55, day=2)), now=at(22, 5))
    assert overtaken == Plan(due=at(7, day=4))
    late = planned(calm, past=Past(digest_at=at(21, 55, day=2)), now=at(7, day=4))
    assert late == digest(due=at(21, 55))


def berlin(month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)


SPRING, AUTUMN = berlin(3, 29, 3), berlin(10, 25, 2, 30)


@pytest.mark.parametrize(
    ("now", "made", "expected"),
    [
        pytest.param(berlin(3, 29, 1, 59), berlin(3, 28, 2, 30), Plan(due=SPRING), id="skipped: until the clock jumps"),
        pytest.param(SPRING, berlin(3, 28, 2, 30), digest(due=SPRING), id="skipped: when it jumped"),
        pytest.param(berlin(3, 29, 3, 30), SPRING, Plan(due=berlin(3, 30, 2, 30)), id="skipped: once"),
        pytest.param(AUTUMN, berlin(10, 24, 2, 30), digest(due=AUTUMN), id="repeated: the first time"),
        pytest.param(
            berlin(10, 25, 2, 30, fold=1), AUTUMN, Plan(due=berlin(10, 26, 2, 30)), id="repeated: not the second time"
        ),
    ],
)
def test_a_digest_leaves_once_on_days_when_the_clock_changes(now: datetime, made: datetime, expected: Plan) -> None:
    calm = Calm(digest=(time(2, 30),))
    assert planned(calm, past=Past(digest_at=made), now=now, zone=BERLIN) == expected


@pytest.mark.parametrize("leap", [timedelta(minutes=5), HOUR, 23 * HOUR])
def test_a_clock_that_leaps_back_repeats_no_digest(leap: timedelta) -> None:
    assert planned(DAILY, waits(1), past=TODAY, now=at(7, 31) - leap) == Plan(due=at(7, 30, day=4))
