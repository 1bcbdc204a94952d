"""Outlets and agencies: what their pages say around every text, and how they credit it."""

from dataclasses import dataclass
from random import Random

from .grammar import data
from .writing import pen

SECTIONS = ("News", "World", "Business", "Sport", "Culture", "Weather", "Obituaries", "Letters", "Jobs", "Classifieds")
KINDS = ("Courier", "Echo", "Gazette", "Herald", "Journal", "Ledger", "Mercury", "Observer", "Post", "Star", "Tribune")
AGENCIES = ("Corvane Press", "Halden Wire", "Meridian News Agency", "Sundmark Dispatch", "Telvia", "Ostmar Bureau")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One site with the furniture of its pages."""

    name: str
    site: str
    head: tuple[str, ...]
    foot: tuple[str, ...]

    def around(self, paragraphs: list[str], teasers: list[str]) -> list[str]:
        """Give a page: what stands at its top, the text, what stands below it, with headlines of other stories."""
        middle = len(self.foot) // 2
        return [*self.head, *paragraphs, *self.foot[:middle], *teasers, *self.foot[middle:]]


def outlets(random: Random, count: int) -> list[Outlet]:
    """Invent so many."""
    return [_outlet(random, number) for number in range(count)]


def _outlet(random: Random, number: int) -> Outlet:
    writer = pen(random)
    writer.bind({"town": "{place}", "street": "[Mill|Quay|Station|Church|Bridge] [Road|Street|Lane] {small}"})
    name = f"{writer.facts['town']} {random.choice(KINDS)}"
    writer.facts |= {"name": f"the {name}", "section": random.choice(SECTIONS)}
    sections = " ".join(random.sample(SECTIONS, 6))
    head = [name, sections, *map(writer.sentence, random.sample(data("furniture")["head"], random.randint(2, 4)))]
    foot = list(map(writer.sentence, random.sample(data("furniture")["foot"], random.randint(3, 6))))
    return Outlet(
        name=name,
        site=f"{name.lower().replace(' ', '-')}-{number}.example",
        head=tuple(head),
        foot=(*foot, f"© 2026 {name}. All rights reserved."),
    )


def credited(paragraphs: list[str], agency: str, city: str, random: Random) -> list[str]:
    """Give a text as an agency's client prints it: with a dateline, and in most cases with a line at the end."""
    first = f"{city.upper()} ({agency}) - {paragraphs[0]}"
    reporter, editor = (pen(random).sentence("{person}") for _ in range(2))
    ends: tuple[list[str], ...] = (
        [
            f"©2026 {agency}. Visit {agency.replace(' ', '').lower()}.example.",
            "Distributed by Lakeland Content Agency, LLC.",
        ],
        [f"(Reporting by {reporter}; Editing by {editor})"],
        [f"Copyright 2026 {agency}. All rights reserved. This material may not be published or rewritten."],
        [],
    )
    return [first, *paragraphs[1:], *random.choice(ends)]
