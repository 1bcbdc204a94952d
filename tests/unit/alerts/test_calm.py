"""What leaves at once, in which order, what holds up what, quiet hours, bursts."""

from datetime import datetime, time

import pytest

from tests.unit.alerts.plans import DAY, HOUR, MINUTE, NIGHT, NOON, at, failed, planned, waits
from watcher.alerts.calm import FULL, Past, Plan, Waiting
from watcher.model import Bundle, Calm, Hours, Priority

AT_ONCE = Calm()
QUIET = Calm(quiet=NIGHT)
URGENT, HIGH, NORMAL, LOW = Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW


def test_where_nothing_waits_nothing_is_due() -> None:
    assert planned(AT_ONCE) == Plan()


@pytest.mark.parametrize("priority", [URGENT, HIGH, NORMAL])
def test_a_channel_without_calm_sends_one_by_one_in_the_order_given(priority: Priority) -> None:
    assert planned(AT_ONCE, waits(1, priority), waits(2)) == Plan(send=(1,))


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        pytest.param([failed(1, again=NOON + MINUTE)], Plan(due=NOON + MINUTE), id="one that failed waits"),
        pytest.param([failed(1, again=NOON)], Plan(send=(1,)), id="until it is due again"),
        pytest.param(
            [failed(1, again=NOON + MINUTE), waits(2)], Plan(due=NOON + MINUTE), id="those behind it wait with it"
        ),
        pytest.param(
            [failed(1, again=NOON + HOUR), failed(2, again=NOON)], Plan(due=NOON + HOUR), id="also those that failed"
        ),
        pytest.param(
            [waits(1, HIGH), failed(2, again=NOON + MINUTE)], Plan(send=(1,)), id="those ahead of it do not wait"
        ),
        pytest.param(
            [failed(1, again=NOON + MINUTE, attempts=3), waits(2)],
            Plan(send=(2,)),
            id="from three tries on it is passed",
        ),
        pytest.param(
            [failed(1, again=NOON + MINUTE, attempts=3), failed(2, again=NOON + HOUR, attempts=9)],
            Plan(due=NOON + MINUTE),
            id="and looked at again when it is due",
        ),
        pytest.param(
            [failed(1, again=NOON + MINUTE, attempts=0), waits(2)],
            Plan(due=NOON + MINUTE),
            id="tries at a channel known to be down do not count",
        ),
        pytest.param(
            [waits(1, not_before=NOON + MINUTE), waits(2)], Plan(send=(2,)), id="an escalation holds up nothing"
        ),
        pytest.param([waits(1, not_before=NOON + MINUTE)], Plan(due=NOON + MINUTE), id="it leaves at its time"),
        pytest.param([waits(1, since=NOON + HOUR)], Plan(send=(1,)), id="written before the clock was set back"),
    ],
)
def test_what_failed_holds_up_what_is_behind_it(waiting: list[Waiting], expected: Plan) -> None:
    assert planned(AT_ONCE, *waiting) == expected


@pytest.mark.parametrize(
    ("now", "waiting", "expected"),
    [
        pytest.param(at(21, 59), waits(1), Plan(send=(1,)), id="before they start"),
        pytest.param(at(22), waits(1), Plan(due=at(7, day=4)), id="held until they end"),
        pytest.param(at(6, 59, 59), waits(1, HIGH), Plan(due=at(7)), id="high too"),
        pytest.param(at(7), waits(1, since=at(23, day=2)), Plan(send=(1,)), id="as they end"),
        pytest.param(at(2), waits(1, URGENT), Plan(send=(1,)), id="urgent passes"),
        pytest.param(at(2), failed(1, again=at(1)), Plan(due=at(7)), id="what failed before is held too"),
        pytest.param(
            at(2), failed(1, again=at(3), priority=URGENT), Plan(due=at(3)), id="an urgent one is tried in them again"
        ),
        pytest.param(
            at(21), waits(1, not_before=at(23)), Plan(due=at(7, day=4)), id="an escalation that falls in them"
        ),
    ],
)
def test_quiet_hours_hold_all_that_is_not_urgent(now: datetime, waiting: Waiting, expected: Plan) -> None:
    assert planned(QUIET, waiting, now=now) == expected


def many(count: int, priority: Priority = NORMAL, first: int = 1) -> list[Waiting]:
    return [waits(number, priority, since=at(12) - number * MINUTE) for number in range(first, first + count)]


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        pytest.param(many(3), Plan(send=(1,)), id="as many as the burst"),
        pytest.param(many(4), Plan(send=(4, 3, 2, 1), bundle=Bundle.BACKLOG), id="one more, by time"),
        pytest.param(many(9, HIGH), Plan(send=(1,)), id="high ones, however many"),
        pytest.param([*many(2, HIGH), *many(9, first=3)], Plan(send=(1,)), id="high ones first"),
        pytest.param(
            [failed(9, again=at(11)), *many(4)],
            Plan(send=(9,)),
            id="what was tried leaves as it was, the others after it",
        ),
        pytest.param(
            [*many(3), waits(9, not_before=NOON + HOUR)], Plan(send=(1,)), id="what is not due yet is none of them"
        ),
    ],
)
def test_more_normal_ones_than_the_burst_leave_as_one_message(waiting: list[Waiting], expected: Plan) -> None:
    assert planned(Calm(burst=3), *waiting) == expected


def test_what_waited_in_quiet_hours_leaves_at_their_end_as_one_message_if_it_is_much() -> None:
    calm = Calm(quiet=NIGHT, burst=3)
    assert planned(calm, *many(4), now=at(7, day=4)) == Plan(send=(4, 3, 2, 1), bundle=Bundle.BACKLOG)


def test_a_message_holds_no_more_than_the_oldest_fifty_and_the_rest_follows() -> None:
    backlog = many(FULL + 20)
    first = planned(AT_ONCE, *backlog)
    assert first.send == tuple(range(FULL + 20, 20, -1))
    rest = planned(AT_ONCE, *[each for each in backlog if each.id not in first.send])
    assert rest.send == tuple(range(20, 0, -1))


def test_a_burst_of_none_sends_a_single_one_as_itself() -> None:
    assert planned(Calm(burst=0), waits(1)) == Plan(send=(1,))


@pytest.mark.parametrize(
    ("now", "since", "expected"),
    [
        pytest.param(at(12), at(11), Plan(due=at(8, day=4)), id="until eight"),
        pytest.param(at(8, 30), at(8, 10), Plan(due=at(8, day=4)), id="until eight of the next day"),
        pytest.param(at(8), at(8), Plan(send=(1,), bundle=Bundle.DIGEST, due=at(8)), id="on the stroke of eight"),
        pytest.param(at(8), at(11, day=2), Plan(send=(1,), bundle=Bundle.DIGEST, due=at(8)), id="at eight"),
        pytest.param(
            at(12), at(7), Plan(send=(1,), bundle=Bundle.DIGEST, due=at(8)), id="the watcher was down at eight"
        ),
    ],
)
def test_low_ones_gather_until_the_morning_where_there_is_no_digest(
    now: datetime, since: datetime, expected: Plan
) -> None:
    assert planned(AT_ONCE, waits(1, LOW, since=since), now=now) == expected


def test_the_gathered_low_ones_leave_in_local_time_and_after_quiet_hours() -> None:
    calm = Calm(quiet=Hours(start=time(22), end=time(9)))
    assert planned(calm, waits(1, LOW), now=NOON).due == at(9, day=4)
    assert planned(calm, waits(1, LOW, since=NOON - DAY), now=at(9)).due == at(9)


@pytest.mark.parametrize("escalates", [at(8, 1, day=4), at(8, day=5)])
def test_a_low_escalation_waits_for_the_morning_after(escalates: datetime) -> None:
    assert planned(AT_ONCE, waits(1, LOW, not_before=escalates)) == Plan(due=at(8, day=5))


def test_gathered_low_ones_leave_once_a_day() -> None:
    made = Past(digest_at=at(8, day=2))
    assert planned(AT_ONCE, waits(1, LOW, since=at(11)), past=made) == Plan(due=at(8, day=4))


def test_low_ones_hold_up_no_others() -> None:
    assert planned(AT_ONCE, waits(1), waits(2, LOW)) == Plan(send=(1,))
