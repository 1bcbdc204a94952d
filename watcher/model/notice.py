"""What the watcher says about itself."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model.ids import NoticeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to the operator: something here needs a person, such as a configuration that was refused."""

    id: NoticeId
    key: str  # what it is about, for logs: "reload", "feed"; a word, not a sentence
    subject: str  # one line
    text: str  # lines: what, where, what to do
    created_at: datetime
