"""`matrix = { … }`: a room on a Matrix server, by the client-server API (spec.matrix.org).

The transaction id of an event is the message's key, so a server that is sent it twice has it once. What follows on a
first message is in its thread. An update or correction has the first message say what holds now, too, under a
transaction id of its own: the edit goes first, so that a failure between the two repeats both, and makes neither twice.
"""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

from watcher.clock import Clock, SystemClock
from watcher.deliver.classify import answered
from watcher.deliver.result import REASON_LIMIT, Cause, Outcome, Result
from watcher.deliver.senders import Message
from watcher.deliver.senders.calls import endpoint_of, not_begun, unanswered
from watcher.deliver.senders.matrix_content import Content, content, edit
from watcher.model import Matrix
from watcher.net import Answer, Caller, CallError
from watcher.net.waits import retry_after
from watcher.text import Redactor

_OUT_OF_ROOM = frozenset({Cause.AUTH, Cause.GONE})  # removed from it, or its alias leads to another one by now
_MALFORMED = frozenset({"M_BAD_JSON", "M_INVALID_PARAM", "M_UNKNOWN"})  # among others a thread that cannot be


class MatrixSender:
    """Sends to one room, which it joins first: it may be an alias, or there may be an invitation to it."""

    def __init__(self, matrix: Matrix, *, caller: Caller | None = None, clock: Clock | None = None) -> None:
        self._matrix = matrix
        self._caller = caller or Caller()
        self._clock = clock or SystemClock()
        self._redact = Redactor([matrix.token])
        self._room: str | None = None  # its id, once it is joined

    def __repr__(self) -> str:
        return f"<MatrixSender {self._matrix.homeserver}>"

    @property
    def endpoint(self) -> tuple[str, int] | None:
        """Host and TCP port of the server."""
        return endpoint_of(self._matrix.homeserver)

    def send(self, message: Message) -> Result:
        """Send one message; what the server answers decides."""
        if self._room is not None:
            result = self._told(message, self._room)
            if result.cause not in _OUT_OF_ROOM:
                return result
        room = self._joined()
        return room if isinstance(room, Result) else self._told(message, room)

    def _joined(self) -> str | Result:
        """Join the room, which changes nothing for who is in it, and give its id, or why that cannot be."""
        try:
            answer = self._call("POST", f"join/{quote(self._matrix.room, safe='')}", {})
        except CallError as error:
            return not_begun(error)
        if not answer.taken:
            return self._refused(answer)
        room = answer.fields.get("room_id")
        if not isinstance(room, str):
            return Result(outcome=Outcome.RETRY, reason=_not_matrix(answer), cause=Cause.OTHER)
        self._room = room
        return room

    def _told(self, message: Message, room: str) -> Result:
        """Edit the first message, where there is one to be edited, and send this one, also where that was refused."""
        hindered = self._edited(message, room)
        if hindered is not None and hindered.outcome is not Outcome.DEAD:
            return hindered
        result = self._sent(message, room)
        if hindered is None or result.outcome is not Outcome.SENT:
            return result
        flaw = f"the first message was not edited: {hindered.reason}"
        return replace(result, reason=f"{result.reason}; {flaw}"[:REASON_LIMIT], flaw=flaw[:REASON_LIMIT])

    def _edited(self, message: Message, room: str) -> Result | None:
        """Have the first message say what holds now; give what hinders, None: nothing, or it stays as it is."""
        event = edit(message)
        if event is None:
            return None
        try:
            answer = self._put(room, f"{message.key}.edit", event)
        except CallError as error:
            return not_begun(error)
        if not answer.taken:
            return self._refused(answer)
        if not isinstance(answer.fields.get("event_id"), str):
            return Result(outcome=Outcome.RETRY, reason=_not_matrix(answer), cause=Cause.OTHER)
        return None

    def _sent(self, message: Message, room: str) -> Result:
        try:
            answer = self._put(room, message.key, content(message))
        except CallError as error:
            return unanswered(error)
        if not answer.taken:
            malformed = answer.status == HTTPStatus.BAD_REQUEST and answer.fields.get("errcode") in _MALFORMED
            result = self._refused(answer)
            return replace(result, cause=Cause.MARKUP) if malformed and not message.plain else result
        event = answer.fields.get("event_id")
        if not isinstance(event, str):
            return Result(outcome=Outcome.UNKNOWN, reason=_not_matrix(answer), cause=Cause.OTHER)
        return Result(outcome=Outcome.SENT, reason=f"the server took it as {event}", remote=event)

    def _put(self, room: str, transaction: str, event: Content) -> Answer:
        return self._call(
            "PUT", f"rooms/{quote(room, safe='')}/send/m.room.message/{quote(transaction, safe='')}", event
        )

    def _call(self, method: str, path: str, content: object) -> Answer:
        url = f"{self._matrix.homeserver.rstrip('/')}/_matrix/client/v3/{path}"
        return self._caller.call(method, url, content, {"Authorization": f"Bearer {self._matrix.token}"})

    def _refused(self, answer: Answer) -> Result:
        """Say what an error means; errors are JSON (Matrix, "Standard error response"), of what is before it maybe not.

        How long to wait was in the body before it was in the header.
        """
        fields = answer.fields
        said = f"{fields['errcode']}: {fields.get('error', '')}" if "errcode" in fields else answer.text
        wait, asked = retry_after(answer.headers, self._clock.now()), fields.get("retry_after_ms")
        if wait is None and isinstance(asked, int):
            wait = timedelta(milliseconds=asked)
        return answered(answer.status, self._redact(said), wait)


def _not_matrix(answer: Answer) -> str:
    return f"what answers is no Matrix server: {answer.status} without the id that belongs there"
