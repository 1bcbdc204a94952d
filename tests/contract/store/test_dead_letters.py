"""Deliveries that failed for good: told, listed, and sent once more."""

from datetime import timedelta

import pytest

from tests.contract.store.builders import HOSTILE, LATER, NOW, alerting, name
from tests.contract.store.sending import a_channel, begin, fill, lease, stored, told
from watcher.alerts import notice
from watcher.errors import InputError
from watcher.model import Bundle, DeliveryState, NoticeId
from watcher.store import Outbox, Store
from watcher.store.check import problems

MINUTE = timedelta(minutes=1)
TOLD = notice("delivery", "An alert could not be delivered", "console: no such room", NOW)
GROUPED = a_channel(group_wait=MINUTE)


@pytest.fixture
def dead(store: Store, outbox: Outbox) -> Store:
    """Two alerts and a notice that could not be delivered: to "console", to "desk" and to "console"."""
    fill(store, alerting(1), alerting(2, "desk"))
    with store.write() as tx:
        tx.notices.tell(TOLD, ["console"])
    for channel in ("console", "console", "desk"):
        outbox.dead(begin(outbox, channel).delivery.id, HOSTILE)
    return store


def letters(store: Store, **asked: object) -> list[str]:
    """Give the ids of what the listed dead letters tell."""
    with store.read() as tx:
        return [str(each.alert or each.notice) for each in tx.dead_letters.list(**asked)]


def retry(store: Store, told: str) -> int:
    with store.write() as tx:
        return tx.dead_letters.retry(told)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [TOLD.id, name(2), name(1)]),
        ({"limit": 1}, [TOLD.id]),
        ({"channel": "console"}, [TOLD.id, name(1)]),
        ({"channel": "pager"}, []),
    ],
    ids=str,
)
def test_dead_letters_are_listed_the_newest_first(dead: Store, asked: dict[str, object], expected: list[str]) -> None:
    assert letters(dead, **asked) == expected


def test_a_dead_letter_says_why_it_is_one(dead: Store) -> None:
    with dead.read() as tx:
        [letter] = tx.dead_letters.list(channel="desk")

    assert (letter.state, letter.attempts, letter.last_error) == (DeliveryState.DEAD, 1, HOSTILE)


def test_a_dead_letter_is_told_in_the_same_transaction(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.dead(begin(outbox).delivery.id, "no such room", TOLD, ("operator",))

    assert lease(outbox, "operator").views == (TOLD,)


def test_where_the_notice_of_it_cannot_be_written_it_is_not_dead(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    leased = begin(outbox).delivery
    with pytest.raises(AttributeError):
        outbox.dead(leased.id, "no such room", "no notice", ("operator",))

    assert stored(store).state is DeliveryState.SENDING


@pytest.mark.parametrize("typed", [name(2), "0000000000002"[:13], name(2).upper()])
def test_a_dead_letter_is_found_by_the_beginning_of_what_it_tells(dead: Store, typed: str) -> None:
    with dead.read() as tx:
        assert tx.dead_letters.get(typed) == name(2)
        assert tx.dead_letters.get(TOLD.id[:6]) == TOLD.id


def test_what_is_no_dead_letter_is_an_error(dead: Store) -> None:
    fill(dead, alerting(3))
    with dead.read() as tx:
        with pytest.raises(InputError, match=f"no dead letter has an id that begins with '{name(3)}'"):
            tx.dead_letters.get(name(3))
        with pytest.raises(InputError, match="several dead letter ids begin with '0'"):
            tx.dead_letters.get("0")


@pytest.mark.parametrize("number", [1, 2])
def test_one_that_is_sent_once_more_is_as_new(dead: Store, outbox: Outbox, number: int) -> None:
    before = stored(dead, number)
    assert retry(dead, name(number)) == 1
    again = begin(outbox, before.channel)

    assert (told(again), again.delivery.key, again.delivery.attempts) == ([number], before.key, 0)
    assert again.delivery.last_error is None
    assert name(number) not in letters(dead)


def test_a_notice_is_sent_once_more(dead: Store, outbox: Outbox) -> None:
    assert retry(dead, TOLD.id) == 1
    assert lease(outbox).views == (TOLD,)


def test_what_is_not_dead_is_not_sent_again(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.sent(begin(outbox).delivery.id, NOW)

    assert retry(store, name(1)) == 0
    assert retry(store, NoticeId("nowhere")) == 0
    assert lease(outbox) is None


def test_all_of_a_channel_are_sent_once_more(dead: Store, outbox: Outbox) -> None:
    with dead.write() as tx:
        assert tx.dead_letters.retry_channel("console") == 2

    assert letters(dead) == [name(2)]
    assert [begin(outbox).delivery.notice, begin(outbox).delivery.alert] == [TOLD.id, name(1)]


@pytest.fixture
def dead_group(store: Store, outbox: Outbox) -> Store:
    """Three alerts that could not be delivered as one message."""
    fill(store, *map(alerting, (1, 2, 3)))
    outbox.dead(begin(outbox, GROUPED, NOW + MINUTE).delivery.id, "no such room")
    return store


def test_a_message_of_several_is_listed_by_what_is_in_it(dead_group: Store) -> None:
    assert letters(dead_group) == [name(3), name(2), name(1)]


def test_one_of_a_message_of_several_is_sent_by_itself(dead_group: Store, outbox: Outbox) -> None:
    assert retry(dead_group, name(2)) == 1

    again = begin(outbox, GROUPED, LATER)
    assert (told(again), again.delivery.bundle) == ([2], None)
    assert letters(dead_group) == [name(3), name(1)]
    assert problems(dead_group) == ()


def test_all_of_a_message_of_several_are_one_again(dead_group: Store, outbox: Outbox) -> None:
    with dead_group.write() as tx:
        assert tx.dead_letters.retry_channel("console") == 3

    again = begin(outbox, GROUPED, LATER)
    assert (told(again), again.delivery.bundle) == ([1, 2, 3], Bundle.GROUP)
    assert problems(dead_group) == ()


def test_what_is_not_to_be_sent_is_listed_by_itself(dead: Store) -> None:
    with dead.write() as tx:
        tx.mutes.mute("bridges", NOW, LATER)
    fill(dead, alerting(3))
    with dead.read() as tx:
        [muted] = tx.dead_letters.suppressed()
        assert (muted.alert, muted.state) == (name(3), DeliveryState.SUPPRESSED)
        assert tx.dead_letters.suppressed(channel="desk") == []
        assert tx.dead_letters.list() == tx.dead_letters.list(limit=3)


def test_deliveries_are_counted_by_channel_and_state(dead: Store) -> None:
    with dead.read() as tx:
        assert tx.by_channel() == {"console": {DeliveryState.DEAD: 2}, "desk": {DeliveryState.DEAD: 1}}
