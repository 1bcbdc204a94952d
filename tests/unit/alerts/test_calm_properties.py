"""Whatever waits and whatever the channel: nothing is left behind, nothing urgent is held, nothing leaves early."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.alerts.plans import DAY, HOUR, MINUTE, at
from watcher.alerts.calm import FULL, Past, Plan, Waiting, plan
from watcher.model import Bundle, Calm, Channel, DeliveryId, Hours, Priority

SECOND = timedelta(seconds=1)
RANKS = list(reversed(Priority))
ZONES = st.sampled_from([ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe")])
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
WAITS = st.sampled_from([timedelta(0), SECOND * 30, 5 * MINUTE, 3 * HOUR])
QUIET = st.builds(Hours, start=TIMES, end=TIMES).filter(lambda hours: hours.start != hours.end)
STARTS = st.sampled_from([at(12), at(23, day=28), at(0, 30, day=29), datetime.fromisoformat("2026-10-24T23:30+00:00")])

unhurried = settings(deadline=None, max_examples=60)

calms = st.builds(
    Calm,
    digest=st.lists(TIMES, max_size=3, unique=True).map(tuple),
    group_wait=WAITS,
    group_interval=WAITS,
    quiet=st.none() | QUIET,
    burst=st.integers(1, 5),
)


@dataclass(frozen=True)
class Left:
    """One message that left, and what waited then."""

    at: datetime
    plan: Plan
    waiting: Sequence[Waiting]


@st.composite
def queues(draw: st.DrawFn, start: datetime) -> list[Waiting]:
    """Give what waits at `start`, in the order of the outbox."""
    ages = st.timedeltas(-HOUR, 2 * DAY)  # below zero: the clock was set back
    drawn = draw(st.lists(st.tuples(st.sampled_from(RANKS), ages, st.integers(0, 4), st.integers(0, 90)), max_size=12))
    waiting = [
        Waiting(
            id=DeliveryId(number),
            priority=priority,
            created_at=start - age,
            not_before=start + minutes * MINUTE if minutes > 45 else None,
            tried=attempts > 0,
            attempts=attempts,
        )
        for number, (priority, age, attempts, minutes) in enumerate(drawn)
    ]
    return sorted(waiting, key=lambda each: (RANKS.index(each.priority), each.id))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Calm, ZoneInfo, datetime, list[Waiting], Past]:
    start = draw(STARTS)
    before = st.none() | st.timedeltas(-HOUR, 3 * DAY).map(lambda age: start - age)
    past = Past(digest_at=draw(before), message_at=draw(before))
    return draw(calms), draw(ZONES), start, draw(queues(start)), past


def delivered(
    calm: Calm, zone: ZoneInfo, now: datetime, waiting: Sequence[Waiting], past: Past, *, days: int = 0
) -> Iterator[Left]:
    """Do as the plan says, as a courier whose channel takes everything, and sleep for as long as the plan says.

    Until nothing waits any more, and for so many days.
    """
    channel, end, too_late = Channel(name="desk", url="console:", calm=calm), now + days * DAY, now + 4 * DAY
    while (waiting or now < end) and now < too_late:
        planned = plan(channel, waiting, past, zone=zone, now=now)
        if planned.leaves:
            yield Left(now, planned, waiting)
            waiting = [each for each in waiting if each.id not in planned.send]
            digest_at = planned.due if planned.bundle is Bundle.DIGEST else past.digest_at
            past = Past(digest_at=digest_at, message_at=now)
        else:
            assert planned.due is not None
            assert planned.due > now
            now = planned.due


@unhurried
@given(scenes())
def test_all_that_waits_leaves_once_and_within_days(scene: tuple) -> None:
    sent = [each for left in delivered(*scene) for each in left.plan.send]
    assert sorted(sent) == sorted(each.id for each in scene[3])


@unhurried
@given(scenes())
def test_an_urgent_one_leaves_as_soon_as_it_may_unless_a_failed_one_is_ahead(scene: tuple) -> None:
    calm, zone, start, waiting, past = scene
    never_failed = [replace(each, tried=False, attempts=0) for each in waiting]
    left = {each: one.at for one in delivered(calm, zone, start, never_failed, past) for each in one.plan.send}
    urgent = [each for each in never_failed if each.priority is Priority.URGENT]
    assert [left[each.id] for each in urgent] == [max(start, each.not_before or start) for each in urgent]


@unhurried
@given(scenes())
def test_urgent_and_tried_ones_leave_as_messages_of_their_own(scene: tuple) -> None:
    bundled = [(left, set(left.plan.send)) for left in delivered(*scene) if left.plan.bundle]
    together = [each for left, members in bundled for each in left.waiting if each.id in members]
    assert [each for each in together if each.tried or each.priority is Priority.URGENT] == []


@unhurried
@given(scenes(), st.integers(1, 99))
def test_nothing_leaves_before_it_is_due(scene: tuple, percent: int) -> None:
    calm, zone, start, waiting, past = scene
    channel = Channel(name="desk", url="console:", calm=calm)
    first = plan(channel, waiting, past, zone=zone, now=start)
    assume(first.due and not first.leaves)
    between = start + (first.due - start) * percent / 100
    assert not plan(channel, waiting, past, zone=zone, now=between).leaves
    assert plan(channel, waiting, past, zone=zone, now=first.due).leaves


@unhurried
@given(scenes())
def test_only_urgent_ones_leave_in_quiet_hours(scene: tuple) -> None:
    calm, _, start, waiting, past = scene
    greenwich = ZoneInfo("UTC")
    quiet = Hours(start=time(22), end=time(7))
    at_night = {
        each
        for left in delivered(replace(calm, quiet=quiet), greenwich, start, waiting, past)
        if left.at.hour >= 22 or left.at.hour < 7
        for each in (left.plan.send or ["an empty digest"])
    }
    assert at_night <= {each.id for each in waiting if each.priority is Priority.URGENT}


@unhurried
@given(scenes())
def test_normal_and_high_ones_leave_at_the_latest_with_the_next_digest_or_group(scene: tuple) -> None:
    calm, zone, start, waiting, past = scene
    untried = [replace(each, tried=False, attempts=0, not_before=None) for each in waiting]
    left = {each: one.at for one in delivered(calm, zone, start, untried, past) for each in one.plan.send}
    gathered = DAY if calm.digest else 2 * max(calm.group_wait, calm.group_interval)
    held = DAY if calm.quiet else timedelta(0)
    change_of_the_clock = HOUR
    latest = start + gathered + held + change_of_the_clock
    assert [each for each in untried if each.priority is not Priority.LOW and left[each.id] > latest] == []


@settings(unhurried, max_examples=20)
@given(scenes(), st.integers(FULL, 3 * FULL))
def test_of_very_many_none_is_lost_and_no_message_is_overfull(scene: tuple, count: int) -> None:
    calm, zone, start, _, past = scene
    waiting = [
        Waiting(id=DeliveryId(number), priority=Priority.NORMAL, created_at=start - number * SECOND)
        for number in range(count)
    ]
    sent = [left.plan.send for left in delivered(calm, zone, start, waiting, past)]
    assert max(map(len, sent)) <= FULL
    assert sorted(each for send in sent for each in send) == list(range(count))


@unhurried
@given(calms, ZONES, STARTS)
def test_each_digest_is_due_after_the_one_before(calm: Calm, zone: ZoneInfo, start: datetime) -> None:
    daily = replace(calm, digest=calm.digest or (time(2, 30),))
    due = [left.plan.due for left in delivered(daily, zone, start, [], Past(digest_at=start - DAY), days=2)]
    assert due == sorted(set(due))
    assert 1 <= len(due) <= 2 * len(daily.digest) + 2
