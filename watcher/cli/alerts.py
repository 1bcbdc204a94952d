"""`watcher alerts`: what was alerted, how it was delivered, and what is to be done about it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.deliveries import (
    DELIVERY_COLUMNS,
    deliveries_json,
    delivery_json,
    delivery_line,
    delivery_rows,
    standing,
)
from watcher.cli.options import config_option, json_option, print_json, reading, writing
from watcher.cli.preview import preview
from watcher.cli.show import counted, event_json, evidence_json, local, told_json
from watcher.cli.table import print_table
from watcher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.alerts import AlertView
    from watcher.model import Delivery
    from watcher.settings import Settings

DELIVERED = "the next run, or the running watcher, delivers"


@click.group()
def alerts() -> None:
    """List alerts, show them as sent, take them on."""


alerts.add_command(preview)


@alerts.command("list", epilog="Example: watcher alerts list --dead")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most this many.")
@click.option("--baseline", is_flag=True, help="Only those held back in a feed's first run.")
@click.option("--waiting", is_flag=True, help="Only those that wait for more independent origins.")
@click.option("--held", is_flag=True, help="Only those held back because too many entries came at once.")
@click.option("--dead", is_flag=True, help="Instead the deliveries that failed for good, those of notices too.")
@click.option("--suppressed", is_flag=True, help="Instead the deliveries that are not to be sent, and why.")
@config_option
@json_option
def list_(limit: int, config_file: Path | None, *, as_json: bool, **asked: bool) -> None:
    """List alerts, newest first, with where their deliveries stand."""
    kept = [name for name, is_asked in asked.items() if is_asked]
    if len(kept) > 1:
        options = " and ".join(f"--{name}" for name in kept)
        raise click.UsageError(f"{options} exclude each other: nothing is two of them")
    if {"dead", "suppressed"} & set(kept):
        _list_deliveries(limit, config_file, suppressed="suppressed" in kept, as_json=as_json)
    else:
        _list_alerts(limit, config_file, state=kept[0] if kept else None, as_json=as_json)


def _list_alerts(limit: int, config_file: Path | None, *, state: str | None, as_json: bool) -> None:
    from watcher.alerts.page import subject
    from watcher.model import AlertState

    with reading(config_file) as (settings, tx):
        found = tx.alerts.list(limit=limit, state=AlertState(state) if state else None)
        rows = [(tx.alerts.view(alert.id), tx.alerts.deliveries(alert.id)) for alert in found]
    if as_json:
        print_json({"alerts": [_alert_json(view, deliveries, settings) for view, deliveries in rows]})
        return
    print_table(
        ("ALERT", "AT", "RULE", "DELIVERIES", "SUBJECT"),
        [
            (
                view.alert.id,
                local(view.alert.created_at, settings.timezone),
                view.alert.rule,
                standing(deliveries) or view.alert.state,
                subject(view, settings.timezone),
            )
            for view, deliveries in rows
        ],
    )


def _list_deliveries(limit: int, config_file: Path | None, *, suppressed: bool, as_json: bool) -> None:
    with reading(config_file) as (settings, tx):
        found = (tx.dead_letters.suppressed if suppressed else tx.dead_letters.list)(limit)
        if as_json:
            print_json({"deliveries": deliveries_json(found, tx, settings.timezone)})
        else:
            print_table(DELIVERY_COLUMNS, list(delivery_rows(found, tx, settings.timezone)))


@alerts.command(epilog="Example: watcher alerts show bzff2p")
@click.argument("alert")
@config_option
@json_option
def show(alert: str, config_file: Path | None, *, as_json: bool) -> None:
    """Show one alert as it reads now, and each of its deliveries.

    ALERT is an id as `alerts list` shows it, or its beginning.
    """
    from watcher.alerts import render

    with reading(config_file) as (settings, tx):
        view = tx.alerts.view(tx.alerts.get(alert))
        deliveries = tx.alerts.deliveries(view.alert.id)
    if as_json:
        print_json(_alert_json(view, deliveries, settings))
        return
    rendering = render(view, timezone=settings.timezone)
    click.echo(f"{rendering.subject}\n\n{rendering.text}\n")
    if view.alert.acked_at:
        click.echo(f"acknowledged {local(view.alert.acked_at, settings.timezone)}")
    for delivery in deliveries:
        click.echo(delivery_line(delivery, settings.timezone))


@alerts.command(epilog="Example: watcher alerts release --feed harbour-times")
@click.argument("alert", required=False)
@click.option("--feed", help="All that are held of this feed.")
@config_option
def release(alert: str | None, feed: str | None, config_file: Path | None) -> None:
    """Send alerts that were held back, by their rules' channels.

    ALERT is an id as `alerts list --held` or `--baseline` shows it, or its beginning.
    """
    from watcher.clock import SystemClock

    if (alert is None) == (feed is None):
        raise click.UsageError("name one alert, or --feed NAME for all that are held of a feed")
    with writing(config_file) as (settings, tx):
        names = [tx.alerts.get(alert)] if alert is not None else tx.alerts.held(feed or "")
        released = tx.alerts.release(names, SystemClock().now(), {rule.name: rule for rule in settings.rules})
    if not released:
        raise InputError(f"nothing is held back of {feed or alert}; see: watcher alerts list --held")
    click.echo(f"{counted(released, 'alert', 'alerts')} released; {DELIVERED}")


@alerts.command(epilog="Example: watcher alerts ack bzff2p")
@click.argument("alert")
@config_option
@json_option
def ack(alert: str, config_file: Path | None, *, as_json: bool) -> None:
    """Take an alert on: it does not escalate any more.

    ALERT is an id as `alerts list` shows it, or its beginning.
    """
    from watcher.clock import SystemClock

    with writing(config_file) as (settings, tx):
        name = tx.alerts.get(alert)
        is_first = tx.alerts.ack(name, SystemClock().now())
        at = tx.alerts.view(name).alert.acked_at
    if as_json:
        print_json({"alert": name, "acked_at": at, "was_acknowledged": not is_first})
        return
    before = "" if is_first else f" since {local(at, settings.timezone)}"
    click.echo(f"alert {name} is acknowledged{before}; it does not escalate")


@alerts.command(epilog="Example: watcher alerts retry --channel desk-mail")
@click.argument("alert", required=False)
@click.option("--channel", help="All dead letters of this channel.")
@config_option
@json_option
def retry(alert: str | None, channel: str | None, config_file: Path | None, *, as_json: bool) -> None:
    """Send deliveries again that failed for good, as if they were new.

    ALERT is the id of an alert or a notice as `alerts list --dead` shows it, or its beginning.
    """
    if (alert is None) == (channel is None):
        raise click.UsageError("name one alert or notice, or --channel NAME for all dead letters of a channel")
    with writing(config_file) as (_, tx):
        letters = tx.dead_letters
        again = letters.retry(letters.get(alert)) if alert is not None else letters.retry_channel(channel or "")
    if not again:
        raise InputError(f"there are no dead letters of channel {channel}; see: watcher alerts list --dead")
    if as_json:
        print_json({"retried": again})
        return
    click.echo(f"{counted(again, 'delivery', 'deliveries')} to be tried again; {DELIVERED}")


def _alert_json(view: "AlertView", deliveries: "Sequence[Delivery]", settings: "Settings") -> dict[str, Any]:
    from watcher.alerts.page import subject

    alert = view.alert
    return {
        "id": alert.id,
        "rule": alert.rule,
        "story": alert.story,
        "subject": subject(view, settings.timezone),
        "title": view.lead.title,
        "state": alert.state,
        "label": alert.label,
        "priority": alert.priority,
        "created_at": alert.created_at,
        "acked_at": alert.acked_at,
        "reason": alert.reason,
        **event_json(view.event),
        "evidence": [evidence_json(evidence) for evidence in alert.evidence],
        "events": [told_json(event, settings.lexicons) for event in alert.events],
        "deliveries": [delivery_json(delivery) for delivery in deliveries],
    }
