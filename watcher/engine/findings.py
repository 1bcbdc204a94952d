"""What collecting has to know of a document that was prepared: how many entries it has, and what those are like."""

from collections.abc import Callable, Mapping

from watcher.collect import Found
from watcher.model import PublishedFrom
from watcher.pipeline import Prepared, PreparedEntry

LONGEST_TITLE = 200  # letters of a feed's title that are remembered, to know it again

_HAS: Mapping[str, Callable[[PreparedEntry], bool]] = {
    "title": lambda entry: bool(entry.article.title),
    "body": lambda entry: bool(entry.article.body),
    "link": lambda entry: entry.article.link is not None,
    "date": lambda entry: entry.article.published_from is PublishedFrom.FEED,
}


def found_in(prepared: Prepared) -> Found:
    """Say what a feed's document holds; how many of its entries are new the store knows."""
    counts = {name: sum(map(has, prepared.entries)) for name, has in _HAS.items()}
    return Found(
        entries=len(prepared.entries),
        complete=prepared.complete,
        title=prepared.title and prepared.title[:LONGEST_TITLE],
        pace=prepared.pace,
        most=frozenset(name for name, count in counts.items() if 2 * count >= len(prepared.entries)),
        some=frozenset(name for name, count in counts.items() if count),
    )
