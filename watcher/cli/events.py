"""`watcher events`: what the stories tell, by its date."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from watcher.cli.days import day_since, day_until
from watcher.cli.options import config_option, json_option, print_json, reading
from watcher.cli.show import local, story_event_json
from watcher.cli.table import print_table

if TYPE_CHECKING:
    from watcher.alerts import DatedEvent
    from watcher.events import Lexicons
    from watcher.model import When
    from watcher.settings import Settings
    from watcher.store import Transaction

DAY = timedelta(days=1)
REALIS = ("asserted", "planned", "reported", "called-for", "denied", "background")


@click.group()
def events() -> None:
    """List appointments, meetings, laws and their dates."""


@events.command("list", epilog="Example: watcher events list --kind meeting --until 14d")
@click.option("--kind", help="Only events of this kind.")
@click.option("--since", help="Not before this day: 2026-03-01, or 7d for a week ago.  [default: today]")
@click.option("--until", help="Not after this day: 2026-03-01, or 30d for in 30 days.")
@click.option("--past", is_flag=True, help="Those that began before today, the last first.")
@click.option("--latest", is_flag=True, help="Those told or changed last, also those without a date, the newest first.")
@click.option(
    "--realis",
    type=click.Choice(REALIS),
    multiple=True,
    help="Only what is told so; may be given more than once.  [default: asserted, planned, reported]",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most this many.")
@config_option
@json_option
def list_(
    *,
    kind: str | None,
    since: str | None,
    until: str | None,
    realis: tuple[str, ...],
    limit: int,
    config_file: Path | None,
    past: bool,
    latest: bool,
    as_json: bool,
) -> None:
    """List what is ahead, the soonest first.

    What takes several days is ahead until the last is over. Each event of a story stands here once, as told last,
    however many copies tell it.
    """
    from watcher.clock import SystemClock
    from watcher.model import NEWS, Realis
    from watcher.store import Order

    if past and latest:
        raise click.UsageError("--past and --latest exclude each other")
    with reading(config_file) as (settings, tx):
        require_kind(kind, settings, tx)
        today = SystemClock().now().astimezone(settings.timezone).date()
        first, last, order = day_since(since, today), day_until(until, today), Order.SOONEST
        if past:
            last, order = min(last or today, today - DAY), Order.LAST
        elif latest:
            order = Order.TOLD
        told = tx.events.list(
            kind=kind,
            since=first or (today if order is Order.SOONEST else None),
            until=last,
            realis=[Realis(each) for each in realis] or NEWS,
            order=order,
            limit=limit,
        )
        found = tx.stories.dated(told)
    if as_json:
        print_json({"events": [_event_json(each, settings.lexicons) for each in found]})
    else:
        headings = ("DATE", "KIND", "EVENT", "REALIS", "STORY", "SOURCE")
        print_table(headings, [_row(each, settings.timezone) for each in found])


def require_kind(kind: str | None, settings: "Settings", tx: "Transaction") -> None:
    """See that events of this kind are looked for, or that the store has one from when they were; None: of any.

    Raises:
        BadParameter: there is no such kind.
    """
    from watcher.model import Realis

    if kind is None or kind in settings.lexicons.kinds or tx.events.list(kind=kind, realis=tuple(Realis), limit=1):
        return
    there_is = ", ".join(settings.lexicons.kinds)
    raise click.BadParameter(f'there is no kind "{kind}"; there are: {there_is}', param_hint="'--kind'")


def _row(each: "DatedEvent", zone: ZoneInfo) -> tuple[object, ...]:
    from watcher.alerts.frame import frame

    event = each.event.event
    date = shown_date(event.when, zone) if event.when else None
    return date, event.kind, frame(event).subject, event.realis, each.story.id, _source(each)


def _event_json(each: "DatedEvent", lexicons: "Lexicons") -> dict[str, Any]:
    return {
        **story_event_json(each.event, lexicons),
        "story": each.story.id,
        "title": each.lead.title,
        "source": _source(each),
        "link": each.lead.link,
    }


def _source(each: "DatedEvent") -> str:
    return each.lead.outlet or each.lead.source


def shown_date(when: "When", zone: ZoneInfo) -> str:
    """Write a date for a table: "2026-03-06", "2026-03-06 10:00" in the user's zone, "by 2026-03-31".

    A period is given by its first and last day; where the days are not stated, its precision follows: "(month)".
    """
    from watcher.model import Precision

    if when.at is not None:
        stated = local(when.at, zone)
    elif when.deadline or when.start == when.end:
        stated = str(when.end)
    else:
        stated = f"{when.start} to {when.end}"
    exact = when.precision in {Precision.MINUTE, Precision.DAY}
    return f"{'by ' if when.deadline else ''}{stated}{'' if exact else f' ({when.precision})'}"
