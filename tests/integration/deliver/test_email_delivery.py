"""From the outbox to the mailboxes of two recipients: a real store, a courier, a real server."""

import io
import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.builders import FakeClock
from tests.contract.store.builders import NOW, alert, alerting
from tests.contract.store.sending import ZONE, fill, stored
from tests.integration.deliver.mails import email
from tests.integration.servers import MailServer
from watcher.deliver import Courier, Delivered, build_sender
from watcher.model import AlertLabel, Channel, Delivery, DeliveryState, Rate
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

ANN, BEN = "ann@quay.example", "ben@quay.example"
LATER_BEN, NO_BEN = "451ben@quay.example", "550ben@quay.example"
PAUSE = timedelta(minutes=30)  # longer than any before a second try


class Desk:
    """A store whose alerts go out by mail; each call of `deliver` is another run of the program."""

    def __init__(self, store: Store, clock: FakeClock, port: int) -> None:
        self.store = store
        self.clock = clock
        self.heard: list[Delivered] = []
        self._port = port

    def deliver(self, *to: str) -> None:
        channel = Channel(name="mail", email=email(self._port, to=to), rate=Rate(count=1_000, per=timedelta(seconds=1)))
        Courier(
            channel,
            build_sender(channel, stream=io.StringIO()),
            Outbox(self.store),
            clock=self.clock,
            timezone=ZONE,
            rng=random.Random(7),  # noqa: S311 - jitter, not a secret
            report=self.heard.append,
        ).deliver_due()
        self.clock.forward(PAUSE)

    def write(self, outcome: Outcome) -> None:
        fill(self.store, outcome, at=self.clock.now())

    def deliveries(self) -> Mapping[str, Delivery]:
        with self.store.read() as tx:
            return {each.recipient: each for each in tx.alerts.deliveries(stored(self.store).alert)}


@pytest.fixture
def desk(tmp_path: Path, plain: MailServer) -> Iterator[Desk]:
    clock = FakeClock(NOW)
    with closing(Store.open(f"sqlite:///{tmp_path}/watcher.db", clock)) as store:
        store.upgrade()
        yield Desk(store, clock, plain.port)


def mails_to(server: MailServer, address: str) -> list[EmailMessage]:
    return [mail for mail in server.mails if mail["To"] == address]


def threading(mail: EmailMessage) -> tuple[str | None, str | None]:
    return mail["In-Reply-To"], mail["References"]


@pytest.mark.parametrize("address", [ANN, BEN])
def test_each_recipient_has_an_alert_its_update_and_its_correction_in_one_thread(
    desk: Desk, plain: MailServer, address: str
) -> None:
    later = {"entry": 1, "story": 1, "channels": ("mail",)}
    desk.write(alerting(1, "mail"))
    desk.deliver(ANN, BEN)
    desk.write(Outcome(alerts=(alert(2, label=AlertLabel.UPDATE, **later),), aliases={}))
    desk.deliver(ANN, BEN)
    desk.write(Outcome(alerts=(alert(3, label=AlertLabel.CORRECTION, **later),), aliases={}))
    desk.deliver(ANN, BEN)

    first, update, correction = mails_to(plain, address)
    assert threading(first) == (None, None)
    assert threading(update) == threading(correction) == (first["Message-ID"], first["Message-ID"])
    assert len({mail["Message-ID"] for mail in plain.mails}) == 6
    assert {mail["List-Id"] for mail in plain.mails} == {'"bridges" <bridges.mail.watcher.quay.example>'}


def test_what_a_recipient_got_is_remembered_by_its_message_id(desk: Desk, plain: MailServer) -> None:
    desk.write(alerting(1, "mail"))
    desk.deliver(ANN, BEN)

    sent = {mail["To"]: mail["Message-ID"] for mail in plain.mails}
    assert {to: delivery.remote for to, delivery in desk.deliveries().items()} == sent
    assert sent.keys() == {ANN, BEN}


def test_a_recipient_who_is_put_off_gets_the_mail_later_and_the_other_no_second_one(
    desk: Desk, plain: MailServer
) -> None:
    desk.write(alerting(1, "mail"))
    desk.deliver(ANN, LATER_BEN)
    assert [mail["To"] for mail in plain.mails] == [ANN]

    plain.greylisting = False
    desk.deliver(ANN, LATER_BEN)

    assert [mail["To"] for mail in plain.mails] == [ANN, LATER_BEN]
    assert {each.state for each in desk.deliveries().values()} == {DeliveryState.SENT}


def test_a_recipient_who_is_gone_ends_their_own_delivery_only(desk: Desk, plain: MailServer) -> None:
    desk.write(alerting(1, "mail"))
    desk.deliver(NO_BEN, ANN)
    desk.deliver(NO_BEN, ANN)

    assert [mail["To"] for mail in plain.mails] == [ANN]
    assert {to: each.state for to, each in desk.deliveries().items()} == {
        NO_BEN: DeliveryState.DEAD,
        ANN: DeliveryState.SENT,
    }


def test_a_mail_that_was_put_off_has_the_same_message_id_at_the_next_try(desk: Desk, plain: MailServer) -> None:
    desk.write(alerting(1, "mail"))
    plain.answer = "451 4.3.0 later"
    desk.deliver(ANN)
    key = desk.deliveries()[ANN].key
    plain.answer = "250 OK"
    desk.deliver(ANN)

    assert [mail["Message-ID"] for mail in plain.mails] == [f"<{key}@quay.example>"]
    assert [delivered.attempts for delivered in desk.heard] == [1, 2]


def test_a_mail_that_may_have_arrived_comes_again_as_the_same_one(desk: Desk, plain: MailServer) -> None:
    desk.write(alerting(1, "mail"))
    plain.breaks_at = "DATA"
    desk.deliver(ANN)
    assert desk.deliveries()[ANN].state is DeliveryState.UNKNOWN

    plain.breaks_at = ""
    desk.deliver(ANN)
    desk.deliver(ANN)

    first, again = plain.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert desk.deliveries()[ANN].state is DeliveryState.SENT


def test_an_update_of_a_mail_that_came_twice_answers_it(desk: Desk, plain: MailServer) -> None:
    desk.write(alerting(1, "mail"))
    plain.breaks_at = "DATA"
    desk.deliver(ANN)
    plain.breaks_at = ""
    desk.deliver(ANN)
    desk.write(Outcome(alerts=(alert(2, label=AlertLabel.UPDATE, channels=("mail",)),), aliases={}))
    desk.deliver(ANN)

    assert threading(plain.mails[-1]) == (plain.mails[0]["Message-ID"], plain.mails[0]["Message-ID"])


def test_a_mail_that_is_too_long_for_the_server_is_sent_once_more_and_shorter(desk: Desk, plain: MailServer) -> None:
    desk.write(alerting(1, "mail"))
    plain.answer = "552 5.3.4 message size exceeds the limit"
    desk.deliver(ANN)

    whole, shorter = plain.sizes
    assert shorter <= whole // 2
    assert desk.deliveries()[ANN].state is DeliveryState.DEAD
