"""docs/templates.md: its example works, and its tables name what there is."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.unit.alerts.builders import a_copy, a_view, evidence
from watcher.alerts import render, template_problem
from watcher.alerts.template_check import FILTERS, TEMPLATE_LIMIT, VARIABLES
from watcher.alerts.user_template import OUTPUT_LIMIT, STEPS

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.partition("```jinja\n")[2].partition("```")[0]
VARIABLE_ROWS = re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE)


def test_the_example_lays_an_alert_out() -> None:
    copy = a_copy(0, outlet="Harbour Times", link="https://harbour.example/1")
    view = a_view(copy, origin="Northern Wire", found=(evidence("A vote is called.", "vote"),))
    shown = render(view, timezone=ZoneInfo("UTC"), template=EXAMPLE)
    assert template_problem(EXAMPLE) is None
    assert shown.subject == "NEW Zelmar council calls referendum on water law"
    assert shown.text.splitlines() == [
        "A vote is called.",
        "Northern Wire; carried by Harbour Times",
        "Harbour Times: https://harbour.example/1",
        "watcher stories show 01h8zk3m5q7rt",
    ]


def test_every_variable_stands_there_and_no_other() -> None:
    assert set(re.findall(r"`(\w+)`", " ".join(VARIABLE_ROWS))) == VARIABLES


def test_every_filter_stands_there_and_no_other() -> None:
    named = PAGE.partition("Filters: ")[2].partition(". It can")[0]
    assert set(re.findall(r"`(\w+)`", named)) == FILTERS


def test_the_limits_are_those_that_stand_there() -> None:
    assert f"at most {TEMPLATE_LIMIT:,} characters" in PAGE
    assert f"gives at most {OUTPUT_LIMIT:,} characters, and its loops make at most {STEPS:,} steps" in PAGE
