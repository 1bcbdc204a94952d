"""Alerts that wait: for a channel that is down, and for one that left the configuration."""

from pathlib import Path

import pytest

from tests import stores
from tests.builders import REFERENDUM
from tests.integration.servers import Receiver, closed_port
from watcher.engine.backlog import Waiting
from watcher.engine.once import Tally, one_round
from watcher.settings import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drops").mkdir()
    (tmp_path / "drops" / "bill.txt").write_text(f"Bill\n\n{REFERENDUM}\n", encoding="utf-8")
    (tmp_path / "rules.toml").write_text(
        '[[rules]]\nname = "votes"\nquery = "referendum"\n[[rules]]\nname = "houses"\nquery = "house"\n',
        encoding="utf-8",
    )
    return tmp_path


def a_round(folder: Path, channel: str, port: int) -> tuple[Tally, tuple[Waiting, ...]]:
    (folder / "watcher.toml").write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
drops = [{{ name = "inbox", path = "drops", after = "keep" }}]
channels = [{{ name = "{channel}", url = "json://127.0.0.1:{port}/" }}]
defaults = {{ channels = ["{channel}"] }}
""",
        encoding="utf-8",
    )
    with one_round(load(folder / "watcher.toml", stores.ENVIRON), lambda _: None) as (round_, tally):
        round_.collect()
        round_.deliver()
        return tally, round_.waiting()


def test_a_channel_that_is_down_is_told_of_once_and_its_alerts_wait(folder: Path):
    tally, [waiting] = a_round(folder, "desk", closed_port())
    assert tally.undelivered == ["channel desk: no connection: connection refused"]
    assert (waiting.channel, waiting.deliveries, waiting.configured) == ("desk", 2, True)
    assert waiting.due is not None


def test_alerts_for_a_channel_that_left_the_configuration_are_not_forgotten(folder: Path, receiver: Receiver):
    a_round(folder, "desk", closed_port())
    tally, [waiting] = a_round(folder, "chat", receiver.port)
    assert (tally.delivered, receiver.requests) == (0, [])
    assert (waiting.channel, waiting.deliveries, waiting.configured) == ("desk", 2, False)


def test_nothing_waits_when_all_was_delivered(folder: Path, receiver: Receiver):
    tally, waiting = a_round(folder, "desk", receiver.port)
    assert (tally.delivered, waiting) == (2, ())


def test_a_drop_folder_that_is_missing_counts_as_no_source(folder: Path, receiver: Receiver):
    (folder / "drops" / "bill.txt").unlink()
    (folder / "drops").rmdir()
    tally, _ = a_round(folder, "desk", receiver.port)
    assert (tally.done, tally.sources) == (0, 0)
    assert tally.problems[0].startswith("drop inbox: drop folder ")
