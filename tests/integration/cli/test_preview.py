"""`watcher alerts preview`: each channel's rendering, and nothing sent."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.builders import an_event
from tests.contract.store.builders import LATER, alert, name
from tests.integration.cli import desk
from tests.integration.cli.desk import Command
from watcher.errors import InputError, UsageError
from watcher.model import AlertLabel, ToldEvent

LONG = "{% block text %}" + "The bridge opened.\n" * 400 + "{% endblock %}"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return desk.write(tmp_path)


@pytest.fixture
def watcher(config: Path, tmp_path: Path) -> Command:
    """Run a command on a store with two alerts, of which 2 is the newer one."""
    with desk.opened(tmp_path) as store:
        desk.fill(store, [alert(1, channels=("desk",)), alert(2, entry=2, story=2, rule="summits", channels=("desk",))])
    return desk.commands(config)


def previews(watcher: Command, *words: str) -> dict[str, dict[str, str]]:
    shown = json.loads(watcher("alerts", "preview", "--json", *words).stdout)
    return {each["channel"]: each for each in shown["previews"]}


def test_an_alert_is_shown_as_every_channel_gets_it(watcher: Command) -> None:
    found = previews(watcher, name(1))

    assert [(each["channel"], each["kind"]) for each in found.values()] == [
        ("desk", "console"),
        ("mail", "email"),
        ("chat", "discord"),
        ("room", "matrix"),
        ("archive", "webhook"),
    ]
    assert {each["subject"] for each in found.values()} == {"Bridge opens in Larkhaven"}
    assert all("Rule: bridges" in each["text"] for each in found.values())


def test_a_mail_is_shown_without_its_markup(watcher: Command) -> None:
    text = previews(watcher, "--channel", "mail")["mail"]["text"]

    assert "<" not in text
    assert text.count("Bridge opens in Larkhaven") == 1


def test_a_program_gets_what_it_is_posted(watcher: Command) -> None:
    posted = json.loads(previews(watcher, name(1))["archive"]["text"])

    assert [each["id"] for each in posted["alerts"]] == [name(1)]


def test_an_update_is_shown_with_what_the_first_message_of_a_room_becomes(config: Path, tmp_path: Path) -> None:
    tuesday, wednesday = an_event(date(2026, 3, 10)), an_event(date(2026, 3, 11))
    began = alert(1, channels=("desk",), events=(ToldEvent(uid="u", sequence=0, event=tuesday),))
    moved = (ToldEvent(uid="u", sequence=1, event=wednesday, was=tuesday),)
    update = alert(2, story=1, channels=("desk",), label=AlertLabel.UPDATE, created_at=LATER, events=moved)
    with desk.opened(tmp_path) as store:
        desk.fill(store, [began, update])
    watcher = desk.commands(config)

    found = previews(watcher, name(2))
    first = found["room"]["first"]

    assert "First told: " in found["room"]["text"]
    assert first.startswith("Update: summit: Paris, Wednesday 11 March\n\nDate: was Tuesday 10 March, now Wednesday")
    assert "Place: Paris\n" in first
    assert {each["first"] for channel, each in found.items() if channel != "room"} == {None}
    assert f"says from then on:\n\n{first}\n" in watcher("alerts", "preview", name(2)).stdout


def test_the_first_message_stays_where_there_is_no_update(watcher: Command) -> None:
    assert {each["first"] for each in previews(watcher).values()} == {None}
    assert "from then on" not in watcher("alerts", "preview").stdout


def test_the_newest_alert_is_shown_where_none_is_named(watcher: Command) -> None:
    assert json.loads(watcher("alerts", "preview", "--json").stdout)["alert"] == name(2)


def test_one_channel_may_be_named(watcher: Command) -> None:
    shown = watcher("alerts", "preview", name(1), "--channel", "chat").stdout

    assert "channel chat (discord)" in shown
    assert "channel desk" not in shown


def test_nothing_is_sent(watcher: Command) -> None:
    watcher("alerts", "preview")

    [waiting, *_] = json.loads(watcher("channels", "list", "--json").stdout)["channels"]
    assert waiting["deliveries"]["new"] == 2


def test_no_preview_shows_a_secret(watcher: Command) -> None:
    assert "canary" not in watcher("alerts", "preview").output


@pytest.mark.parametrize("is_opened", [False, True], ids=["no store", "a store of nothing"])
def test_a_made_up_alert_is_shown_before_there_is_one(config: Path, tmp_path: Path, *, is_opened: bool) -> None:
    (tmp_path / "data").mkdir()
    if is_opened:
        desk.opened(tmp_path).__exit__(None, None, None)

    answer = desk.commands(config)("alerts", "preview", "--channel", "desk")

    assert "Appointed: Ivan Koval" in answer.stdout
    assert "Rule: bridges" in answer.stdout
    assert "this one is made up" in answer.stderr


def test_the_template_of_a_channel_is_shown_at_work(config: Path, tmp_path: Path, watcher: Command) -> None:
    (tmp_path / "desk.txt").write_text("{% block text %}By rule {{ rule }}.{% endblock %}", encoding="utf-8")
    text = config.read_text(encoding="utf-8").replace('url = "console:"', 'url = "console:"\ntemplate = "desk.txt"')
    config.write_text(text, encoding="utf-8")

    assert previews(watcher, name(1))["desk"]["text"] == "By rule bridges."


def test_what_is_too_long_for_a_chat_is_cut_as_the_chat_takes_it(
    config: Path, tmp_path: Path, watcher: Command
) -> None:
    (tmp_path / "long.txt").write_text(LONG, encoding="utf-8")
    text = config.read_text(encoding="utf-8").replace('name = "chat"', 'name = "chat"\ntemplate = "long.txt"')
    config.write_text(text, encoding="utf-8")

    shown = previews(watcher, "--channel", "chat")["chat"]["text"]

    assert "… (shortened)" in shown
    assert len(shown) <= 2_000


def test_a_channel_that_cannot_be_used_hides_no_other(config: Path, watcher: Command) -> None:
    config.write_text(config.read_text(encoding="utf-8").replace("discord://", "disocrd://"), encoding="utf-8")

    answer = watcher("alerts", "preview")

    assert answer.exit_code == 1
    assert "did you mean discord://?" in answer.stderr
    assert "channel archive (webhook)" in answer.stdout


def test_an_alert_that_is_not_there_is_said_so(watcher: Command) -> None:
    assert isinstance(watcher("alerts", "preview", "zz").exception, InputError)


def test_a_channel_that_is_not_there_is_said_so(watcher: Command) -> None:
    assert isinstance(watcher("alerts", "preview", "--channel", "dekk").exception, UsageError)
