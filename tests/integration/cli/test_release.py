"""Alerts that were held back, listed and released."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.contract.store.builders import NOW, SOURCE, FixedClock, alert, beginning, document, name
from watcher.cli.main import cli
from watcher.errors import InputError
from watcher.model import AlertState
from watcher.store import Store

CONFIGURATION = f"""
data-dir = "data"
store = {{ url = "sqlite:///data/watcher.db" }}
feeds = [{{ name = "{SOURCE}", path = "harbour.xml" }}]
channels = [{{ name = "desk", url = "console:" }}]
"""

Command = Callable[..., Result]


@pytest.fixture
def watcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a store with one alert of each state: the open one is 1, held are 2 and 3, of a first run 4."""
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "watcher.toml"
    config.write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "data").mkdir()
    states = (AlertState.OPEN, AlertState.HELD, AlertState.HELD, AlertState.BASELINE)
    with closing(Store.open(f"sqlite:///{tmp_path}/data/watcher.db", FixedClock())) as store:
        store.upgrade()
        with store.write() as tx:
            for number, state in enumerate(states, 1):
                begun = alert(number, entry=number, story=number, state=state, channels=("desk",))
                tx.outcomes.write(beginning(number, alerts=(begun,)), document(), NOW)
    return lambda *words: CliRunner().invoke(cli, ["alerts", *words, "--config", str(config)])


def listed(watcher: Command, *words: str) -> list[str]:
    return [each["id"] for each in json.loads(watcher("list", "--json", *words).stdout)["alerts"]]


def test_held_alerts_are_listed(watcher: Command) -> None:
    assert sorted(listed(watcher, "--held")) == [name(2), name(3)]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param(["--feed", SOURCE], [], id="all of a feed"),
        pytest.param([name(2)], [name(3)], id="one"),
        pytest.param([name(4)], [name(2), name(3)], id="one of a first run"),
    ],
)
def test_released_alerts_are_to_be_delivered(watcher: Command, words: list[str], left: list[str]) -> None:
    assert watcher("release", *words).exit_code == 0
    assert sorted(listed(watcher, "--held")) == left


def test_a_released_alert_waits_for_its_channel(watcher: Command) -> None:
    assert "1 alert released" in watcher("release", name(2)).stdout
    assert "desk: new" in watcher("show", name(2)).stdout


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([name(1)], id="an alert that went out"),
        pytest.param(["--feed", "quay"], id="a feed that holds none"),
    ],
)
def test_what_is_not_held_cannot_be_released(watcher: Command, words: list[str]) -> None:
    answer = watcher("release", *words)
    assert isinstance(answer.exception, InputError)
    assert "see: watcher alerts list --held" in str(answer.exception)


@pytest.mark.parametrize("words", [[], [name(2), "--feed", SOURCE]], ids=["nothing", "both"])
def test_one_alert_or_one_feed_is_released(watcher: Command, words: list[str]) -> None:
    answer = watcher("release", *words)
    assert answer.exit_code == 2
    assert "name one alert, or --feed NAME" in answer.stderr
