"""`watcher try` and `watcher replay` on texts that tell events."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from watcher.cli.main import cli

NAMED = "Cabinet\n\nPresident Ana Reyes named Ivan Koval defence minister on Friday.\n"
STRUCK = "Ferries\n\nThe ferry crews of the islands struck on Monday.\n"
STRIKE = """
kind = "strike"
language = "en"
fields = { who = "phrase", firm = "org" }

[[triggers]]
active = ["struck"]
who = ["subject"]
"""
RULES = """
[[rules]]
name = "ministers"
event = "appointment"
where = { post = "minister" }

[[rules]]
name = "strikes"
event = "strike"
query = "ostrey"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration with a kind of event of its own, and a rule file beside it that asks for it."""
    (tmp_path / "strike.toml").write_text(STRIKE, encoding="utf-8")
    (tmp_path / "watch.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "watcher.toml").write_text('[events]\nlexicons = ["strike.toml"]\n', encoding="utf-8")
    return tmp_path


def watcher(folder: Path, *words: str, text: str = "") -> Result:
    options = ("--config", str(folder / "watcher.toml"), "--rules", str(folder / "watch.toml"))
    result = CliRunner().invoke(cli, [*words, *options], input=text, catch_exceptions=False)
    assert result.exit_code == 0
    return result


def tried(folder: Path, text: str, *words: str) -> dict[str, object]:
    [article] = json.loads(watcher(folder, "try", "--json", *words, text=text).stdout)["articles"]
    return article


@pytest.mark.parametrize(("published", "day"), [("2026-01-03", "2026-01-02"), ("2026-03-09", "2026-03-06")])
def test_the_publication_that_is_given_dates_the_events(folder: Path, published: str, day: str) -> None:
    [event] = tried(folder, NAMED, "--published", published)["events"]
    assert (event["kind"], event["person"], event["date_start"]) == ("appointment", "Ivan Koval", day)


def test_rules_say_which_event_they_found_or_what_keeps_it_from_them(folder: Path) -> None:
    [ministers, strikes] = tried(folder, NAMED)["rules"]
    assert (ministers["matched"], ministers["reason"]) == (True, "event appointment (post: defence minister)")
    assert ministers["evidence"][0]["marks"]
    assert (strikes["matched"], strikes["reason"]) == (False, "no strike event")


def test_kinds_of_ones_own_are_shown_with_all_their_fields(folder: Path) -> None:
    article = tried(folder, STRUCK)
    [event] = article["events"]
    assert (event["kind"], event["firm"]) == ("strike", None)
    assert "ferry crews" in event["who"]
    assert article["rules"][1]["reason"] == "missing: ostrey"


def test_the_screen_has_a_line_for_each_event_and_its_sentence(folder: Path) -> None:
    lines = watcher(folder, "try", "--published", "2026-03-07", text=NAMED).stdout.splitlines()
    [at] = [number for number, line in enumerate(lines) if line.startswith("event ")]
    assert lines[at].endswith("(appointment, asserted)")
    assert "Ivan Koval" in lines[at]
    assert lines[at + 1].strip() == "“President Ana Reyes named Ivan Koval defence minister on Friday.”"


def test_a_replay_finds_them_too(folder: Path) -> None:
    line = {"feed": "a", "guid": "1", "title": "Ferries", "content": STRUCK, "first_seen": "2026-03-03T10:00Z"}
    (folder / "entries.jsonl").write_text(f"{json.dumps(line)}\n", encoding="utf-8")
    watcher(folder, "replay", str(folder / "entries.jsonl"), "--out", str(folder / "out.jsonl"))
    [event] = json.loads((folder / "out.jsonl").read_text(encoding="utf-8"))["events"]
    assert (event["kind"], event["date_start"], event["firm"]) == ("strike", "2026-03-02", None)
