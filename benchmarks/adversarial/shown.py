"""One entry of the set: what a feed shows, and what is true of it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry with the truth beside it."""

    key: str
    story: str  # entries with the same one are one story
    kind: str  # what was done to the text: a kind of copy, or of what must not join
    copy: bool  # False: it must not be with any entry of another story, and that is what it is here for
    label: str | None  # what it should be called where it is not its story's first; None: nothing is asked
    feed: str
    guid: str
    link: str
    title: str
    paragraphs: tuple[str, ...]
    author: str
    published: datetime | None
    first_seen: datetime
    summary: bool = False  # the feed shows it as a summary, not as content

    def line(self) -> str:
        """Give the JSON line that `watcher replay` reads."""
        html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        return json.dumps(
            {
                "key": self.key,
                "feed": self.feed,
                "guid": self.guid,
                "link": self.link,
                "title": self.title,
                "author": self.author,
                "published": self.published and self.published.isoformat(),
                "first_seen": self.first_seen.isoformat(),
                "summary": html if self.summary else "",
                "content": "" if self.summary else html,
            }
        )

    def truth(self) -> str:
        """Give the JSON line of what is true."""
        return json.dumps({"key": self.key, "story": self.story, "kind": self.kind, "label": self.label})


def lines(shown: Iterable[Shown]) -> Iterator[str]:
    """Give the lines of a recording, in the order given."""
    return (f"{each.line()}\n" for each in shown)
