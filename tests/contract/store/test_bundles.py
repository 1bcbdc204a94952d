"""Deliveries that leave as one message, and share its fate."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.store.builders import HOSTILE, NOW, alert, alerting, beginning
from tests.contract.store.sending import a_channel, begin, fill, lease, next_due, stored, told
from watcher.alerts import Health
from watcher.alerts.calm import FULL, Plan
from watcher.model import Bundle, Channel, DeliveryId, DeliveryState, FeedState, Priority
from watcher.store import Outbox, Store
from watcher.store.bundles import make_bundle
from watcher.store.check import problems

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)  # after `NOW`

GROUPED = a_channel(group_wait=MINUTE)
GATHERED = a_channel(digest=(MORNING.time(),))


@pytest.fixture
def grouped(store: Store) -> Store:
    """Three alerts that came within the group-wait of `GROUPED`."""
    fill(store, *map(alerting, (1, 2, 3)))
    return store


def states(store: Store, *numbers: int) -> set[DeliveryState]:
    return {stored(store, number).state for number in numbers or (1, 2, 3)}


def test_a_bundle_is_made_by_the_lease_and_stands_for_those_in_it(grouped: Store, outbox: Outbox) -> None:
    dispatch = lease(outbox, GROUPED, NOW + MINUTE)

    assert told(dispatch) == [1, 2, 3]
    assert (dispatch.delivery.bundle, dispatch.delivery.alert) == (Bundle.GROUP, None)
    assert (dispatch.delivery.state, dispatch.created_at) == (DeliveryState.LEASED, NOW)
    assert states(grouped) == {DeliveryState.LEASED}
    assert {stored(grouped, number).within for number in (1, 2, 3)} == {dispatch.delivery.id}
    assert lease(outbox, GROUPED, NOW + MINUTE) is None


def test_a_message_of_several_tells_the_oldest_first(store: Store, outbox: Outbox) -> None:
    late = alert(1, created_at=NOW + MINUTE, priority=Priority.HIGH)
    fill(store, beginning(1, alerts=(late,)), alerting(2))

    assert told(lease(outbox, GROUPED, NOW + 2 * MINUTE)) == [2, 1]


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (lambda outbox, message: outbox.sent(message, NOW, "<7@mail>"), DeliveryState.SENT),
        (lambda outbox, message: outbox.retry(message, NOW, HOSTILE), DeliveryState.RETRY),
        (lambda outbox, message: outbox.unknown(message, NOW, HOSTILE), DeliveryState.UNKNOWN),
        (lambda outbox, message: outbox.dead(message, HOSTILE), DeliveryState.DEAD),
    ],
    ids=["sent", "retry", "unknown", "dead"],
)
def test_what_becomes_of_a_message_becomes_of_all_that_is_in_it(
    grouped: Store, outbox: Outbox, record: Callable[[Outbox, DeliveryId], None], state: DeliveryState
) -> None:
    record(outbox, begin(outbox, GROUPED, NOW + MINUTE).delivery.id)

    each = [stored(grouped, number) for number in (1, 2, 3)]
    assert {(one.state, one.attempts) for one in each} == {(state, 1)}
    assert len({(one.sent_at, one.remote, one.last_error, one.not_before) for one in each}) == 1
    assert problems(grouped) == ()


def test_one_that_failed_comes_again_as_it_was(grouped: Store, outbox: Outbox) -> None:
    first = begin(outbox, GROUPED, NOW + MINUTE)
    outbox.retry(first.delivery.id, NOW + 2 * MINUTE, "busy")
    fill(grouped, alerting(4))
    again = begin(outbox, GROUPED, NOW + 2 * MINUTE)

    assert (again.delivery.id, again.delivery.key, told(again)) == (first.delivery.id, first.delivery.key, [1, 2, 3])
    assert again.delivery.attempts == 1


def test_one_that_failed_leaves_before_what_waited_behind_those_in_it(store: Store, outbox: Outbox) -> None:
    """Its own number is higher than theirs."""
    channel, late = a_channel(burst=3), NOW + 2 * MINUTE
    fill(store, *map(alerting, range(FULL + 5)))
    first = begin(outbox, channel)
    outbox.retry(first.delivery.id, late, "busy")

    assert lease(outbox, channel, late - MINUTE) is None
    assert lease(outbox, channel, late).delivery.id == first.delivery.id


def test_one_that_is_given_back_takes_in_what_came_since(grouped: Store, outbox: Outbox) -> None:
    first = lease(outbox, GROUPED, NOW + MINUTE)
    outbox.give_back(first.delivery.id)
    assert states(grouped) == {DeliveryState.NEW}
    fill(grouped, alerting(4))

    assert told(lease(outbox, GROUPED, NOW + 2 * MINUTE)) == [1, 2, 3, 4]
    assert not outbox.sending([first.delivery.id])


def test_one_that_was_tried_stays_what_it_was_when_it_is_given_back(grouped: Store, outbox: Outbox) -> None:
    first = lease(outbox, GROUPED, NOW + MINUTE).delivery
    outbox.sending([first.id], counts=False)
    outbox.retry(first.id, NOW + MINUTE, "down")
    outbox.give_back(lease(outbox, GROUPED, NOW + MINUTE).delivery.id)

    assert states(grouped) == {DeliveryState.RETRY}
    assert lease(outbox, GROUPED, NOW + MINUTE).delivery.key == first.key


def test_after_a_crash_one_that_was_being_sent_comes_again_as_it_was(grouped: Store, outbox: Outbox) -> None:
    first = begin(outbox, GROUPED, NOW + MINUTE)

    assert outbox.recover(NOW + MINUTE) == 1
    assert states(grouped) == {DeliveryState.UNKNOWN}
    again = lease(outbox, GROUPED, NOW + MINUTE)
    assert (again.delivery.key, told(again)) == (first.delivery.key, [1, 2, 3])


def test_after_a_crash_one_that_was_only_leased_is_made_anew(grouped: Store, outbox: Outbox) -> None:
    lease(outbox, GROUPED, NOW + MINUTE)

    assert outbox.recover(NOW + MINUTE) == 0
    assert states(grouped) == {DeliveryState.NEW}
    assert told(lease(outbox, GROUPED, NOW + MINUTE)) == [1, 2, 3]


def test_a_message_of_several_is_counted_by_what_is_in_it(grouped: Store, outbox: Outbox) -> None:
    message = begin(outbox, GROUPED, NOW + MINUTE).delivery.id
    assert outbox.backlog(["console"]) == {"console": (3, NOW)}
    outbox.retry(message, NOW + 2 * MINUTE, "busy")

    assert outbox.waiting() == [("console", 3, NOW + 2 * MINUTE)]
    with grouped.read() as tx:
        assert tx.counts().deliveries[DeliveryState.RETRY] == 3


def test_more_than_a_burst_leaves_as_one_message(store: Store, outbox: Outbox) -> None:
    fill(store, *map(alerting, range(1, 5)))
    dispatch = lease(outbox, a_channel(burst=3))

    assert (dispatch.delivery.bundle, told(dispatch)) == (Bundle.BACKLOG, [1, 2, 3, 4])


@pytest.mark.parametrize(("waiting", "bundle"), [(121, Bundle.BACKLOG), (120, None)])
def test_a_burst_may_be_longer_than_one_message(
    store: Store, outbox: Outbox, waiting: int, bundle: Bundle | None
) -> None:
    fill(store, *map(alerting, range(waiting)))

    assert lease(outbox, a_channel(burst=120)).delivery.bundle is bundle


# Digests


def test_a_digest_takes_what_waited_for_it_and_says_of_what_time_it_is(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    assert lease(outbox, GATHERED) is None
    assert next_due(outbox, GATHERED) == MORNING
    digest = lease(outbox, GATHERED, MORNING + MINUTE)

    assert (digest.delivery.bundle, told(digest)) == (Bundle.DIGEST, [1, 2])
    assert (digest.due, digest.since, digest.created_at) == (MORNING, None, NOW)


def test_the_next_digest_is_empty_and_tells_what_it_is_since(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.sent(begin(outbox, GATHERED, MORNING).delivery.id, MORNING)
    assert lease(outbox, GATHERED, MORNING + DAY - MINUTE) is None
    empty = lease(outbox, GATHERED, MORNING + DAY)

    assert (empty.views, empty.delivery.bundle) == ((), Bundle.DIGEST)
    assert (empty.due, empty.since, empty.created_at) == (MORNING + DAY, MORNING, MORNING + DAY)


@pytest.mark.parametrize("number", [0, 1], ids=["empty", "of one alert"])
def test_no_digest_is_made_twice(store: Store, outbox: Outbox, number: int) -> None:
    fill(store, *map(alerting, range(number)))
    outbox.sent(begin(outbox, GATHERED, MORNING).delivery.id, MORNING)

    assert lease(outbox, GATHERED, MORNING + MINUTE) is None
    assert next_due(outbox, GATHERED, MORNING + MINUTE) == MORNING + DAY


def test_the_key_of_a_digest_keeps_a_second_one_of_its_moment_out(store: Store) -> None:
    planned = Plan(bundle=Bundle.DIGEST, due=MORNING)
    with store.write() as tx:
        made = [make_bundle(tx.connection, planned, "console", to) for to in ("", "", "desk@example.org")]

    assert [each is None for each in made] == [False, True, False]


def test_an_empty_digest_that_is_given_back_is_made_again_with_the_same_key(outbox: Outbox) -> None:
    first = lease(outbox, GATHERED, MORNING).delivery
    outbox.give_back(first.id)

    assert lease(outbox, GATHERED, MORNING + MINUTE).delivery.key == first.key


def test_an_empty_digest_comes_again_after_a_crash(outbox: Outbox) -> None:
    first = begin(outbox, GATHERED, MORNING).delivery
    outbox.recover(MORNING + MINUTE)
    again = lease(outbox, GATHERED, MORNING + MINUTE)

    assert (again.delivery.id, again.due) == (first.id, MORNING)


def test_a_digest_that_was_due_by_a_wrong_clock_keeps_no_other_from_leaving(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    ahead = MORNING + 400 * DAY
    outbox.sent(begin(outbox, GATHERED, ahead).delivery.id, ahead)
    fill(store, alerting(2))
    outbox.sent(begin(outbox, GATHERED, MORNING).delivery.id, MORNING)

    assert lease(outbox, GATHERED, MORNING + MINUTE) is None
    assert lease(outbox, GATHERED, MORNING + DAY).due == MORNING + DAY


def feed(name: str, **fields: object) -> FeedState:
    return FeedState(**{"name": name, "succeeded_at": NOW, **fields})


def test_a_digest_tells_how_many_of_the_followed_feeds_are_healthy(store: Store, outbox: Outbox) -> None:
    known = (feed("a"), feed("b", announced="gone"), feed("c", succeeded_at=None), feed("left", announced="failing"))
    with store.write() as tx:
        for state in known:
            tx.feeds.save(state)
    outbox.follow(["a", "b", "c", "not polled yet"])

    assert lease(outbox, GATHERED, MORNING).health == Health(healthy=1, feeds=4)


def test_before_feeds_are_named_all_that_the_store_knows_count(store: Store, outbox: Outbox) -> None:
    with store.write() as tx:
        tx.feeds.save(feed("a"))

    assert lease(outbox, GATHERED, MORNING).health == Health(healthy=1, feeds=1)


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("channel", [GROUPED, a_channel()], ids=["group", "one"])
def test_only_a_digest_tells_of_health(outbox: Outbox, channel: Channel) -> None:
    dispatch = lease(outbox, channel, NOW + MINUTE)

    assert (dispatch.health, dispatch.due, dispatch.since) == (None, None, None)
