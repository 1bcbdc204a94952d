"""An update edits the first message of its thread and then goes out: what servers answer to each, crashes between."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import an_event
from tests.contract.store.builders import LATER, NOW, FixedClock, alert, beginning
from tests.contract.store.sending import a_channel, begin, fill
from tests.integration.deliver.test_matrix import JOIN, JOINED, TAKEN, error, says, sender
from tests.integration.farm import Farm, reply
from watcher.alerts import Rendering
from watcher.deliver import Outcome
from watcher.deliver.handing import message_of, send
from watcher.deliver.result import Cause
from watcher.deliver.senders import Message
from watcher.model import AlertLabel, ToldEvent
from watcher.net import Answer, Caller
from watcher.pipeline import Outcome as Written
from watcher.store import Outbox, Store

PUT = "/_matrix/client/v3/rooms/%21a%2Fb%3Aquay.example/send/m.room.message/"
MESSAGE = Message(
    rendering=Rendering(subject="Update: vote", text="Date: was Monday, now Tuesday", html=""),
    key="8masf3",
    thread="$first",
    first=Rendering(subject="Update: vote", text="A «vote» on Tuesday.", html=""),
)
EDIT, TOLD = f"{PUT}8masf3.edit", f"{PUT}8masf3"
EDITED, FOLLOWS = says({"event_id": "$edit"}), says({"event_id": "$second"})


@pytest.fixture
def room(farm: Farm) -> Farm:
    """A server that has the room, and takes the edit and the message."""
    farm.says(JOIN, JOINED)
    farm.says(EDIT, EDITED)
    farm.says(TOLD, FOLLOWS)
    return farm


def put(farm: Farm) -> list[str]:
    """Give the transaction ids of what was sent, in order."""
    return [request.path.removeprefix(PUT) for request in farm.requests if request.method == "PUT"]


def bodies(farm: Farm) -> list[dict[str, Any]]:
    return [json.loads(request.body) for request in farm.requests if request.method == "PUT"]


def test_the_first_message_is_edited_and_then_the_update_goes_into_its_thread(room: Farm) -> None:
    result = sender(room).send(MESSAGE)
    assert (result.outcome, result.remote) == (Outcome.SENT, "$second")
    assert result.reason == "the server took it as $second"
    assert put(room) == ["8masf3.edit", "8masf3"]
    edit, update = bodies(room)
    assert edit["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$first"}
    assert edit["m.new_content"]["body"] == "Update: vote\n\nA «vote» on Tuesday."
    assert update["m.relates_to"]["rel_type"] == "m.thread"
    assert update["body"] == "Update: vote\n\nDate: was Monday, now Tuesday"


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(replace(MESSAGE, first=None), id="nothing to be edited"),
        pytest.param(replace(MESSAGE, thread="<8masf3@quay.example>"), id="no event"),
    ],
)
def test_what_is_not_to_be_edited_is_not(room: Farm, message: Message) -> None:
    assert sender(room).send(message).outcome is Outcome.SENT
    assert put(room) == ["8masf3"]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        pytest.param(error(400, "M_UNKNOWN", "no event"), "400 (Bad Request): M_UNKNOWN: no event", id="gone"),
        pytest.param(error(400, "M_BAD_JSON", "bad"), "400 (Bad Request): M_BAD_JSON: bad", id="malformed"),
        pytest.param(error(403, "M_FORBIDDEN", "not yours"), "403 (Forbidden): M_FORBIDDEN: not yours", id="not ours"),
        pytest.param(error(404, "M_NOT_FOUND", "none"), "404 (Not Found): M_NOT_FOUND: none", id="not found"),
        pytest.param(
            error(413, "M_TOO_LARGE", "too much"),
            "413 (Request Entity Too Large): M_TOO_LARGE: too much",
            id="too long",
        ),
    ],
)
def test_an_edit_that_is_refused_keeps_no_message_back_and_is_told(room: Farm, refusal: bytes, said: str) -> None:
    room.says(EDIT, refusal)
    result = send(sender(room), MESSAGE)
    assert (result.outcome, result.cause, result.remote) == (Outcome.SENT, None, "$second")
    assert result.flaw == f"the first message was not edited: the server answered {said}"
    assert result.reason == f"the server took it as $second; {result.flaw}"
    assert put(room) == ["8masf3.edit", "8masf3"]


def test_what_is_told_of_a_refusal_is_short_and_without_the_token(room: Farm) -> None:
    room.says(EDIT, error(403, "M_FORBIDDEN", "syt_canary-4711 " + "x" * 5_000))
    result = send(sender(room), MESSAGE)
    for words in (result.reason, str(result.flaw)):
        assert "canary" not in words
        assert len(words) <= 500


@pytest.mark.parametrize(
    ("failure", "cause"),
    [
        pytest.param(error(429, "M_LIMIT_EXCEEDED", retry_after_ms=2_500), Cause.RATE, id="limit"),
        pytest.param(error(503, "M_UNKNOWN"), Cause.SERVER, id="server"),
        pytest.param(reply(502, b"<html>Bad Gateway</html>"), Cause.SERVER, id="proxy before it"),
        pytest.param(reply(200, b"<html>Log in</html>"), Cause.OTHER, id="no Matrix"),
        pytest.param(reply(200, b'{"event', Content_Length="99"), Cause.OTHER, id="broken off"),
    ],
)
def test_an_edit_that_fails_for_now_is_repeated_before_the_message_goes_out(
    room: Farm, failure: bytes, cause: Cause
) -> None:
    room.says(EDIT, failure, EDITED)
    to_room = sender(room)
    failed = send(to_room, MESSAGE)
    assert (failed.outcome, failed.cause, failed.remote) == (Outcome.RETRY, cause, None)
    assert put(room) == ["8masf3.edit"]
    assert send(to_room, MESSAGE).remote == "$second"
    assert put(room) == ["8masf3.edit", "8masf3.edit", "8masf3"]


def test_how_long_the_server_asks_to_wait_with_an_edit(room: Farm) -> None:
    room.says(EDIT, error(429, "M_LIMIT_EXCEEDED", retry_after_ms=2_500))
    assert sender(room).send(MESSAGE).retry_after == timedelta(seconds=2.5)


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        pytest.param(error(429, "M_LIMIT_EXCEEDED"), Outcome.RETRY, id="limit"),
        pytest.param(error(500, "M_UNKNOWN"), Outcome.RETRY, id="server"),
        pytest.param(reply(200, b'{"event', Content_Length="99"), Outcome.UNKNOWN, id="broken off"),
    ],
)
def test_a_message_that_fails_after_its_edit_repeats_both_under_their_keys(
    room: Farm, failure: bytes, outcome: Outcome
) -> None:
    room.says(TOLD, failure, FOLLOWS)
    to_room = sender(room)
    assert send(to_room, MESSAGE).outcome is outcome
    assert send(to_room, MESSAGE).remote == "$second"
    assert put(room) == ["8masf3.edit", "8masf3"] * 2
    first, _, again, _ = bodies(room)
    assert first == again


def test_an_edit_that_hangs_is_repeated_and_said_not_to_have_been_answered(room: Farm) -> None:
    room.hangs(EDIT)
    result = sender(room, Caller(read_timeout=timedelta(seconds=0.3))).send(MESSAGE)
    assert (result.outcome, result.cause, result.reason) == (Outcome.RETRY, Cause.TIMEOUT, "no answer in time")
    assert put(room) == ["8masf3.edit"]


def test_a_message_that_is_refused_with_its_thread_goes_out_without_and_says_what_was_not_edited(room: Farm) -> None:
    unknown = error(400, "M_UNKNOWN", "Can't send relation to unknown event")
    room.says(EDIT, unknown)
    room.says(TOLD, unknown, FOLLOWS)
    result = send(sender(room), MESSAGE)
    assert (result.outcome, result.remote) == (Outcome.SENT, "$second")
    assert "; the first message was not edited: the server answered 400" in result.reason
    assert "m.relates_to" not in bodies(room)[-1]


def test_a_room_that_is_closed_to_us_by_now_is_joined_again_before_an_edit_counts_as_refused(room: Farm) -> None:
    to_room = sender(room)
    room.says(f"{PUT}first", TAKEN)
    to_room.send(replace(MESSAGE, key="first", thread=None, first=None))
    room.says(EDIT, error(403, "M_FORBIDDEN"), EDITED)
    room.says(TOLD, error(403, "M_FORBIDDEN"), FOLLOWS)
    result = to_room.send(MESSAGE)
    assert (result.outcome, result.reason, result.flaw) == (Outcome.SENT, "the server took it as $second", None)
    assert put(room)[1:] == ["8masf3.edit", "8masf3"] * 2


class _Crash(BaseException):
    """The end of the program."""


class _Crashing(Caller):
    """Ends the program instead of the call that brings its number to this."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._left = at

    def call(self, *words: Any) -> Answer:
        self._left -= 1
        if self._left == 0:
            raise _Crash
        return super().call(*words)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An outbox in which an update follows a first alert that the room got as "$first"."""
    tuesday, wednesday = an_event(date(2026, 3, 10)), an_event(date(2026, 3, 11))
    first = alert(1, channels=("console",), events=(ToldEvent(uid="u", sequence=0, event=tuesday),))
    moved = (ToldEvent(uid="u", sequence=1, event=wednesday, was=tuesday),)
    update = alert(2, entry=1, story=1, channels=("console",), label=AlertLabel.UPDATE, created_at=LATER, events=moved)
    with closing(Store.open(f"sqlite:///{tmp_path}/watcher.db", FixedClock())) as store:
        store.upgrade()
        fill(store, beginning(1, alerts=(first,)))
        box = Outbox(store)
        box.sent(begin(box).delivery.id, NOW, "$first")
        fill(store, Written(alerts=(update,), aliases={}))
        yield box


def begun(outbox: Outbox) -> Message:
    return message_of(begin(outbox, now=LATER), a_channel(), ZoneInfo("UTC"))


@pytest.mark.parametrize("at", [pytest.param(2, id="before the edit"), pytest.param(3, id="between the two")])
def test_what_a_crash_leaves_undone_is_done_by_the_next_start(farm: Farm, outbox: Outbox, at: int) -> None:
    farm.says(JOIN, JOINED)
    farm.otherwise = lambda _request: [EDITED]
    message = begun(outbox)
    with pytest.raises(_Crash):
        send(sender(farm, _Crashing(at)), message)
    before = put(farm)
    assert outbox.recover(LATER) == 1
    again = begun(outbox)
    assert send(sender(farm), again).outcome is Outcome.SENT
    assert put(farm) == [*before, f"{message.key}.edit", message.key]
    *_, edit, update = bodies(farm)
    assert edit["m.new_content"]["body"].startswith("Update: summit: Paris, Wednesday 11 March\n\nDate: was Tuesday")
    assert update["m.relates_to"]["event_id"] == "$first"
    assert again == message


def test_an_update_behind_a_later_one_does_not_bring_back_what_no_longer_holds(room: Farm, outbox: Outbox) -> None:
    late = begin(outbox, now=LATER)
    (view,) = late.views
    newer = replace(view.alert, created_at=LATER + timedelta(hours=1))
    message = message_of(replace(late, earlier=(*late.earlier, newer)), a_channel(), ZoneInfo("UTC"))
    room.otherwise = lambda _request: [FOLLOWS]
    assert send(sender(room), message).outcome is Outcome.SENT
    assert put(room) == [message.key]
