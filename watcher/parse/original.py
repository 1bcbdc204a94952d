"""Where a document says that its text first stood: addresses of other sites, and names beside the site's own.

Pages and feeds fill these in by themselves, so that they are hints; what they are worth is decided in `stories.credit`.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from watcher.text import absolute

_SECOND_LEVEL = 3  # letters up to which the second label of a host may be a registry's: "co.uk", "com.au"


def original_link(stated: Iterable[str], own: str | None) -> str | None:
    """Give the first address that leads to another site than `own` does; None where `own` is not known."""
    if own is None:
        return None
    links = (absolute(link, own) for link in stated if link)
    return next((link for link in links if link and _site(link) != _site(own)), None)


def original_outlet(stated: Iterable[str], own: str | None) -> str | None:
    """Give the first name that is not the outlet's own, written longer or shorter."""
    mine = _folded(own or "")
    names = (name for name in stated if name and not absolute(name))
    return next((name for name in names if not (mine and _is_part(_folded(name), mine))), None)


def _site(link: str) -> str:
    """Give the part of a host that a site has as its own; of two doubtful ones the larger, so that a hint is missed."""
    labels = (urlsplit(link).hostname or "").rstrip(".").split(".")
    by_registry = len(labels) > 2 and len(labels[-2]) <= _SECOND_LEVEL  # noqa: PLR2004 - "example.co.uk"
    return ".".join(labels[-3 if by_registry else -2 :]).removeprefix("www.")


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _is_part(one: str, other: str) -> bool:
    return one in other or other in one
