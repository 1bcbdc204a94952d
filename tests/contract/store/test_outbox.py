"""The deliveries that wait."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from tests.contract.store.builders import HOSTILE, LATER, NOW, FixedClock, alerting, arrival, document, name
from watcher.errors import WatcherError
from watcher.model import Delivery, DeliveryId, DeliveryState, Priority
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store

TICK = timedelta(microseconds=1)


def fill(store: Store, *outcomes: Outcome) -> None:
    with store.write() as tx:
        for outcome in outcomes:
            tx.outcomes.write(outcome, document(), NOW)


def stored(store: Store, number: int = 1) -> Delivery:
    """Give the first delivery of an alert as it stands in the store."""
    with store.read() as tx:
        return tx.alerts.deliveries(tx.alerts.get(name(number)))[0]


def claimed(outbox: Outbox, channel: str = "console", now: datetime = NOW) -> str | None:
    dispatch = outbox.claim(channel, now)
    return dispatch and dispatch.delivery.alert


def test_nothing_is_claimed_from_an_empty_outbox(outbox: Outbox) -> None:
    assert outbox.claim("console", NOW) is None


def test_a_claimed_delivery_is_being_sent_before_the_channel_is_called(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    dispatch = outbox.claim("console", NOW)

    assert dispatch is not None
    assert (dispatch.delivery.state, dispatch.delivery.attempts) == (DeliveryState.SENDING, 1)
    assert dispatch.delivery == stored(store)


def test_a_claimed_delivery_shows_every_copy_known_at_that_moment(store: Store, outbox: Outbox) -> None:
    copy = arrival(2, story=1, at=LATER)
    fill(store, alerting(1), Outcome(new=(copy,), aliases={}))
    dispatch = outbox.claim("console", NOW)

    assert dispatch is not None
    assert dispatch.view.alert.id == name(1)
    assert dispatch.view.copies == (arrival(1).copy, copy.copy)


def test_deliveries_leave_by_priority_and_then_in_the_order_of_writing(store: Store, outbox: Outbox) -> None:
    low, normal, high, urgent = Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT
    written = (low, normal, urgent, high, normal, urgent)
    fill(store, *(alerting(number, priority=priority) for number, priority in enumerate(written, 1)))

    assert [claimed(outbox) for _ in range(7)] == [*map(name, (3, 6, 4, 2, 5, 1)), None]


def test_a_channel_only_gets_its_own_deliveries(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "desk"), alerting(2, "console"), alerting(3, HOSTILE))

    assert [claimed(outbox, channel) for channel in ("console", "console", HOSTILE)] == [name(2), None, name(3)]


def test_what_the_channel_took_is_recorded_and_never_claimed_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    claimed(outbox)
    outbox.sent(stored(store).id, LATER)

    assert (stored(store).state, stored(store).sent_at) == (DeliveryState.SENT, LATER)
    assert claimed(outbox, now=LATER) is None


def test_a_failure_that_may_pass_is_due_again_at_its_time_and_not_before(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    claimed(outbox)
    outbox.retry(stored(store).id, LATER, HOSTILE)
    failed = stored(store)

    assert (failed.state, failed.not_before, failed.last_error) == (DeliveryState.RETRY, LATER, HOSTILE)
    assert claimed(outbox, now=LATER - TICK) is None
    assert claimed(outbox, now=LATER) == name(1)
    assert stored(store).attempts == 2


def test_a_failure_that_will_not_pass_is_never_claimed_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    claimed(outbox)
    outbox.dead(stored(store).id, HOSTILE)

    assert (stored(store).state, stored(store).last_error) == (DeliveryState.DEAD, HOSTILE)
    assert claimed(outbox, now=LATER) is None


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
    claimed(outbox)

    assert outbox.next_due("console") is None


def test_a_new_delivery_is_due_now(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    claimed(outbox)
    outbox.retry(stored(store).id, LATER, "no answer")

    assert outbox.next_due("console") == FixedClock().now()


def test_the_earliest_retry_says_when_a_channel_is_due(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    claimed(outbox)
    claimed(outbox)
    outbox.retry(stored(store, 1).id, LATER, "no answer")
    outbox.retry(stored(store, 2).id, LATER - TICK, "no answer")

    assert outbox.next_due("console") == LATER - TICK


def test_what_was_being_sent_when_the_program_ended_is_due_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2), alerting(3))
    claimed(outbox)
    claimed(outbox)
    outbox.sent(stored(store, 1).id, NOW)

    assert outbox.recover(LATER) == 1
    interrupted = stored(store, 2)
    assert (interrupted.state, interrupted.not_before, interrupted.attempts) == (DeliveryState.RETRY, LATER, 1)
    assert interrupted.last_error == "interrupted while sending; may arrive twice"
    assert [stored(store, number).state for number in (1, 3)] == [DeliveryState.SENT, DeliveryState.NEW]


def test_several_claimers_never_get_the_same_delivery(store: Store, url: str) -> None:
    fill(store, *(alerting(number) for number in range(1, 41)))

    def claim_ten(_: int) -> list[str | None]:
        with closing(Store.open(url, FixedClock())) as own:
            return [claimed(Outbox(own)) for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        got = [alert for alerts in pool.map(claim_ten, range(4)) for alert in alerts]

    assert sorted(got) == [name(number) for number in range(1, 41)]


def test_threads_of_one_program_share_an_outbox(store: Store, outbox: Outbox) -> None:
    channels = [f"channel-{number}" for number in range(20)]
    fill(store, *(alerting(number, channel) for number, channel in enumerate(channels, 1)))

    def deliver(channel: str) -> None:
        dispatch = outbox.claim(channel, NOW)
        outbox.sent(dispatch.delivery.id, NOW)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(deliver, channels))

    with store.read() as tx:
        assert tx.counts().deliveries[DeliveryState.SENT] == 20


def claimed_id(outbox: Outbox) -> DeliveryId:
    dispatch = outbox.claim("console", NOW)
    assert dispatch is not None
    return dispatch.delivery.id


def test_what_waits_is_counted_by_channel(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    assert outbox.waiting() == [("console", 2, None)]


def test_what_waits_for_its_time_is_counted_with_the_first_of_them(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    outbox.retry(claimed_id(outbox), NOW + 2 * TICK, "down")
    outbox.retry(claimed_id(outbox), NOW + TICK, "down")
    assert outbox.waiting() == [("console", 2, NOW + TICK)]


def test_what_was_sent_or_is_dead_does_not_wait(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    outbox.sent(claimed_id(outbox), NOW)
    outbox.dead(claimed_id(outbox), "gone")
    assert outbox.waiting() == []


def test_the_backlog_counts_what_is_not_sent_yet_and_knows_since_when(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "console", "pager"), alerting(2, "console"), alerting(3, "console"))
    outbox.claim("console", NOW)  # under way: its channel may hang
    first = outbox.claim("pager", NOW)
    assert first is not None
    outbox.sent(first.delivery.id, NOW)

    assert outbox.backlog(["console", "pager", "unknown"]) == {
        "console": (3, NOW),
        "pager": (0, None),
        "unknown": (0, None),
    }
