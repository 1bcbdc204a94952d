"""`watcher channels`: how the ways out stand, and a test message."""

import json
from pathlib import Path

import pytest

from tests.contract.store.builders import alert
from tests.contract.store.sending import begin
from tests.integration.cli import desk
from tests.integration.cli.desk import Command
from watcher.errors import UsageError
from watcher.store import Outbox


@pytest.fixture
def watcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a store where of four alerts two wait, one is dead and one for a channel that left."""
    monkeypatch.chdir(tmp_path)
    config = desk.write(tmp_path)
    to = ("desk", "desk", "archive", "pager")
    with desk.opened(tmp_path) as store:
        desk.fill(
            store, [alert(number, entry=number, story=number, channels=(each,)) for number, each in enumerate(to, 1)]
        )
        outbox = Outbox(store)
        outbox.dead(begin(outbox, "archive").delivery.id, "the server answered 410")
    return desk.commands(config)


def test_channels_are_listed_with_when_messages_leave_and_what_waits(watcher: Command) -> None:
    assert watcher("channels", "list").stdout.splitlines() == [
        "NAME\tKIND\tMESSAGES LEAVE\tWAITING\tDEAD",
        "desk\tconsole\tat once, more than 10 as one\t2\t0",
        "mail\temail\tin a digest at 07:30, 17:00; only urgent ones 22:00-06:00; at most 1/s\t0\t0",
        "chat\tdiscord\ttogether after 30s; at most 5/2s\t0\t0",
        "room\tmatrix\tat once, more than 10 as one\t0\t0",
        "archive\twebhook\tat once, more than 10 as one; 16 at a time\t0\t1",
        "pager\t-\tnot configured\t1\t0",
    ]


def test_channels_are_listed_as_data(watcher: Command) -> None:
    listed = {each["name"]: each for each in json.loads(watcher("channels", "list", "--json").stdout)["channels"]}

    assert listed["mail"]["digest"] == ["07:30", "17:00"]
    assert listed["mail"]["quiet_hours"] == ["22:00", "06:00"]
    assert (listed["chat"]["group_wait"], listed["chat"]["rate"]) == ("30s", "5/2s")
    assert (listed["archive"]["dead"], listed["archive"]["deliveries"]["dead"]) == (1, 1)
    assert (listed["pager"]["configured"], listed["pager"]["waiting"]) == (False, 1)


def test_no_list_shows_a_secret(watcher: Command) -> None:
    assert "canary" not in watcher("channels", "list").output + watcher("channels", "list", "--json").output


def test_a_test_message_says_what_became_of_it(watcher: Command) -> None:
    answer = watcher("channels", "test", "desk")

    assert answer.exit_code == 0
    assert "Test from watcher: channel desk" in answer.stdout
    assert "written to the console" in answer.stderr


def test_a_test_message_that_fails_is_no_success(watcher: Command) -> None:
    answer = watcher("channels", "test", "room", "--json")

    told = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert (told["channel"], told["outcome"], told["cause"]) == ("room", "retry", "network")
    assert "canary" not in answer.output


def test_what_a_test_says_as_data_is_nothing_else(watcher: Command) -> None:
    assert json.loads(watcher("channels", "test", "desk", "--json").stdout)["outcome"] == "sent"


def test_a_channel_that_is_not_there_cannot_be_tested(watcher: Command) -> None:
    answer = watcher("channels", "test", "dekk")

    assert isinstance(answer.exception, UsageError)
    assert str(answer.exception).startswith("no channel is called 'dekk'; there are: archive, chat, desk, mail, room")
