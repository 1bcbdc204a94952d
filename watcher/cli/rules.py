"""`watcher rules`: what is watched, and silence for a time."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.options import config_option, json_option, print_json, reading, writing
from watcher.cli.show import local
from watcher.cli.table import print_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from watcher.model import Rule

RULE_COLUMNS = ("NAME", "KIND", "CHANNELS", "PRIORITY", "MUTED UNTIL")


@click.group()
def rules() -> None:
    """List the rules and mute them."""


@rules.command("list", epilog="Example: watcher rules list")
@config_option
@json_option
def list_(config_file: Path | None, *, as_json: bool) -> None:
    """List the rules, where their alerts go, and which are muted."""
    from watcher.clock import SystemClock

    with reading(config_file) as (settings, tx):
        muted = tx.mutes.all(SystemClock().now())
    if as_json:
        print_json({"rules": [_rule_json(rule, muted) for rule in settings.rules]})
        return
    rows = [
        (
            rule.name,
            kind_of(rule),
            ", ".join(rule.channels),
            rule.priority,
            local(muted.get(rule.name), settings.timezone),
        )
        for rule in settings.rules
    ]
    print_table(RULE_COLUMNS, rows)


@rules.command(epilog="Example: watcher rules mute summits --for 2d")
@click.argument("name")
@click.option("--for", "time", help="For how long, as 90m, 12h or 2d; a time that was set before ends then too.")
@click.option("--end", is_flag=True, help="Send its alerts again from now on.")
@config_option
@json_option
def mute(name: str, time: str | None, config_file: Path | None, *, end: bool, as_json: bool) -> None:
    """Send no alerts of a rule for a time; they are recorded.

    See them with: watcher alerts list --suppressed
    """
    from watcher.clock import SystemClock

    if (time is None) == (not end):
        raise click.UsageError("say for how long, as in --for 2d, or --end")
    now = SystemClock().now()
    until = None if time is None else _after(now, time)
    with writing(config_file) as (settings, tx):
        _require(name, {rule.name for rule in settings.rules}, muted=tx.mutes.all(now))
        if until is not None:
            tx.mutes.mute(name, now, until)
            was_muted = True
        else:
            was_muted = tx.mutes.unmute(name)
    if as_json:
        print_json({"rule": name, "muted_until": until})
    elif until is not None:
        click.echo(f"rule {name} is muted until {local(until, settings.timezone)}; its alerts are recorded, not sent")
    else:
        click.echo(f"rule {name} {'is not muted any more' if was_muted else 'was not muted'}")


def kind_of(rule: "Rule") -> str:
    """Say what a rule looks for: "appointment", "query", "law and query"."""
    return " and ".join(filter(None, (rule.event, "query" if rule.query is not None else None)))


def _rule_json(rule: "Rule", muted: "Mapping[str, datetime]") -> dict[str, Any]:
    return {
        "name": rule.name,
        "event": rule.event,
        "query": rule.query,
        "channels": rule.channels,
        "priority": rule.priority,
        "cooldown_seconds": rule.cooldown.total_seconds(),
        "escalates_to": rule.escalate.channels if rule.escalate else (),
        "muted_until": muted.get(rule.name),
    }


def _after(now: datetime, time: str) -> datetime:
    """Read "2d" as two days from now."""
    from watcher.settings import duration

    read: timedelta | None = duration(time)
    try:
        if read is not None:
            return now + read
    except OverflowError:
        pass
    raise click.BadParameter(f'"{time}" is no time; write it as 90m, 12h or 2d', param_hint="'--for'")


def _require(name: str, known: "Collection[str]", *, muted: "Mapping[str, datetime]") -> None:
    """See that there is such a rule; one that is muted may have left the configuration."""
    from watcher.errors import UsageError

    if name not in known and name not in muted:
        raise UsageError(f"no rule is called {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
