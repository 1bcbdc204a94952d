"""What the watcher says about itself, as a message to the operator."""

from datetime import datetime

from watcher.alerts.harmless import one_line, visible_line
from watcher.model import Notice
from watcher.stories import notice_id

SUBJECT_LIMIT = 200  # characters
TEXT_LIMIT = 3_000  # characters: a chat shows that much whole


def notice(key: str, subject: str, text: str, now: datetime) -> Notice:
    """Give a notice with a subject of one line and a text that every chat shows whole; both hold visible text only."""
    lines = "\n".join(map(visible_line, text.splitlines())).strip("\n")
    return Notice(
        id=notice_id(key, now, subject, text),
        key=key,
        subject=one_line(subject, SUBJECT_LIMIT),
        text=lines if len(lines) <= TEXT_LIMIT else lines[: TEXT_LIMIT - 1] + "…",
        created_at=now,
    )
