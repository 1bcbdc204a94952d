"""`watcher alerts`: what was alerted and how it was delivered."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.options import config_option, json_option, print_json, reading, writing
from watcher.cli.show import counted, delivery_json, event_json, evidence_json, local, told_json
from watcher.cli.table import print_table
from watcher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.alerts import AlertView
    from watcher.model import Delivery
    from watcher.settings import Settings


@click.group()
def alerts() -> None:
    """List alerts and show them as they were sent."""


@alerts.command("list", epilog="Example: watcher alerts list --limit 10")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most this many.")
@click.option("--baseline", is_flag=True, help="Only those held back in a feed's first run.")
@click.option("--waiting", is_flag=True, help="Only those that wait for more independent origins.")
@click.option("--held", is_flag=True, help="Only those held back because too many entries came at once.")
@config_option
@json_option
def list_(limit: int, config_file: Path | None, *, baseline: bool, waiting: bool, held: bool, as_json: bool) -> None:
    """List alerts, newest first, with where their deliveries stand."""
    from watcher.alerts.page import subject
    from watcher.model import AlertState

    asked = ((baseline, AlertState.BASELINE), (waiting, AlertState.WAITING), (held, AlertState.HELD))
    states = [state for is_asked, state in asked if is_asked]
    if len(states) > 1:
        raise click.UsageError("--baseline, --waiting and --held exclude each other: no alert is two of them")
    state = states[0] if states else None
    with reading(config_file) as (settings, tx):
        found = tx.alerts.list(limit=limit, state=state)
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
                _standing(view, deliveries),
                subject(view, settings.timezone),
            )
            for view, deliveries in rows
        ],
    )


@alerts.command(epilog="Example: watcher alerts show bzff2p")
@click.argument("alert")
@config_option
@json_option
def show(alert: str, config_file: Path | None, *, as_json: bool) -> None:
    """Show one alert as it reads now, and each of its deliveries.

    ALERT is an id as `alerts list` shows it, or its beginning.
    """
    from watcher.alerts import render
    from watcher.text import one_line

    with reading(config_file) as (settings, tx):
        view = tx.alerts.view(tx.alerts.get(alert))
        deliveries = tx.alerts.deliveries(view.alert.id)
    if as_json:
        print_json(_alert_json(view, deliveries, settings))
        return
    rendering = render(view, timezone=settings.timezone)
    click.echo(f"{rendering.subject}\n\n{rendering.text}\n")
    for delivery in deliveries:
        error = f": {one_line(delivery.last_error)}" if delivery.last_error else ""
        tries = counted(delivery.attempts, "try", "tries")
        click.echo(f"{delivery.channel}: {delivery.state} after {tries}{error}")


@alerts.command(epilog="Example: watcher alerts release --feed harbour-times")
@click.argument("alert", required=False)
@click.option("--feed", help="All that are held of this feed.")
@config_option
def release(alert: str | None, feed: str | None, config_file: Path | None) -> None:
    """Send alerts that were held back, by their rules' channels.

    ALERT is an id as `alerts list --held` or `--baseline` shows it, or its beginning.
    """
    if (alert is None) == (feed is None):
        raise click.UsageError("name one alert, or --feed NAME for all that are held of a feed")
    with writing(config_file) as tx:
        names = [tx.alerts.get(alert)] if alert is not None else tx.alerts.held(feed or "")
        released = tx.alerts.release(names)
    if not released:
        raise InputError(f"nothing is held back of {feed or alert}; see: watcher alerts list --held")
    click.echo(f"{counted(released, 'alert', 'alerts')} released; the next run, or the running watcher, delivers")


def _standing(view: "AlertView", deliveries: "Sequence[Delivery]") -> str:
    if not deliveries:
        return str(view.alert.state)
    return ", ".join(f"{delivery.channel} {delivery.state}" for delivery in deliveries)


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
        "reason": alert.reason,
        **event_json(view.event),
        "evidence": [evidence_json(evidence) for evidence in alert.evidence],
        "events": [told_json(event, settings.lexicons) for event in alert.events],
        "deliveries": [delivery_json(delivery) for delivery in deliveries],
    }
