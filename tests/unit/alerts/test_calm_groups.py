"""Groups: the first waits for others, further ones for the interval since the last message."""

from datetime import datetime

import pytest

from tests.unit.alerts.plans import HOUR, MINUTE, NIGHT, NOON, at, failed, planned, waits
from watcher.alerts.calm import FULL, Past, Plan, Waiting
from watcher.model import Bundle, Calm, Priority

GROUPS = Calm(group_wait=MINUTE, group_interval=5 * MINUTE)
JUST_NOW = Past(message_at=NOON)


@pytest.mark.parametrize(
    ("now", "past", "expected"),
    [
        pytest.param(at(12), Past(), Plan(due=at(12, 1)), id="the first waits for others"),
        pytest.param(at(12, 1), Past(), Plan(send=(1, 2), bundle=Bundle.GROUP), id="and leaves with them"),
        pytest.param(at(12, 1), JUST_NOW, Plan(due=at(12, 5)), id="not sooner after the last than the interval"),
        pytest.param(at(12, 5), JUST_NOW, Plan(send=(1, 2), bundle=Bundle.GROUP), id="and then all at once"),
        pytest.param(at(12), Past(message_at=at(3)), Plan(due=at(12, 1)), id="long after the last it is a first again"),
        pytest.param(at(12), Past(message_at=at(12, 57)), Plan(due=at(12, 1)), id="sent before the clock was set back"),
    ],
)
def test_groups_leave_as_alertmanager_sends_them(now: datetime, past: Past, expected: Plan) -> None:
    late = waits(2, since=at(12, 0, 30))
    assert planned(GROUPS, waits(1, since=NOON), late, past=past, now=now) == expected


@pytest.mark.parametrize(
    ("calm", "past", "due"),
    [
        pytest.param(Calm(group_wait=MINUTE), JUST_NOW, at(12, 1), id="no interval"),
        pytest.param(Calm(group_interval=5 * MINUTE), JUST_NOW, at(12, 5), id="no wait"),
    ],
)
def test_either_of_wait_and_interval_makes_groups(calm: Calm, past: Past, due: datetime) -> None:
    assert planned(calm, waits(1), past=past) == Plan(due=due)


@pytest.mark.parametrize(
    ("now", "waiting", "expected"),
    [
        pytest.param(at(12, 1), [waits(1)], Plan(send=(1,)), id="a group of one is itself"),
        pytest.param(at(12), [waits(1, Priority.URGENT), waits(2)], Plan(send=(1,)), id="urgent passes groups"),
        pytest.param(
            at(12, 1), [waits(1, Priority.HIGH), waits(2)], Plan(send=(1, 2), bundle=Bundle.GROUP), id="high does not"
        ),
        pytest.param(at(12, 1), [waits(1), waits(2, Priority.LOW)], Plan(send=(1,)), id="low is for digests only"),
        pytest.param(
            at(12, 1),
            [waits(number) for number in range(1, 20)],
            Plan(send=tuple(range(1, 20)), bundle=Bundle.GROUP),
            id="a group holds more than a burst",
        ),
        pytest.param(
            at(12), [waits(1, not_before=at(12, 9))], Plan(due=at(12, 10)), id="an escalation waits for others"
        ),
        pytest.param(
            at(12, 9, 30), [waits(1, not_before=at(12, 9))], Plan(due=at(12, 10)), id="from when it is due on"
        ),
        pytest.param(
            at(12, 1),
            [failed(1, again=at(12, 2)), waits(2)],
            Plan(due=at(12, 2)),
            id="a failed message holds up groups",
        ),
        pytest.param(
            at(12, 1),
            [waits(1, Priority.HIGH), failed(2, again=at(12, 2)), waits(3)],
            Plan(due=at(12, 2)),
            id="also what is ahead of it: a group is not torn apart",
        ),
        pytest.param(at(12), [failed(1, again=at(12)), waits(2)], Plan(send=(1,)), id="a failed group comes again"),
        pytest.param(at(12), [waits(1, since=at(12, 57))], Plan(send=(1,)), id="written before the clock was set back"),
    ],
)
def test_what_is_in_a_group(now: datetime, waiting: list[Waiting], expected: Plan) -> None:
    assert planned(GROUPS, *waiting, now=now) == expected


def test_a_full_message_waits_for_no_others() -> None:
    waiting = [waits(number) for number in range(FULL + 1)]
    full = Plan(send=tuple(range(FULL)), bundle=Bundle.GROUP)
    assert planned(GROUPS, *waiting, past=JUST_NOW) == full
    assert planned(GROUPS, *waiting[:FULL], past=JUST_NOW) == full
    assert planned(GROUPS, *waiting[1:FULL], past=JUST_NOW) == Plan(due=at(12, 5))
    assert planned(GROUPS, waiting[-1], past=JUST_NOW) == Plan(due=at(12, 5))


def test_a_group_waits_until_quiet_hours_end() -> None:
    calm = Calm(group_wait=HOUR, quiet=NIGHT)
    assert planned(calm, waits(1, since=at(21, 30)), now=at(21, 30)) == Plan(due=at(7, day=4))
