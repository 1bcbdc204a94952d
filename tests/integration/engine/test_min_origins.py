"""A rule that waits for two independent origins, over several rounds: each opens the store anew, as after a restart."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import stores
from tests.builders import FakeClock
from tests.integration.engine.dropping import Round, dropping, rounds
from tests.integration.servers import Receiver
from watcher.cli.main import cli
from watcher.engine.opened import opened_store
from watcher.model import AlertState
from watcher.settings import load

MERIDIAN_TITLE = "Aron Vik named defence minister of Norvania after harbour scandal"
MERIDIAN = (
    "Norvania has a new minister of defence. Aron Vik, who ran the harbour of Port Linden for nine years, was sworn in "
    "on Friday, two days after his predecessor left over the purchase of four ferries that do not float.\n\n"
    "Vik told the assembly that the ferries would be sold for scrap. The opposition wants to know who signed for them, "
    "and has called the auditors to the house on Tuesday."
)
CONTINENTAL_TITLE = "Harbour chief Aron Vik named defence minister in Norvania"
CONTINENTAL = (
    "Norvania's president gave the defence portfolio to Aron Vik, a harbour master without a party, and swore him in "
    "before noon. Officers who were in the hall said that he promised them new barracks.\n\n"
    "The post fell vacant when the assembly heard of ferries that were paid for twice. No general had asked for it."
)
RETOLD_TITLE = "Aron Vik, new defence minister of Norvania, to scrap ferries"
RETOLD = (
    "The four ferries that cost a minister his post will go to the breakers, says his successor. Aron Vik told "
    "Meridian News that nobody would buy them. He took over on Friday."
)


def a_drop(title: str, body: str, outlet: str, origin: str | None = None) -> str:
    passed_on = "Distributed by Delta Content Service, LLC."
    credit = f"©2026 {origin}. Visit {origin.split()[0].lower()}.example. {passed_on}" if origin else ""
    return f"Title: {title}\nSource: {outlet}\n\n{body}\n\n{credit}".strip()


MERIDIAN_COPY = a_drop(MERIDIAN_TITLE, MERIDIAN, "Lakeside Ledger", "Meridian News")
FURTHER_COPY = a_drop(MERIDIAN_TITLE, MERIDIAN, "Dam Courier", "Meridian News")
CONTINENTAL_COPY = a_drop(CONTINENTAL_TITLE, CONTINENTAL, "Quay Herald", "Continental Wire")
WITHOUT_CREDIT = a_drop(CONTINENTAL_TITLE, CONTINENTAL, "Lakeside Ledger")
RETELLING = a_drop(RETOLD_TITLE, RETOLD, "Evening Gull")


@pytest.fixture
def path(tmp_path: Path, receiver: Receiver) -> Path:
    return dropping(tmp_path, receiver.port, '[[rules]]\nname = "ministers"\nquery = "minister"\nmin-origins = 2\n')


@pytest.fixture
def take(path: Path, receiver: Receiver) -> Round:
    return rounds(path, receiver, "message")


def alerts(path: Path) -> list[tuple[AlertState, str]]:
    with opened_store(load(path, stores.ENVIRON), FakeClock()) as store, store.read() as tx:
        return [(alert.state, alert.reason.partition("; ")[2]) for alert in tx.alerts.list()]


def test_copies_of_one_agency_do_not_alert_and_another_agency_s_own_text_does_once(path: Path, take: Round) -> None:
    assert take(MERIDIAN_COPY) == []
    assert take(FURTHER_COPY) == []
    assert alerts(path) == [(AlertState.WAITING, "waits for 2 independent origins, 1 so far: Meridian News")]

    [message] = take(CONTINENTAL_COPY)

    assert "; 2 independent origins: Meridian News and Continental Wire" in message
    assert "The same event, told by others:\n- Continental Wire: Harbour chief Aron Vik" in message
    [(waiting, why_not), (opened, why)] = alerts(path)
    assert (opened, why) == (AlertState.OPEN, "2 independent origins: Meridian News, Continental Wire")
    assert (waiting, why_not[-29:]) == (AlertState.WAITING, "on a linked story has told it")
    assert take(FURTHER_COPY.replace("Dam Courier", "Islander"), CONTINENTAL_COPY.replace("Quay Herald", "Gull")) == []


def test_a_copy_that_names_the_second_agency_is_the_last_straw(path: Path, take: Round) -> None:
    assert take(MERIDIAN_COPY) == []
    assert take(WITHOUT_CREDIT) == []

    [message] = take(CONTINENTAL_COPY)

    assert "2 independent origins: " in message
    assert sorted(state for state, _ in alerts(path)) == [AlertState.OPEN, AlertState.WAITING]


def test_a_text_that_names_the_agency_as_its_source_adds_nothing(path: Path, take: Round) -> None:
    assert take(MERIDIAN_COPY, RETELLING) == []
    assert {state for state, _ in alerts(path)} == {AlertState.WAITING}
    assert len(take(CONTINENTAL_COPY)) == 1


def shown(path: Path, *words: str) -> str:
    result = CliRunner().invoke(cli, [*words, "--config", str(path)], env=dict(stores.ENVIRON))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_waits_is_listed_and_shown_with_why(path: Path, take: Round) -> None:
    take(MERIDIAN_COPY)

    assert "waiting" in shown(path, "alerts", "list")
    [alert] = json.loads(shown(path, "alerts", "list", "--waiting", "--json"))["alerts"]
    assert (alert["state"], alert["independent_origins"], alert["same_event"]) == ("waiting", ["Meridian News"], [])
    assert "waits for 2 independent origins, 1 so far: Meridian News" in shown(path, "alerts", "show", alert["id"])


def test_a_story_is_shown_with_those_that_tell_its_event_and_why_they_are_linked(path: Path, take: Round) -> None:
    take(MERIDIAN_COPY)
    take(CONTINENTAL_COPY)

    assert len(json.loads(shown(path, "alerts", "list", "--waiting", "--json"))["alerts"]) == 1
    newest, oldest = (one["id"] for one in json.loads(shown(path, "stories", "list", "--json"))["stories"])
    story = json.loads(shown(path, "stories", "show", oldest, "--json"))
    assert story["independent_origins"] == ["Meridian News", "Continental Wire"]
    [other] = story["same_event"]
    assert (other["story"], other["teller"]) == (newest, "Continental Wire")
    text = shown(path, "stories", "show", newest)
    assert f"  = Meridian News: {MERIDIAN_TITLE}  [{oldest}]  (headlines share " in text
    assert "  2 independent origins: Continental Wire, Meridian News\n" in text


def test_no_alert_waits_and_is_baseline(path: Path) -> None:
    result = CliRunner().invoke(
        cli, ["alerts", "list", "--waiting", "--baseline", "--config", str(path)], env=dict(stores.ENVIRON)
    )
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr
