"""`watcher rules`: listed, muted for a time, and told again."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.store.builders import alert, beginning, document, name
from tests.integration.cli import desk
from tests.integration.cli.desk import Command
from watcher.errors import UsageError
from watcher.model import DeliveryState


@pytest.fixture
def watcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on an empty store."""
    monkeypatch.chdir(tmp_path)
    config = desk.write(tmp_path)
    with desk.opened(tmp_path):
        return desk.commands(config)


def muted(watcher: Command) -> dict[str, str | None]:
    return {
        rule["name"]: rule["muted_until"] for rule in json.loads(watcher("rules", "list", "--json").stdout)["rules"]
    }


def test_rules_are_listed(watcher: Command) -> None:
    assert watcher("rules", "list").stdout.splitlines() == [
        "NAME\tKIND\tCHANNELS\tPRIORITY\tMUTED UNTIL",
        "bridges\tquery\tdesk, mail\tnormal\t-",
        "summits\tmeeting and query\tdesk\thigh\t-",
    ]


def test_a_rule_is_listed_with_all_that_it_asks(watcher: Command) -> None:
    [first, _] = json.loads(watcher("rules", "list", "--json").stdout)["rules"]

    assert first == {
        "name": "bridges",
        "event": None,
        "query": "bridge",
        "channels": ["desk", "mail"],
        "priority": "normal",
        "cooldown_seconds": 0.0,
        "escalates_to": ["chat"],
        "muted_until": None,
    }


def test_a_rule_is_muted_for_a_time(watcher: Command) -> None:
    before = datetime.now(UTC)
    answer = watcher("rules", "mute", "summits", "--for", "2d")
    after = datetime.now(UTC)

    until = datetime.fromisoformat(muted(watcher)["summits"] or "")
    assert before + timedelta(days=2) <= until <= after + timedelta(days=2)
    assert f"rule summits is muted until {until:%Y-%m-%d %H:%M}" in answer.stdout
    assert f"summits\tmeeting and query\tdesk\thigh\t{until:%Y-%m-%d %H:%M}" in watcher("rules", "list").stdout


def test_the_last_word_on_a_rule_counts(watcher: Command) -> None:
    watcher("rules", "mute", "summits", "--for", "2d")
    watcher("rules", "mute", "summits", "--for", "1h")

    assert datetime.fromisoformat(muted(watcher)["summits"] or "") < datetime.now(UTC) + timedelta(hours=2)


def test_a_rule_is_told_again(watcher: Command) -> None:
    watcher("rules", "mute", "summits", "--for", "2d")

    assert "is not muted any more" in watcher("rules", "mute", "summits", "--end").stdout
    assert "was not muted" in watcher("rules", "mute", "summits", "--end").stdout
    assert muted(watcher) == {"bridges": None, "summits": None}


def test_the_alerts_of_a_muted_rule_are_recorded_and_say_why(watcher: Command, tmp_path: Path) -> None:
    watcher("rules", "mute", "bridges", "--for", "2d")
    with desk.opened(tmp_path) as store, store.write() as tx:
        begun = alert(1, channels=("desk",), created_at=datetime.now(UTC))
        tx.outcomes.write(beginning(1, alerts=(begun,)), document(), datetime.now(UTC))

    [suppressed] = json.loads(watcher("alerts", "list", "--suppressed", "--json").stdout)["deliveries"]

    assert (suppressed["alert"], suppressed["state"]) == (name(1), DeliveryState.SUPPRESSED)
    assert suppressed["last_error"].startswith("rule bridges is muted until ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param([], "say for how long, as in --for 2d, or --end", id="neither"),
        pytest.param(["--for", "2d", "--end"], "say for how long, as in --for 2d, or --end", id="both"),
        pytest.param(["--for", "2 days"], "is no time; write it as 90m, 12h or 2d", id="no time"),
        pytest.param(["--for", "0s"], "is no time; write it as 90m, 12h or 2d", id="no time at all"),
        pytest.param(["--for", "999999w"], "is no time; write it as 90m, 12h or 2d", id="beyond all calendars"),
    ],
)
def test_what_is_no_time_is_refused(watcher: Command, words: list[str], says: str) -> None:
    answer = watcher("rules", "mute", "summits", *words)

    assert answer.exit_code == 2
    assert says in answer.stderr
    assert muted(watcher)["summits"] is None


def test_a_rule_that_is_not_there_cannot_be_muted(watcher: Command) -> None:
    answer = watcher("rules", "mute", "sumits", "--for", "2d")

    assert isinstance(answer.exception, UsageError)
    assert str(answer.exception) == "no rule is called 'sumits'; there are: bridges, summits"


def test_a_muted_rule_that_left_the_configuration_can_be_ended(watcher: Command, tmp_path: Path) -> None:
    watcher("rules", "mute", "summits", "--for", "2d")
    rules = tmp_path / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('"summits"', '"talks"'), encoding="utf-8")

    assert "is not muted any more" in watcher("rules", "mute", "summits", "--end").stdout
