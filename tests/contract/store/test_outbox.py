"""The deliveries that wait."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tests.contract.store.builders import HOSTILE, LATER, NOW, FixedClock, alerting, arrival, name
from tests.contract.store.sending import ZONE, a_channel, begin, fill, lease, next_due, stored, told
from watcher.alerts.calm import FULL, Past, Plan, Waiting, plan
from watcher.errors import WatcherError
from watcher.model import Channel, DeliveryId, DeliveryState, Priority
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store, leases
from watcher.store.leases import LEASE

TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


def sent(outbox: Outbox, channel: str | Channel = "console", now: datetime = NOW) -> str | None:
    """Send a channel's next message; give the id of its alert."""
    dispatch = lease(outbox, channel, now)
    if dispatch is None:
        return None
    outbox.sending([dispatch.delivery.id])
    outbox.sent(dispatch.delivery.id, now)
    return dispatch.delivery.alert


def test_nothing_is_leased_from_an_empty_outbox(outbox: Outbox) -> None:
    assert lease(outbox) is None


def test_a_leased_delivery_has_not_left(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    dispatch = lease(outbox)

    assert dispatch is not None
    assert (dispatch.delivery.state, dispatch.delivery.attempts) == (DeliveryState.LEASED, 0)
    assert dispatch.delivery == stored(store)
    assert lease(outbox) is None


def test_several_are_leased_and_marked_at_once_in_their_order(store: Store, outbox: Outbox) -> None:
    fill(store, *(alerting(number) for number in (1, 2, 3)))
    leased = outbox.lease(a_channel(), ZONE, NOW, 2)
    assert [told(each) for each in leased] == [[1], [2]]

    outbox.give_back(leased[0].delivery.id)
    assert outbox.sending([each.delivery.id for each in leased]) == {leased[1].delivery.id}
    assert [told(each) for each in outbox.lease(a_channel(), ZONE, NOW, 9)] == [[1], [3]]
    assert not outbox.lease(a_channel(), ZONE, NOW, 9)


def test_what_is_recorded_together_is_recorded_all_or_not_at_all(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    first, second = (begin(outbox).delivery.id for _ in range(2))

    def record_one_that_is_missing() -> None:
        with outbox.together():
            outbox.sent(first, NOW)
            outbox.retry(DeliveryId(999), NOW, "down")

    with pytest.raises(WatcherError, match="is not in the store"):
        record_one_that_is_missing()
    assert stored(store, 1).state is DeliveryState.SENDING

    with outbox.together():
        outbox.sent(first, NOW)
        outbox.unknown(second, NOW, "no answer")
    assert (stored(store, 1).state, stored(store, 2).state) == (DeliveryState.SENT, DeliveryState.UNKNOWN)


def test_a_delivery_is_being_sent_before_the_channel_is_called(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    begin(outbox)

    assert (stored(store).state, stored(store).attempts, stored(store).lease_until) == (DeliveryState.SENDING, 1, None)


def test_a_probe_of_a_channel_that_is_down_counts_as_no_try(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.sending([lease(outbox).delivery.id], counts=False)

    assert (stored(store).state, stored(store).attempts) == (DeliveryState.SENDING, 0)


def test_only_what_is_leased_can_be_sent(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    dispatch = begin(outbox)

    assert not outbox.sending([dispatch.delivery.id])
    assert stored(store).attempts == 1


def test_a_leased_delivery_shows_every_copy_known_at_that_moment(store: Store, outbox: Outbox) -> None:
    copy = arrival(2, story=1, at=LATER)
    fill(store, alerting(1), Outcome(new=(copy,), aliases={}))
    [view] = lease(outbox).views

    assert view.alert.id == name(1)
    assert view.copies == (arrival(1).copy, copy.copy)


def test_deliveries_leave_by_priority_and_then_in_the_order_of_writing(store: Store, outbox: Outbox) -> None:
    normal, high, urgent = Priority.NORMAL, Priority.HIGH, Priority.URGENT
    written = (normal, urgent, high, normal, urgent)
    fill(store, *(alerting(number, priority=priority) for number, priority in enumerate(written, 1)))

    assert [sent(outbox) for _ in range(6)] == [*map(name, (2, 5, 3, 1, 4)), None]


def test_a_channel_only_gets_its_own_deliveries(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "desk"), alerting(2, "console"), alerting(3, HOSTILE))

    assert [sent(outbox, channel) for channel in ("console", "console", HOSTILE)] == [name(2), None, name(3)]


def test_what_the_channel_took_is_recorded_and_never_leased_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.sent(begin(outbox).delivery.id, LATER, "$event-7")

    assert (stored(store).state, stored(store).sent_at) == (DeliveryState.SENT, LATER)
    assert stored(store).remote == "$event-7"
    assert lease(outbox, now=LATER) is None


def test_a_failure_that_may_pass_is_due_again_at_its_time_and_not_before(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.retry(begin(outbox).delivery.id, LATER, HOSTILE)
    failed = stored(store)

    assert (failed.state, failed.not_before, failed.last_error) == (DeliveryState.RETRY, LATER, HOSTILE)
    assert lease(outbox, now=LATER - TICK) is None
    assert begin(outbox, now=LATER).delivery.key == failed.key
    assert stored(store).attempts == 2


def test_what_may_have_arrived_is_sent_again_under_the_same_key(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    first = begin(outbox).delivery
    outbox.unknown(first.id, LATER, "no answer")

    assert (stored(store).state, stored(store).last_error) == (DeliveryState.UNKNOWN, "no answer")
    assert lease(outbox, now=LATER - TICK) is None
    assert begin(outbox, now=LATER).delivery.key == first.key


def test_a_failure_that_will_not_pass_is_never_leased_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.dead(begin(outbox).delivery.id, HOSTILE)

    assert (stored(store).state, stored(store).last_error) == (DeliveryState.DEAD, HOSTILE)
    assert lease(outbox, now=LATER) is None


def fail(outbox: Outbox, tries: int) -> None:
    """Have the next message fail so many times, a minute apart, the last time until `LATER`."""
    for number in range(tries):
        failed = begin(outbox, now=NOW + number * MINUTE).delivery.id
        outbox.retry(failed, LATER if number == tries - 1 else NOW + (number + 1) * MINUTE, "busy")


def test_a_delivery_that_failed_holds_up_those_behind_it(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    fail(outbox, 2)

    assert lease(outbox, now=LATER - TICK) is None
    assert next_due(outbox, now=LATER - TICK) == LATER
    assert [sent(outbox, now=LATER) for _ in range(2)] == [name(1), name(2)]


def test_a_more_urgent_one_passes_a_delivery_that_failed(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    fail(outbox, 1)
    fill(store, alerting(2, priority=Priority.HIGH))

    assert sent(outbox) == name(2)


def test_one_that_failed_three_times_is_passed(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    fail(outbox, 3)

    assert sent(outbox, now=LATER - TICK) == name(2)


def test_what_is_given_back_is_leased_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.give_back(lease(outbox).delivery.id)

    assert (stored(store).state, stored(store).lease_until) == (DeliveryState.NEW, None)
    assert sent(outbox) == name(1)


def test_what_failed_before_it_was_given_back_still_has(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.sending([lease(outbox).delivery.id], counts=False)
    outbox.retry(stored(store).id, NOW, "down")
    outbox.give_back(lease(outbox).delivery.id)

    assert (stored(store).state, stored(store).last_error) == (DeliveryState.RETRY, "down")


def test_what_is_being_sent_cannot_be_given_back(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.give_back(begin(outbox).delivery.id)

    assert stored(store).state is DeliveryState.SENDING


def test_a_lease_that_has_run_out_is_free_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    leased = lease(outbox).delivery

    assert leased.lease_until == NOW + LEASE
    assert lease(outbox, now=NOW + LEASE - TICK) is None
    assert sent(outbox, now=NOW + LEASE) == name(1)
    assert not outbox.sending([leased.id])


@pytest.mark.parametrize(("priority", "most"), [(Priority.HIGH, 2), (Priority.NORMAL, FULL + 1)])
def test_of_very_many_no_more_are_read_than_say_what_leaves(
    store: Store, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, priority: Priority, most: int
) -> None:
    read: list[int] = []
    monkeypatch.setattr(leases, "plan", partial(_noted, read))
    everything = range(1, 2 * FULL)
    fill(store, *(alerting(number, priority=priority) for number in everything))
    patient = a_channel(burst=10 * FULL)

    assert [sent(outbox, patient) for _ in everything] == list(map(name, everything))
    assert max(read) == most


def _noted(read: list[int], channel: Channel, waiting: Sequence[Waiting], past: Past, **at: Any) -> Plan:
    read.append(len(waiting))
    return plan(channel, waiting, past, **at)


@pytest.mark.parametrize(
    "record",
    [
        lambda outbox: outbox.sent(DeliveryId(99), NOW),
        lambda outbox: outbox.retry(DeliveryId(99), NOW, "no answer"),
        lambda outbox: outbox.dead(DeliveryId(99), "refused"),
    ],
    ids=["sent", "retry", "dead"],
)
def test_what_became_of_an_unknown_delivery_is_not_swallowed(outbox: Outbox, record: Callable[[Outbox], None]) -> None:
    with pytest.raises(WatcherError, match="delivery 99 is not in the store"):
        record(outbox)


def test_nothing_is_due_where_nothing_waits(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "desk"), alerting(2, "console"))
    begin(outbox)

    assert next_due(outbox) is None


def test_a_new_delivery_is_due_now(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))

    assert next_due(outbox) == NOW


def test_the_first_of_those_that_wait_for_their_time_says_when_a_channel_is_due(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    fail(outbox, 3)
    outbox.retry(begin(outbox).delivery.id, LATER - TICK, "no answer")

    assert next_due(outbox) == LATER - TICK


def test_what_was_under_way_when_the_program_ended_is_due_again(store: Store, outbox: Outbox) -> None:
    fill(store, *map(alerting, range(1, 5)))
    outbox.sent(begin(outbox).delivery.id, NOW)
    begin(outbox)
    lease(outbox)

    assert outbox.recover(LATER) == 1
    interrupted = stored(store, 2)
    assert (interrupted.state, interrupted.not_before, interrupted.attempts) == (DeliveryState.UNKNOWN, LATER, 1)
    assert interrupted.last_error == "interrupted while sending; may arrive twice"
    states = [stored(store, number).state for number in (1, 3, 4)]
    assert states == [DeliveryState.SENT, DeliveryState.NEW, DeliveryState.NEW]


def test_several_programs_never_lease_the_same_delivery(store: Store, url: str) -> None:
    fill(store, *(alerting(number, priority=Priority.HIGH) for number in range(1, 41)))

    def take_ten(_: int) -> list[str | None]:
        with closing(Store.open(url, FixedClock())) as own:
            outbox = Outbox(own)
            return [lease(outbox).delivery.alert for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        got = [alert for alerts in pool.map(take_ten, range(4)) for alert in alerts]

    assert sorted(got) == [name(number) for number in range(1, 41)]


def test_threads_of_one_program_share_an_outbox(store: Store, outbox: Outbox) -> None:
    channels = [f"channel-{number}" for number in range(20)]
    fill(store, *(alerting(number, channel) for number, channel in enumerate(channels, 1)))

    def deliver(channel: str) -> None:
        sent(outbox, channel)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(deliver, channels))

    with store.read() as tx:
        assert tx.counts().deliveries[DeliveryState.SENT] == 20


def test_what_waits_is_counted_by_channel(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    assert outbox.waiting() == [("console", 2, None)]


def test_what_waits_for_its_time_is_counted_with_the_first_of_them(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    fail(outbox, 3)
    outbox.retry(begin(outbox).delivery.id, NOW + TICK, "down")
    assert outbox.waiting() == [("console", 2, NOW + TICK)]


@pytest.mark.parametrize(("tries", "due"), [(1, LATER), (3, None)], ids=["held up", "passed"])
def test_what_waits_behind_one_that_failed_is_due_with_it_until_it_passes(
    store: Store, outbox: Outbox, tries: int, due: datetime | None
) -> None:
    fill(store, alerting(1), alerting(2))
    fail(outbox, tries)
    assert outbox.waiting() == [("console", 2, due)]


def test_what_was_sent_or_is_dead_does_not_wait(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    outbox.sent(begin(outbox).delivery.id, NOW)
    outbox.dead(begin(outbox).delivery.id, "gone")
    assert outbox.waiting() == []


def test_the_backlog_counts_what_is_not_sent_yet_and_knows_since_when(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "console", "pager"), alerting(2, "console"), alerting(3, "console"))
    begin(outbox)  # under way: its channel may hang
    sent(outbox, "pager")

    assert outbox.backlog(["console", "pager", "unknown"]) == {
        "console": (3, NOW),
        "pager": (0, None),
        "unknown": (0, None),
    }
