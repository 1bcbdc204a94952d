"""docs/calendar.md: its commands can be typed, its rule loads, its table names what a calendar holds."""

import re
import shlex
from datetime import timedelta
from pathlib import Path

import click
import icalendar
import pytest

from tests import stores
from tests.unit.alerts.test_calendar import a_dated
from watcher.alerts.calendar import calendar
from watcher.cli.main import cli
from watcher.settings import load

CALENDAR = (Path(__file__).parents[2] / "docs" / "calendar.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", CALENDAR, re.DOTALL)
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
[RULE] = [text for kind, text in BLOCKS if kind == "toml"]


@pytest.mark.parametrize("line", LINES)
def test_a_command_can_be_typed(line: str) -> None:
    _, group, name, *words = shlex.split(line, comments=True)
    found = cli.commands[group]
    assert isinstance(found, click.Group)
    command = found.commands[name]
    command.make_parser(click.Context(command)).parse_args(words)


def test_the_rule_loads(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULE, encoding="utf-8")
    channel = 'channels = [{ name = "desk", url = "console:" }]\ndefaults = { channels = ["desk"] }\n'
    (tmp_path / "watcher.toml").write_text(f'rules = ["rules.toml"]\n{channel}', encoding="utf-8")
    [rule] = load(tmp_path / "watcher.toml", stores.ENVIRON).rules
    assert rule.remind == (timedelta(days=1), timedelta(hours=3))


def test_every_property_of_an_event_is_documented_and_no_other() -> None:
    table = CALENDAR.partition("| Property |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`([A-Z-]+)`", row.split("|")[1])}
    [event] = icalendar.Calendar.from_ical(calendar([a_dated()])).walk("VEVENT")
    assert named == set(event)
