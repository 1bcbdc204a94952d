"""Template families: texts that come back daily with other numbers and names, in series of one market, town or firm."""

from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Any

from .copies import Draft
from .edits import paragraphs
from .grammar import data
from .writing import WEEKDAYS, pen

SERIES = 6  # instances of a series, a day apart
KEPT = 0.9  # share of the form's sentences that a series has


@cache
def families(*, held_back: bool) -> list[Mapping[str, Any]]:
    """Give the families that anybody may tune on, or the ones that nobody does."""
    return [each for each in data("families")["families"] if each.get("held-back", False) is held_back]


def series(family: Mapping[str, Any], day: int, random: Random) -> Iterator[tuple[int, Draft]]:
    """Write a series: with every instance the days that went by since the first, which is on a weekday (0: Monday)."""
    facts = pen(random, "business")
    facts.bind(family["series"])
    title = random.choice(family["titles"])
    kept = [pattern for pattern in family["text"] if random.random() < KEPT] or family["text"]
    for number in range(SERIES):
        writer = pen(random, "business", facts=facts.facts | {"weekday": WEEKDAYS[(day + number) % 7]})
        writer.bind(family["each"])
        text = tuple(paragraphs(tuple(map(writer.sentence, kept))))
        kind = f"template: {family['name']}"
        yield number, Draft(kind=kind, title=writer.sentence(title), paragraphs=text, label=None)
