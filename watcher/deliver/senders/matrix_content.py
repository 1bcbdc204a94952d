"""A message as the content of a Matrix event: plain text, and the same in the few tags that clients show."""

import json
import re
from html import escape

from watcher.alerts import Rendering
from watcher.deliver.fit import fit
from watcher.deliver.senders import Message

LIMIT = 60_000
"""Bytes of the content, of 65,536 of an event (Matrix, "Size limits"): ids and signatures of servers need some."""

_LINK = re.compile(r"https?://[^\s<>\"]+")
_MARKED = re.compile("«[^»]*»")


def content(message: Message) -> dict[str, object]:
    """Give the content of the message's event: within the limit, and at most half as long where it was too long.

    It mentions nobody, whatever the text says. A plain one is text and nothing else that a server could refuse.
    """
    whole = _content(message, message.rendering.text)
    limit = min(LIMIT, _size(whole) // 2) if message.short else LIMIT
    if _size(whole) <= limit:
        return whole
    return _content(message, fit(message.rendering.text, limit, lambda text: _size(_content(message, text))))


def body(rendering: Rendering) -> str:
    """Give the plain text of the event that tells this."""
    return str(content(Message(rendering=rendering, key=""))["body"])


def _content(message: Message, text: str) -> dict[str, object]:
    subject = message.rendering.subject
    plain: dict[str, object] = {
        "msgtype": "m.text",  # clients show an m.notice without a sound
        "body": f"{subject}\n\n{text}",
        "m.mentions": {},
    }
    if message.plain:
        return plain
    marked_up = {"format": "org.matrix.custom.html", "formatted_body": _formatted(subject, text)}
    return {**plain, **marked_up, **_relation(message.thread)}


def _relation(thread: str | None) -> dict[str, object]:
    """Put an event into the thread that the first one begins; clients without threads show it as an answer to that."""
    if thread is None or not thread.startswith("$"):  # another kind of channel had this name before
        return {}
    shown = {"is_falling_back": True, "m.in_reply_to": {"event_id": thread}}
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": thread, **shown}}


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


def _size(content: dict[str, object]) -> int:
    """Measure as servers do: canonical JSON in UTF-8 (Matrix, "Canonical JSON")."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
