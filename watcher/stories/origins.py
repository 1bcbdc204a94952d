"""How many independent origins tell an event: counted over a story and those linked to it as the same event."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from watcher.model import StoryId, StoryLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who tells a story, as far as its copies say."""

    origin: str | None  # who wrote it first; None: no copy says
    outlet: str  # who carries its earliest copy: the outlet, or the feed or drop that it came by
    cites: tuple[str, ...] = ()  # agencies and outlets that copies name as their source

    @property
    def name(self) -> str:
        """The origin, and the outlet where that is unknown: the text may be its own."""
        return self.origin or self.outlet


def independent_origins(
    story: StoryId, links: Iterable[StoryLink], tellers: Mapping[StoryId, Teller]
) -> tuple[str, ...]:
    """Give the names of the distinct origins over a story and those that `links` link to it, the story's own first.

    - A story counts as its origin, however many copies it has: they are one author's words.
    - One whose origin is unknown counts as the outlet of its earliest copy.
    - One whose origin is unknown, but which names its source, only retells: it adds nothing to that source. Where the
      source is not among the others, it counts as its source, and so do all that name it.

    Links are not followed further: what B shares with A, and with C, does not make A and C one event.

    Args:
        story: of which the count is.
        links: all links of the story; those of others beside them do not matter.
        tellers: of the story, and of every story that its links name; others do not matter.
    """
    own = [link for link in links if story in {link.story, link.other}]
    counted = (story, *sorted({name for link in own for name in (link.story, link.other)} - {story}))
    sources = _sources(own)
    names: dict[str, str] = {}
    for each in counted:
        if tellers[each].origin or each not in sources:
            names.setdefault(tellers[each].name.casefold(), tellers[each].name)
    for each in counted:
        if not tellers[each].origin and each in sources:
            _add_source(names, sources[each])
    first = tellers[story].name.casefold()
    return tuple(names[folded] for folded in sorted(names, key=lambda folded: (folded != first, folded)))


def same_teller(one: Teller, other: Teller) -> bool:
    """Tell whether two stories have one author, or may have: one origin, or one outlet where an origin is unknown."""
    if one.name.casefold() == other.name.casefold():
        return True
    return not (one.origin and other.origin) and one.outlet.casefold() == other.outlet.casefold()


def cites(one: Teller, other: Teller) -> str | None:
    """Give what `one` names as its source and `other` is by."""
    return next((name for name in one.cites if name.casefold() == other.name.casefold()), None)


def both_cite(one: Teller, other: Teller) -> str | None:
    """Give what both name as their source, where neither has an origin of its own: they retell one story."""
    if one.origin or other.origin:
        return None
    theirs = {name.casefold() for name in other.cites}
    return next((name for name in sorted(one.cites) if name.casefold() in theirs), None)


def _sources(links: Iterable[StoryLink]) -> Mapping[StoryId, Collection[str]]:
    """Give what the stories name as their source. Who names a link's source stands on both its sides, or wrote it."""
    sources: defaultdict[StoryId, set[str]] = defaultdict(set)
    for link in links:
        if link.cites:
            sources[link.story].add(link.cites)
            sources[link.other].add(link.cites)
    return sources


def _add_source(names: dict[str, str], sources: Collection[str]) -> None:
    folded = {source.casefold(): source for source in sorted(sources)}
    if folded.keys().isdisjoint(names):
        source = min(folded)
        names[source] = folded[source]
