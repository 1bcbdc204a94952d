"""What the watcher tells its operator, in the same outbox as alerts."""

from dataclasses import replace

import pytest

from tests.contract.store.builders import LATER, NOW, alerting, document
from tests.contract.store.sending import begin, lease
from watcher.alerts import notice
from watcher.errors import InputError
from watcher.model import DeliveryState, Notice, NoticeId
from watcher.store import Outbox, Store

REFUSED = notice("reload", "Configuration refused", "config/watcher.toml:3:1: unknown key 'feed'", NOW)


def tell(store: Store, told: Notice = REFUSED, *channels: str) -> None:
    with store.write() as tx:
        tx.notices.tell(told, channels or ("desk",))


def test_a_notice_is_leased_like_an_alert(store: Store, outbox: Outbox) -> None:
    tell(store)

    dispatch = lease(outbox, "desk")

    assert dispatch.views == (REFUSED,)
    assert dispatch.created_at == NOW
    assert (dispatch.delivery.notice, dispatch.delivery.alert) == (REFUSED.id, None)
    assert dispatch.delivery.state is DeliveryState.LEASED


def test_each_channel_gets_the_notice_once(store: Store, outbox: Outbox) -> None:
    tell(store, REFUSED, "desk", "mail")
    outbox.sent(begin(outbox, "desk").delivery.id, NOW)

    assert lease(outbox, "desk") is None
    assert lease(outbox, "mail").views == (REFUSED,)


def test_the_same_notice_told_twice_is_one(store: Store, outbox: Outbox) -> None:
    tell(store)
    tell(store)
    outbox.sent(begin(outbox, "desk").delivery.id, NOW)

    assert lease(outbox, "desk") is None


def test_the_same_words_at_another_time_are_another_notice(store: Store) -> None:
    tell(store)
    tell(store, notice("reload", REFUSED.subject, REFUSED.text, LATER))

    with store.read() as tx:
        assert [told.created_at for told in tx.notices.list()] == [LATER, NOW]


def test_a_notice_leaves_before_an_alert_of_normal_priority(store: Store, outbox: Outbox) -> None:
    with store.write() as tx:
        tx.outcomes.write(alerting(1, "desk"), document(), NOW)
    tell(store)

    assert begin(outbox, "desk").views == (REFUSED,)
    assert lease(outbox, "desk").delivery.alert is not None


def test_an_interrupted_notice_is_due_again(store: Store, outbox: Outbox) -> None:
    tell(store)
    begin(outbox, "desk")

    assert outbox.recover(NOW) == 1
    assert begin(outbox, "desk").views == (REFUSED,)


def test_an_unknown_notice_is_an_error(store: Store) -> None:
    tell(store)
    with store.read() as tx, pytest.raises(InputError, match="no notice has the id 'nothing'"):
        tx.notices.get(NoticeId("nothing"))


def test_two_notices_of_the_same_moment_have_ids_of_their_own() -> None:
    other = notice("reload", REFUSED.subject, "config/watcher.toml:4:1: unknown key 'rule'", NOW)
    assert other.id != REFUSED.id
    assert replace(other, id=REFUSED.id, text=REFUSED.text) == REFUSED
