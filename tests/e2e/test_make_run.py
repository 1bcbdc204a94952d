"""`make run` on the shipped configuration gives exactly what seeds/expected.toml states."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[2]
EXPECTED = tomllib.loads((TOP / "seeds" / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture
def after_one_run(watcher, shipped):
    first = watcher("run", "--once", "--config", shipped)
    assert first.returncode == 0, first.stderr
    return first


def listed(watcher, shipped: Path, noun: str) -> list[dict[str, Any]]:
    return json.loads(watcher(noun, "list", "--json", "--config", shipped).stdout)[noun]


def as_expected(story: dict[str, Any]) -> dict[str, Any]:
    """A listed story in the words of expected.toml, where of labels only a correction is stated."""
    copies = [
        {
            name: value
            for name, value in (
                ("source", copy["source"]),
                ("outlet", copy["outlet"]),
                ("title", copy["title"]),
                ("label", copy["label"] if copy["label"] == "correction" else None),
            )
            if value is not None
        }
        for copy in story["copies"]
    ]
    shown = {"title": story["title"], "origin": story["origin"], "distributor": story["distributor"]}
    return {
        **{name: value for name, value in shown.items() if value is not None},
        "copies": sorted(copies, key=lambda copy: (copy["source"], copy["title"])),
    }


def in_order(stories: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = [
        {**story, "copies": sorted(story["copies"], key=lambda copy: (copy["source"], copy["title"]))}
        for story in stories
    ]
    return sorted(ordered, key=lambda story: story["title"])


@pytest.mark.usefixtures("after_one_run")
def test_the_first_run_finds_the_expected_stories_with_their_copies(watcher, shipped):
    stories = [as_expected(story) for story in listed(watcher, shipped, "stories")]
    assert in_order(stories) == in_order(EXPECTED["stories"])


@pytest.mark.usefixtures("after_one_run")
def test_the_first_run_sends_the_expected_alerts_and_no_other(watcher, shipped):
    alerts = [
        (alert["rule"], alert["title"], [delivery["state"] for delivery in alert["deliveries"]])
        for alert in listed(watcher, shipped, "alerts")
    ]
    assert sorted(alerts) == sorted((one["rule"], one["story"], ["sent"]) for one in EXPECTED["alerts"])


@pytest.mark.parametrize("alert", EXPECTED["alerts"], ids=[alert["rule"] for alert in EXPECTED["alerts"]])
@pytest.mark.usefixtures("after_one_run")
def test_each_alert_quotes_the_sentence_that_says_it(watcher, shipped, alert):
    [evidence] = [one["evidence"] for one in listed(watcher, shipped, "alerts") if one["rule"] == alert["rule"]]
    assert alert["evidence"] in " ".join(found["sentence"] for found in evidence)


def test_the_screen_shows_progress_then_stories_then_alerts_then_the_sum(after_one_run):
    screen = after_one_run.stdout
    assert "read 8 of 8 sources" in after_one_run.stderr
    story, alert = screen.index("origin not stated"), screen.index("Rule:")
    assert story < alert < screen.index("13 new entries, 3 alerts (3 delivered)")


@pytest.mark.usefixtures("after_one_run")
def test_a_second_run_finds_nothing_new(watcher, shipped):
    second = watcher("run", "--once", "--config", shipped)
    assert second.returncode == 0
    assert second.stdout == "0 new entries, 0 alerts (0 delivered)\n"


def test_make_run_is_that_command():
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    assert "\t@$(BIN)/watcher run --once\n" in makefile


def test_the_alert_in_the_readme_is_the_one_that_a_run_shows(after_one_run):
    """All but the time of the run, and what depends on which copy came first."""
    shown = (TOP / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0].splitlines()
    varying = ("First seen: ", "Why: ", "Story: ")
    assert [line for line in shown if not line.startswith(varying) and line not in after_one_run.stdout] == []
