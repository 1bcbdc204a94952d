"""A rule that asks for an event: ten outlets tell it, one alert leads with it, and an update follows when it moves."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import stores
from tests.integration.engine.dropping import Round, dropping, rounds
from tests.integration.servers import Receiver
from watcher.cli.main import cli

TITLE = "Lake states seek a treaty on water"
REST = (
    "The four states around the lake have argued for years about who may draw water in dry summers. Farmers on the "
    "western shore fear that a common board would favour the cities, and blocked the dam road with tractors.\n\n"
    "Hydrologists put the level eleven centimetres below that of last year and expect the shallow southern bay to fall "
    "dry unless the rivers bring more than the usual rain."
)
PLANNED = "Premier Edda Lorne and President Osk Maren will meet in Tarnholm on Thursday, her office said."
PUT_OFF = "Premier Edda Lorne and President Osk Maren will now meet in Tarnholm on Friday, her office said."
FRAME = "Premier Edda Lorne and President Osk Maren, Tarnholm"


def a_drop(sentence: str, outlet: str, date: str = "2026-05-12 09:00", title: str = TITLE) -> str:
    return f"Title: {title}\nSource: {outlet}\nDate: {date}\n\n{sentence}\n\n{REST}"


@pytest.fixture
def path(tmp_path: Path, receiver: Receiver) -> Path:
    return dropping(
        tmp_path, receiver.port, '[[rules]]\nname = "meetings"\nevent = "meeting"\nwhere = { place = "tarnholm" }\n'
    )


@pytest.fixture
def take(path: Path, receiver: Receiver) -> Round:
    return rounds(path, receiver, "title")


def shown(path: Path, *command: str) -> str:
    asked = [*command, "--config", str(path)]
    result = CliRunner().invoke(cli, asked, env=dict(stores.ENVIRON), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_ten_outlets_that_tell_a_meeting_give_one_alert_that_leads_with_it(take: Round) -> None:
    told = take(*(a_drop(PLANNED, f"Outlet {number}") for number in range(10)))
    assert told == [f"Meeting: {FRAME}, Thursday 14 May"]
    assert take(a_drop(PLANNED, "Late Courier", "2026-05-13 09:00")) == []


def test_a_meeting_that_is_put_off_is_told_once_more_with_what_it_was(take: Round, receiver: Receiver) -> None:
    take(a_drop(PLANNED, "Harbour Times"))
    assert take(a_drop(PUT_OFF, "Quay Herald", "2026-05-13 10:00")) == [f"Update: meeting: {FRAME}, Friday 15 May"]
    assert receiver.requests[-1].body["message"].startswith("Date: was Thursday 14 May, now Friday 15 May\n")
    assert take(a_drop(PUT_OFF, "Dam Courier", "2026-05-13 11:00")) == []


def test_the_story_and_its_alerts_show_the_event(path: Path, take: Round) -> None:
    take(a_drop(PLANNED, "Harbour Times"))
    take(a_drop(PUT_OFF, "Quay Herald", "2026-05-13 10:00"))

    update, first = json.loads(shown(path, "alerts", "list", "--json"))["alerts"]
    assert (first["label"], first["events"][0]["date_start"], first["events"][0]["was"]) == ("new", "2026-05-14", None)
    assert (update["label"], update["events"][0]["was"]["date_start"]) == ("update", "2026-05-14")
    assert f"* Meeting: {FRAME}, Friday 15 May  (changed 1 time)" in shown(path, "stories", "show", first["story"])
    [event] = json.loads(shown(path, "stories", "show", first["story"], "--json"))["events"]
    assert (event["uid"], event["sequence"], event["date_start"]) == (first["events"][0]["uid"], 1, "2026-05-15")
    assert f"Update: meeting: {FRAME}, Friday 15 May" in shown(path, "alerts", "show", update["id"])
