"""A message as the content of a Matrix event: plain text, and the same in the few tags that clients show."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

from watcher.alerts import Rendering
from watcher.deliver.fit import fit
from watcher.deliver.senders import Message

LIMIT = 60_000
"""Bytes of the content, of 65,536 of an event (Matrix, "Size limits"): ids and signatures of servers need some."""

Content = dict[str, object]

_EDITED = "* "
_LINK = re.compile(r"https?://[^\s<>\"]+")
_MARKED = re.compile("«[^»]*»")


def content(message: Message) -> Content:
    """Give the content of the message's event: within the limit, and at most half as long where it was too long.

    It mentions nobody, whatever the text says. A plain one is text and nothing else that a server could refuse.
    """
    return _fitted(message, lambda text: _content(message, text))


def edit(message: Message) -> Content | None:
    """Give the content of the event that edits the first message of the thread; None: there is nothing to be edited.

    What is new says nothing of a thread, as the first message keeps what it relates to; clients that know no edits show
    what begins with "* " (Matrix, "Event replacements"). Both are within the limit together.
    """
    thread = _event(message.thread)
    if thread is None or message.first is None:
        return None
    first = replace(message, rendering=message.first, thread=None)
    return _fitted(first, lambda text: _replacing(thread, first, text))


def body(rendering: Rendering) -> str:
    """Give the plain text of the event that tells this."""
    return str(content(Message(rendering=rendering, key=""))["body"])


def edited(message: Message) -> str | None:
    """Give the plain text of the first message once it was edited; None: it stays as it is."""
    event = edit(replace(message, thread="$first"))
    return None if event is None else str(event["body"]).removeprefix(_EDITED)


def _fitted(message: Message, event: Callable[[str], Content]) -> Content:
    """Give the event that tells the text of a message, or of the text as much as the event has room for."""
    text = message.rendering.text
    whole = event(text)
    limit = min(LIMIT, _size(whole) // 2) if message.short else LIMIT
    if _size(whole) <= limit:
        return whole
    return event(fit(text, limit, lambda beginning: _size(event(beginning))))


def _replacing(thread: str, first: Message, text: str) -> Content:
    fallback = _content(replace(first, plain=True), text)
    return {
        **fallback,
        "body": f"{_EDITED}{fallback['body']}",
        "m.new_content": _content(first, text),
        "m.relates_to": {"rel_type": "m.replace", "event_id": thread},
    }


def _content(message: Message, text: str) -> Content:
    subject = message.rendering.subject
    plain: Content = {
        "msgtype": "m.text",  # clients show an m.notice without a sound
        "body": f"{subject}\n\n{text}",
        "m.mentions": {},
    }
    if message.plain:
        return plain
    marked_up = {"format": "org.matrix.custom.html", "formatted_body": _formatted(subject, text)}
    return {**plain, **marked_up, **_relation(message.thread)}


def _relation(thread: str | None) -> Content:
    """Put an event into the thread that the first one begins; clients without threads show it as an answer to that."""
    if _event(thread) is None:
        return {}
    shown = {"is_falling_back": True, "m.in_reply_to": {"event_id": thread}}
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": thread, **shown}}


def _event(thread: str | None) -> str | None:
    """Give the event that a thread begins with; None: it is no event, another kind of channel had this name before."""
    return thread if thread is not None and thread.startswith("$") else None


def _formatted(subject: str, text: str) -> str:
    paragraphs = (paragraph.split("\n") for paragraph in text.split("\n\n"))
    lines = ("<br>".join(map(_line, paragraph)) for paragraph in paragraphs)
    return "".join(f"<p>{each}</p>" for each in (f"<strong>{escape(subject)}</strong>", *lines))


def _line(line: str) -> str:
    """Mark up one line: what is marked in bold, and what is nothing but a link as one."""
    if _LINK.fullmatch(line.strip()):
        link = escape(line.strip())
        return f'<a href="{link}">{link}</a>'
    return _MARKED.sub(r"<strong>\g<0></strong>", escape(line))


def _size(content: Content) -> int:
    """Measure as servers do: canonical JSON in UTF-8 (Matrix, "Canonical JSON")."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
