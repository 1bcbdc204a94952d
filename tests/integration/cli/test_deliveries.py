"""`watcher alerts ack`, `retry` and `list --dead`: what is done about deliveries, and how they show."""

import json
from pathlib import Path

import pytest

from tests.contract.store.builders import NOW, alert, name
from tests.contract.store.sending import begin
from tests.integration.cli import desk
from tests.integration.cli.desk import Command
from watcher.alerts import notice
from watcher.cli.deliveries import DELIVERY_COLUMNS
from watcher.errors import InputError
from watcher.store import Outbox

TOLD = notice("feed", "Feed harbour-news is dead", "It answers 404.", NOW)


@pytest.fixture
def watcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a store with an alert 1 that escalates, and dead letters of alert 2 and of a notice."""
    monkeypatch.chdir(tmp_path)
    config = desk.write(tmp_path)
    with desk.opened(tmp_path) as store:
        desk.fill(store, [desk.escalating(1, "desk"), alert(2, entry=2, story=2, channels=("archive",))])
        with store.write() as tx:
            tx.notices.tell(TOLD, ["archive"])
        outbox = Outbox(store)
        outbox.dead(begin(outbox, "archive").delivery.id, "the server answered 410\nGone")
        outbox.dead(begin(outbox, "archive").delivery.id, "the server answered 410\nGone")
    return desk.commands(config)


def dead(watcher: Command) -> list[dict[str, object]]:
    return json.loads(watcher("alerts", "list", "--dead", "--json").stdout)["deliveries"]


def deliveries(watcher: Command, alert: str) -> dict[str, dict[str, object]]:
    shown = json.loads(watcher("alerts", "show", alert, "--json").stdout)["deliveries"]
    return {each["channel"]: each for each in shown}


def test_dead_letters_are_listed_with_what_they_tell_and_why(watcher: Command) -> None:
    listed = [
        (each["alert"], each["notice"], each["subject"], each["state"], each["attempts"]) for each in dead(watcher)
    ]

    assert sorted(listed, key=str) == sorted(
        [
            (name(2), None, "Bridge opens in Larkhaven", "dead", 1),
            (None, TOLD.id, "Feed harbour-news is dead", "dead", 1),
        ],
        key=str,
    )


def test_a_dead_letter_is_one_line_of_a_table(watcher: Command) -> None:
    head, *rows = watcher("alerts", "list", "--dead", "--limit", "50").stdout.splitlines()

    assert tuple(head.split("\t")) == DELIVERY_COLUMNS
    assert f"{name(2)}\tarchive\t-\t1\tBridge opens in Larkhaven\tthe server answered 410 Gone" in rows
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param([name(2)], [TOLD.id], id="an alert"),
        pytest.param([TOLD.id], [name(2)], id="a notice"),
        pytest.param(["--channel", "archive"], [], id="a channel"),
    ],
)
def test_a_dead_letter_is_sent_again(watcher: Command, words: list[str], left: list[str]) -> None:
    assert "to be tried again" in watcher("alerts", "retry", *words).stdout
    assert [each["alert"] or each["notice"] for each in dead(watcher)] == left


def test_what_is_to_be_tried_again_is_new(watcher: Command) -> None:
    answer = watcher("alerts", "retry", name(2), "--json")

    assert json.loads(answer.stdout) == {"retried": 1}
    assert (deliveries(watcher, name(2))["archive"]["state"], deliveries(watcher, name(2))["archive"]["attempts"]) == (
        "new",
        0,
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param([name(1)], "no dead letter has an id", id="an alert that is well"),
        pytest.param(["--channel", "desk"], "see: watcher alerts list --dead", id="a channel that is well"),
    ],
)
def test_what_is_not_dead_is_not_sent_again(watcher: Command, words: list[str], says: str) -> None:
    answer = watcher("alerts", "retry", *words)

    assert isinstance(answer.exception, InputError)
    assert says in str(answer.exception)


@pytest.mark.parametrize("words", [[], [name(2), "--channel", "archive"]], ids=["nothing", "both"])
def test_one_alert_or_one_channel_is_retried(watcher: Command, words: list[str]) -> None:
    answer = watcher("alerts", "retry", *words)

    assert answer.exit_code == 2
    assert "name one alert or notice, or --channel NAME" in answer.stderr


def test_an_alert_that_is_acknowledged_does_not_escalate(watcher: Command) -> None:
    assert watcher("alerts", "ack", name(1)).stdout.startswith(f"alert {name(1)} is acknowledged; ")

    assert deliveries(watcher, name(1))["chat"]["state"] == "suppressed"
    assert deliveries(watcher, name(1))["desk"]["state"] == "new"


def test_an_alert_is_acknowledged_once(watcher: Command) -> None:
    first = json.loads(watcher("alerts", "ack", name(1), "--json").stdout)
    second = json.loads(watcher("alerts", "ack", name(1), "--json").stdout)

    assert (first["was_acknowledged"], second["was_acknowledged"]) == (False, True)
    assert first["acked_at"] == second["acked_at"]
    assert "acknowledged since" in watcher("alerts", "ack", name(1)).stdout


def test_each_delivery_of_an_alert_says_where_it_stands(watcher: Command) -> None:
    assert watcher("alerts", "show", name(2)).stdout.splitlines()[-1] == (
        "archive: dead after 1 try: the server answered 410 Gone"
    )
    assert watcher("alerts", "show", name(1)).stdout.splitlines()[-2:] == [
        "desk: new",
        "chat, escalated: new, not before 2026-03-04 05:36",
    ]


def test_an_acknowledged_alert_says_so(watcher: Command) -> None:
    watcher("alerts", "ack", name(1))

    lines = watcher("alerts", "show", name(1)).stdout.splitlines()
    assert lines[-3].startswith("acknowledged 2")
    assert lines[-1] == "chat, escalated: suppressed: acknowledged before it escalated"


def test_what_is_suppressed_is_listed_with_its_reason(watcher: Command) -> None:
    watcher("alerts", "ack", name(1))

    [suppressed] = json.loads(watcher("alerts", "list", "--suppressed", "--json").stdout)["deliveries"]
    assert (suppressed["alert"], suppressed["channel"], suppressed["step"]) == (name(1), "chat", 1)
    assert suppressed["last_error"] == "acknowledged before it escalated"


def test_an_alert_in_the_list_says_where_its_deliveries_stand(watcher: Command) -> None:
    rows = watcher("alerts", "list").stdout.splitlines()

    assert "\tdesk new; chat, escalated new\t" in "\n".join(rows)


@pytest.mark.parametrize("words", [["--dead", "--held"], ["--dead", "--suppressed"]], ids=" ".join)
def test_two_lists_at_once_are_refused(watcher: Command, words: list[str]) -> None:
    answer = watcher("alerts", "list", *words)

    assert answer.exit_code == 2
    assert f"{words[0]} and {words[1]} exclude each other" in answer.stderr
