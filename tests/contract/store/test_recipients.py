"""One row for each recipient of a mail channel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.store.builders import LATER, NOW, alert, alerting, beginning
from tests.contract.store.sending import a_channel, all_stored, begin, fill, lease, next_due, told
from watcher.alerts import notice
from watcher.model import Delivery, DeliveryState, Escalation
from watcher.store import Outbox, Store

ANN, BEN, COLE = "ann@example.org", "ben@example.org", "cole@example.org"
MINUTE = timedelta(minutes=1)

BOTH = a_channel("mail", ANN, BEN)


@pytest.fixture
def mailed(store: Store) -> Store:
    """Two alerts to the channel "mail"."""
    fill(store, alerting(1, "mail"), alerting(2, "mail"))
    return store


def sent(outbox: Outbox, *to: str) -> tuple[int, str]:
    """Send the next mail of a channel with these addresses; give whom it told of which alert."""
    dispatch = begin(outbox, a_channel("mail", *to))
    outbox.sent(dispatch.delivery.id, NOW)
    return told(dispatch)[0], dispatch.delivery.recipient


def by_recipient(store: Store, number: int = 1) -> dict[str, Delivery]:
    return {each.recipient: each for each in all_stored(store, number)}


@pytest.mark.usefixtures("mailed")
def test_each_recipient_gets_each_alert_once_and_in_order(outbox: Outbox) -> None:
    assert [sent(outbox, ANN, BEN) for _ in range(4)] == [(1, ANN), (1, BEN), (2, ANN), (2, BEN)]
    assert lease(outbox, BOTH) is None
    assert next_due(outbox, BOTH) is None


def test_each_recipient_has_a_key_of_its_own(mailed: Store, outbox: Outbox) -> None:
    lease(outbox, BOTH)

    assert len({each.key for number in (1, 2) for each in all_stored(mailed, number)}) == 4


@pytest.mark.usefixtures("mailed")
def test_the_name_beside_an_address_is_no_part_of_it(outbox: Outbox) -> None:
    sent(outbox, ANN, f"Ben Ode <{BEN}>")

    assert [sent(outbox, f"Ann Ode <{ANN}>", BEN) for _ in range(3)] == [(1, BEN), (2, ANN), (2, BEN)]


@pytest.mark.usefixtures("mailed")
def test_what_is_not_parted_yet_is_due(outbox: Outbox) -> None:
    assert next_due(outbox, BOTH) == NOW


def test_a_recipient_who_is_refused_holds_up_no_other(mailed: Store, outbox: Outbox) -> None:
    outbox.retry(begin(outbox, BOTH).delivery.id, LATER, "mailbox full")

    assert [sent(outbox, ANN, BEN) for _ in range(2)] == [(1, BEN), (2, BEN)]
    assert lease(outbox, BOTH) is None
    assert by_recipient(mailed)[ANN].state is DeliveryState.RETRY


@pytest.mark.usefixtures("mailed")
def test_each_recipient_gets_a_group_and_a_digest_of_its_own(outbox: Outbox) -> None:
    channel = a_channel("mail", ANN, BEN, group_wait=MINUTE)
    both = [begin(outbox, channel, NOW + MINUTE) for _ in range(2)]

    assert [(told(each), each.delivery.recipient) for each in both] == [([1, 2], ANN), ([1, 2], BEN)]
    assert both[0].delivery.key != both[1].delivery.key


def test_a_notice_is_parted_too(store: Store, outbox: Outbox) -> None:
    with store.write() as tx:
        tx.notices.tell(notice("reload", "refused", "line 3", NOW), ["mail"])

    assert [begin(outbox, BOTH).delivery.recipient for _ in range(2)] == [ANN, BEN]


def test_an_escalation_waits_for_its_time_for_each_recipient(store: Store, outbox: Outbox) -> None:
    escalating = alert(1, escalation=Escalation(after=LATER - NOW, channels=("mail",)))
    fill(store, beginning(1, alerts=(escalating,)))

    assert lease(outbox, BOTH) is None
    assert [begin(outbox, BOTH, LATER).delivery.recipient for _ in range(2)] == [ANN, BEN]


def test_who_is_added_gets_what_comes_from_then_on(mailed: Store, outbox: Outbox) -> None:
    sent(outbox, ANN)
    fill(mailed, alerting(3, "mail"))

    assert [sent(outbox, ANN, BEN) for _ in range(3)] == [(3, BEN), (2, ANN), (3, ANN)]


def test_who_left_gets_nothing_more_and_the_others_all(mailed: Store, outbox: Outbox) -> None:
    sent(outbox, ANN, BEN)

    assert sent(outbox, ANN) == (2, ANN)
    assert lease(outbox, a_channel("mail", ANN)) is None
    left = by_recipient(mailed)[BEN]
    assert (left.state, left.last_error) == (DeliveryState.SUPPRESSED, "mail does not go to this recipient any more")


def test_what_was_under_way_to_who_left_is_not_sent_later(mailed: Store, outbox: Outbox) -> None:
    both = [begin(outbox, BOTH), lease(outbox, BOTH)]
    left = both[1].delivery
    sent(outbox, ANN)
    outbox.give_back(left.id)
    outbox.sent(both[0].delivery.id, NOW)

    assert [lease(outbox, a_channel("mail", ANN)) for _ in range(2)] == [None, None]
    assert by_recipient(mailed)[BEN].state is DeliveryState.SUPPRESSED


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize("before", [(ANN,), (ANN, BEN)], ids=["one", "two"])
def test_what_waits_goes_to_whom_the_channel_has_then(outbox: Outbox, before: tuple[str, ...]) -> None:
    outbox.give_back(lease(outbox, a_channel("mail", *before)).delivery.id)

    assert [sent(outbox, COLE) for _ in range(2)] == [(1, COLE), (2, COLE)]
    assert lease(outbox, a_channel("mail", COLE)) is None


@pytest.mark.usefixtures("mailed")
def test_what_waits_goes_on_where_the_channel_is_no_mail_any_more(outbox: Outbox) -> None:
    outbox.give_back(lease(outbox, BOTH).delivery.id)
    other = a_channel("mail")

    assert [told(begin(outbox, other)) for _ in range(2)] == [[1], [2]]
    assert lease(outbox, other) is None


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize("after", [(COLE,), ()], ids=["another", "no mail"])
def test_a_message_of_several_for_who_left_is_taken_apart(outbox: Outbox, after: tuple[str, ...]) -> None:
    channel = replace(BOTH, calm=a_channel(group_wait=MINUTE).calm)
    for _ in range(2):
        outbox.retry(begin(outbox, channel, NOW + MINUTE).delivery.id, NOW + MINUTE, "busy")
    got = {tuple(told(begin(outbox, a_channel("mail", *after), LATER))) for _ in range(2)}

    assert got <= {(1, 2), (1,), (2,)}
    assert {number for each in got for number in each} == {1, 2}
