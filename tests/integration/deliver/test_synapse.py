"""The Matrix sender against a real server; `make test-matrix` runs it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.synapse import BURST, Synapse, User, running
from tests.unit.alerts.builders import HEADLINE, a_copy, a_view, evidence
from watcher.alerts import Rendering, render
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
