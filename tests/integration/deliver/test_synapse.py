"""The Matrix sender against a real server; `make test-matrix` runs it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.synapse import BURST, Synapse, User, running
from tests.unit.alerts.builders import HEADLINE, a_copy, a_view, evidence
from tests.unit.alerts.test_render_updates import an_alert, an_update
from watcher.alerts import Rendering, render, render_first
from watcher.deliver import Outcome
from watcher.deliver.handing import send
from watcher.deliver.result import Cause
from watcher.deliver.senders import Message, matrix_content
from watcher.deliver.senders.matrix import MatrixSender
from watcher.model import Matrix

pytestmark = pytest.mark.matrix

LINK = "https://quay.example/news?a=1&b=2"
VIEW = a_view(a_copy(outlet="Harbour Times", link=LINK), found=(evidence("A <b>vote</b> is called, @room.", "vote"),))
MESSAGE = Message(rendering=render(VIEW, timezone=ZoneInfo("UTC")), key="01h8zk3m5q7rt", views=(VIEW,))
UPDATE = Message(
    rendering=render(an_update(), timezone=ZoneInfo("UTC"), earlier=(an_alert(),)),
    key="update",
    first=render_first(an_update(), timezone=ZoneInfo("UTC"), earlier=(an_alert(),)),
)
NOT_EDITED = "; the first message was not edited: the server answered "


@dataclass(frozen=True)
class Room:
    """A room of a reader, to which we may send."""

    id: str
    reader: User
    sender: MatrixSender

    @property
    def messages(self) -> list[dict]:
        return self.reader.messages(self.id)


@pytest.fixture(scope="module")
def synapse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    python = Path(request.config.getoption("--synapse")).absolute()
    with running(str(python), tmp_path_factory.mktemp("synapse")) as server:
        yield server


def sender(user: User, room: str) -> MatrixSender:
    return MatrixSender(Matrix(homeserver=user.server, room=room, token=user.token))


@pytest.fixture
def room(synapse: Synapse) -> Room:
    reader = synapse.user()
    room = reader.room()
    return Room(room, reader, sender(synapse.user(), room))


def test_a_message_arrives_by_the_alias_of_a_room(synapse: Synapse) -> None:
    reader = synapse.user()
    room = reader.room(room_alias_name="desk/one?#x")
    result = sender(synapse.user(), "#desk/one?#x:quay.example").send(MESSAGE)
    (event,) = reader.messages(room)
    assert result.outcome is Outcome.SENT
    assert (result.remote, result.reason) == (event["event_id"], f"the server took it as {event['event_id']}")
    assert event["content"] == matrix_content.content(MESSAGE)
    assert event["content"]["body"] == f"{HEADLINE}\n\n{MESSAGE.rendering.text}"


def test_the_same_key_twice_is_one_event_whoever_sends_it(room: Room) -> None:
    again = MatrixSender(room.sender._matrix)
    sent = [each.send(MESSAGE) for each in (room.sender, room.sender, again)]
    (event,) = room.messages
    assert {result.remote for result in sent} == {event["event_id"]}


def test_what_follows_is_in_the_thread_of_the_first(room: Room) -> None:
    first = room.sender.send(MESSAGE)
    second = room.sender.send(replace(MESSAGE, key="second", thread=first.remote))
    third = room.sender.send(replace(MESSAGE, key="third", thread=first.remote))
    assert set(room.reader.thread(room.id, str(first.remote))) == {second.remote, third.remote}


def test_an_update_edits_the_first_message_and_tells_what_is_new_in_its_thread(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    told = room.sender.send(replace(UPDATE, thread=first))
    now = room.reader.reads(room.id, first)
    assert now["body"].startswith("Update: meeting: European leaders, Paris, Wednesday 7 January\n\nDate: was Tuesday")
    assert "Place: Paris\n" in now["body"]
    assert "<strong>Update: meeting: European leaders" in now["formatted_body"]
    assert (now["m.mentions"], "m.relates_to" in now) == ({}, False)
    assert room.reader.thread(room.id, first) == [told.remote]
    assert (told.outcome, room.messages[-1]["content"]["body"]) == (
        Outcome.SENT,
        matrix_content.content(UPDATE)["body"],
    )


def test_an_update_that_is_sent_again_edits_once(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    update = replace(UPDATE, thread=first)
    sent = [each.send(update).remote for each in (room.sender, room.sender, MatrixSender(room.sender._matrix))]
    assert len(set(sent)) == 1
    assert (len(room.reader.edits(room.id, first)), len(room.messages)) == (1, 3)


def test_an_update_after_a_crash_behind_its_edit_is_told_once(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    update = replace(UPDATE, thread=first)
    room.sender._edited(update, room.id)
    assert room.reader.thread(room.id, first) == []
    told = MatrixSender(room.sender._matrix).send(update)
    assert (len(room.reader.edits(room.id, first)), room.reader.thread(room.id, first)) == (1, [told.remote])


def test_the_newest_of_several_edits_is_what_a_reader_sees(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    for number in (1, 2):
        now = Rendering(subject="Update: vote", text=f"It is {number}.", html="")
        room.sender.send(replace(UPDATE, key=f"update{number}", thread=first, first=now))
    assert room.reader.reads(room.id, first)["body"] == "Update: vote\n\nIt is 2."
    assert len(room.reader.thread(room.id, first)) == 2


def test_a_hostile_text_is_as_harmless_in_an_edit(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    hostile = an_update(quoted="Look @room <img src=x onerror=f()> in Paris.")
    now = render_first(hostile, timezone=ZoneInfo("UTC"), earlier=(an_alert(),))
    room.sender.send(replace(UPDATE, thread=first, first=now))
    read = room.reader.reads(room.id, first)["formatted_body"]
    assert "@\u200broom &lt;" in read
    assert "<img" not in read


@pytest.mark.parametrize("letter", ["w", "ї", '"', "🦆"])
def test_a_very_long_edit_is_shortened_to_what_the_server_takes(room: Room, letter: str) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    text = "\n".join([letter * 99] * 2_000)
    long = replace(UPDATE, thread=first, first=Rendering(subject="Long", text=f"{text}\nLast line.", html=""))
    result = room.sender.send(long)
    assert (result.outcome, NOT_EDITED in result.reason) == (Outcome.SENT, False)
    assert room.reader.reads(room.id, first)["body"].endswith("(shortened)\nLast line.")


@pytest.mark.parametrize("first", ["$gone", "$" + "a" * 43], ids=["no event", "an unknown event"])
def test_where_there_is_no_first_message_the_update_comes_and_says_so(room: Room, first: str) -> None:
    result = send(room.sender, replace(UPDATE, thread=first))
    assert result.outcome is Outcome.SENT
    assert f"{NOT_EDITED}400 (Bad Request): M_UNKNOWN" in result.reason
    assert [each["event_id"] for each in room.messages] == [result.remote]


def test_a_first_message_of_another_room_is_not_edited(synapse: Synapse, room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    elsewhere = synapse.user().room()
    result = send(MatrixSender(replace(room.sender._matrix, room=elsewhere)), replace(UPDATE, thread=first))
    assert (result.outcome, NOT_EDITED in result.reason) == (Outcome.SENT, True)
    assert room.reader.edits(room.id, first) == []


def test_the_first_message_of_another_account_stays_as_it_is(synapse: Synapse, room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    told = sender(synapse.user(), room.id).send(replace(UPDATE, thread=first))
    assert (told.outcome, room.reader.thread(room.id, first)) == (Outcome.SENT, [told.remote])
    assert room.reader.reads(room.id, first) == matrix_content.content(MESSAGE)


def test_an_update_comes_where_the_first_message_was_redacted(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    room.reader.redact(room.id, first)
    told = send(room.sender, replace(UPDATE, thread=first))
    assert told.outcome is Outcome.SENT
    assert room.reader.reads(room.id, first) == {}
    assert room.messages[-1]["event_id"] == told.remote


def test_an_edit_that_has_to_wait_is_repeated_with_its_message(room: Room) -> None:
    first = str(room.sender.send(MESSAGE).remote)
    for number in range(BURST):
        refused = room.sender.send(replace(MESSAGE, key=f"key{number}"))
    assert refused.cause is Cause.RATE
    result = room.sender.send(replace(UPDATE, thread=first))
    assert (result.outcome, result.cause) == (Outcome.RETRY, Cause.RATE)
    assert (room.reader.edits(room.id, first), room.reader.thread(room.id, first)) == ([], [])


def test_where_no_thread_can_be_the_message_comes_without(room: Room) -> None:
    first = room.sender.send(MESSAGE)
    second = room.sender.send(replace(MESSAGE, key="second", thread=first.remote))
    nested = replace(MESSAGE, key="third", thread=second.remote)
    assert room.sender.send(nested).cause is Cause.MARKUP
    assert send(room.sender, nested).outcome is Outcome.SENT
    assert "m.relates_to" not in room.messages[-1]["content"]


def test_too_many_messages_are_to_wait(room: Room) -> None:
    first, *_, refused = [room.sender.send(replace(MESSAGE, key=f"key{number}")) for number in range(BURST + 5)]
    assert first.outcome is Outcome.SENT
    assert (refused.outcome, refused.cause) == (Outcome.RETRY, Cause.RATE)
    assert refused.reason == "the server answered 429 (Too Many Requests): M_LIMIT_EXCEEDED: Too Many Requests"
    assert timedelta(seconds=1) < refused.retry_after <= timedelta(seconds=10)


def test_a_token_that_is_not_known_is_told_and_not_shown(room: Room) -> None:
    wrong = MatrixSender(Matrix(homeserver=room.reader.server, room=room.id, token="syt_canary-4711"))
    result = wrong.send(MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.DEAD, Cause.AUTH)
    assert "M_UNKNOWN_TOKEN" in result.reason
    assert "canary" not in f"{result!r} {wrong!r}"


def test_a_token_that_ends_between_two_messages(room: Room, synapse: Synapse) -> None:
    user = synapse.user()
    ours = sender(user, room.id)
    assert ours.send(MESSAGE).outcome is Outcome.SENT
    user.ask("POST", "logout", {})
    result = ours.send(replace(MESSAGE, key="second"))
    assert (result.outcome, result.cause) == (Outcome.DEAD, Cause.AUTH)


@pytest.mark.parametrize(
    "name", [pytest.param("#nowhere:quay.example", id="alias"), pytest.param("!nowhere:quay.example", id="id")]
)
def test_a_room_that_is_not_there(synapse: Synapse, name: str) -> None:
    result = sender(synapse.user(), name).send(MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.DEAD, Cause.GONE)


def test_a_room_that_nobody_invited_us_to_and_then_somebody_does(synapse: Synapse) -> None:
    reader, user = synapse.user(), synapse.user()
    room = reader.room(preset="private_chat")
    ours = sender(user, room)
    refused = ours.send(MESSAGE)
    assert (refused.outcome, refused.cause) == (Outcome.DEAD, Cause.AUTH)
    assert "M_FORBIDDEN" in refused.reason
    reader.does("invite", room, user)
    assert ours.send(MESSAGE).outcome is Outcome.SENT


def test_who_was_removed_from_an_open_room_comes_back(synapse: Synapse) -> None:
    reader, user = synapse.user(), synapse.user()
    room = reader.room()
    ours = sender(user, room)
    assert ours.send(MESSAGE).outcome is Outcome.SENT
    reader.does("kick", room, user)
    assert ours.send(replace(MESSAGE, key="second")).outcome is Outcome.SENT


def test_who_may_not_write_is_told_so(synapse: Synapse) -> None:
    reader, user = synapse.user(), synapse.user()
    room = reader.room(power_level_content_override={"events_default": 50})
    result = sender(user, room).send(MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.DEAD, Cause.AUTH)
    assert "M_FORBIDDEN" in result.reason


@pytest.mark.parametrize("letter", ["w", "ї", '"', "🦆"])
def test_a_very_long_message_is_shortened_to_what_the_server_takes(room: Room, letter: str) -> None:
    text = "\n".join([letter * 99] * 2_000)
    long = replace(MESSAGE, rendering=Rendering(subject="Long", text=f"{text}\nLast line.", html=""))
    assert room.sender.send(long).outcome is Outcome.SENT
    assert room.messages[0]["content"]["body"].endswith("(shortened)\nLast line.")


def test_what_the_server_finds_too_long_is_sent_shorter(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix_content, "LIMIT", 200_000)
    text = "\n".join(["w" * 99] * 400)
    long = replace(MESSAGE, rendering=Rendering(subject="Long", text=f"{text}\nLast line.", html=""))
    assert room.sender.send(long).cause is Cause.TOO_LONG
    assert send(room.sender, long).outcome is Outcome.SENT
    assert len(room.messages[0]["content"]["body"]) < len(text) // 2
