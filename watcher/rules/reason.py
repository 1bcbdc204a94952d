"""What a rule found, in words for the user."""

from collections.abc import Iterable

from watcher.query import Hit

MOST = 8  # words named; a reason is one line of an alert
LONGEST = 60  # characters of each


def reason(hits: Iterable[Hit]) -> str:
    """Say what the query found, such as "query matched: referendum, law"."""
    return f"query matched: {named(hits)}"


def brief(text: str) -> str:
    """Give words of an article on one line, and no more of them than one needs to know them again."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def named(hits: Iterable[Hit]) -> str:
    """Name each distinct word once, as the article first writes it; words found outside its text with their field."""
    words: dict[str, str] = {}
    for hit in hits:
        word = brief(hit.text)
        shown = word if hit.field in {"title", "body"} else f"{hit.field}:{word}"
        words.setdefault(shown.casefold(), shown)
    first = list(words.values())[:MOST]
    return ", ".join(first if len(words) <= MOST else [*first, f"{len(words) - MOST} more"])
