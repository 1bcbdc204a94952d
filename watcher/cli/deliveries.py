"""How deliveries stand: in a cell of a table, on a line, as data."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from watcher.cli.show import counted, local

if TYPE_CHECKING:
    from watcher.model import Delivery
    from watcher.store import Transaction

DELIVERY_COLUMNS = ("ID", "CHANNEL", "RECIPIENT", "TRIES", "SUBJECT", "REASON")


def addressed(delivery: "Delivery") -> str:
    """Say where a delivery goes: "desk-mail to ana@example.org", "desk-chat, escalated"."""
    recipient = f" to {delivery.recipient}" if delivery.recipient else ""
    return f"{delivery.channel}{recipient}{', escalated' if delivery.step else ''}"


def standing(deliveries: "Sequence[Delivery]") -> str:
    """Say where the deliveries of an alert stand, in one cell."""
    return "; ".join(f"{addressed(delivery)} {delivery.state}" for delivery in deliveries)


def delivery_line(delivery: "Delivery", zone: ZoneInfo) -> str:
    """Say where one delivery stands, since when or until when, and why."""
    from watcher.text import one_line

    tries = f" after {counted(delivery.attempts, 'try', 'tries')}" if delivery.attempts else ""
    error = f": {one_line(delivery.last_error)}" if delivery.last_error else ""
    return f"{addressed(delivery)}: {delivery.state}{tries}{_when(delivery, zone)}{error}"


def _when(delivery: "Delivery", zone: ZoneInfo) -> str:
    from watcher.model import DeliveryState

    if delivery.state is DeliveryState.SENT:
        return f", {local(delivery.sent_at, zone)}"
    to_come = delivery.state in {DeliveryState.NEW, DeliveryState.RETRY, DeliveryState.UNKNOWN}
    return f", not before {local(delivery.not_before, zone)}" if to_come and delivery.not_before else ""


def delivery_json(delivery: "Delivery") -> dict[str, Any]:
    """Give one delivery as data; `step` is 1 where the alert escalated to it."""
    fields = ("id", "key", "channel", "recipient", "step", "state", "attempts", "not_before", "last_error", "sent_at")
    return {field: getattr(delivery, field) for field in fields}


def delivery_rows(deliveries: "Sequence[Delivery]", tx: "Transaction", zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    """Give the cells of `DELIVERY_COLUMNS` for deliveries of any alerts and notices."""
    for each in deliveries:
        recipient = each.recipient or None
        yield _of(each), each.channel, recipient, each.attempts, _subject(each, tx, zone), each.last_error


def deliveries_json(deliveries: "Sequence[Delivery]", tx: "Transaction", zone: ZoneInfo) -> list[dict[str, Any]]:
    """Give the same, and more, as data."""
    return [
        {"alert": each.alert, "notice": each.notice, "subject": _subject(each, tx, zone), **delivery_json(each)}
        for each in deliveries
    ]


def _of(delivery: "Delivery") -> str:
    return str(delivery.alert or delivery.notice)


def _subject(delivery: "Delivery", tx: "Transaction", zone: ZoneInfo) -> str:
    from watcher.alerts.page import subject

    if delivery.alert is not None:
        return subject(tx.alerts.view(delivery.alert), zone)
    return tx.notices.get(delivery.notice).subject if delivery.notice is not None else ""
