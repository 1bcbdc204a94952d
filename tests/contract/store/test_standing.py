"""How the deliveries of all channels stand, and those that are not to be sent."""

from tests.contract.store.builders import LATER, NOW, alerting, name
from tests.contract.store.sending import a_channel, begin, fill, lease
from watcher.model import Bundle, DeliveryState
from watcher.store import Outbox, Store


def test_deliveries_are_counted_by_channel_and_state(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "desk", "chat"), alerting(2, "desk"), alerting(3, "chat"))
    outbox.dead(begin(outbox, "chat").delivery.id, "gone")

    with store.read() as tx:
        assert tx.by_channel() == {
            "desk": {DeliveryState.NEW: 2},
            "chat": {DeliveryState.NEW: 1, DeliveryState.DEAD: 1},
        }


def test_a_message_of_several_is_no_further_delivery(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1, "desk"), alerting(2, "desk"))
    bundle = lease(outbox, a_channel("desk", burst=1))
    assert bundle is not None
    assert bundle.delivery.bundle is Bundle.BACKLOG

    with store.read() as tx:
        assert tx.by_channel() == {"desk": {DeliveryState.LEASED: 2}}


def test_what_is_not_to_be_sent_is_listed_the_newest_first(store: Store) -> None:
    with store.write() as tx:
        tx.mutes.mute("bridges", NOW, LATER)
    fill(store, alerting(1, "desk"), alerting(2, "chat"))

    with store.read() as tx:
        assert [each.alert for each in tx.dead_letters.suppressed()] == [name(2), name(1)]
        assert [each.alert for each in tx.dead_letters.suppressed(limit=1)] == [name(2)]
        assert [each.alert for each in tx.dead_letters.suppressed(channel="desk")] == [name(1)]
        assert tx.dead_letters.list() == []
