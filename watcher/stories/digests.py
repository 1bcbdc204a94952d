"""Digests: texts that retell several stories in a few sentences each. They are stories of their own, copies of none."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources

from watcher.stories.fingerprint import is_headline_only, size
from watcher.stories.sides import Side
from watcher.text import folded_words

PIECE = 15
"""Shingles of a story that a digest quotes: a long sentence."""
MOST_OF_IT = 0.60
"""Share of a text that one story alone may have in it; then it is that story."""
STORIES = 3
"""Stories from which on a text is a digest, where pieces of them make up `QUOTED` of it."""
FEWEST = 2
"""Where these make up `MOST_OF_IT` and its headline is about neither."""
QUOTED = 0.40
SMALLEST = 60
"""Shingles of a digest at least."""
KIN_WORDS, KIN_SHINGLES, KIN_NAMES = 2, 6, 3
"""Headline words, shingles or names in common by which two stories are pieces of one event."""


@lru_cache(maxsize=1 << 13)
def looks_like_digest(title: str) -> bool:
    """Tell whether a folded headline is one that digests have: "Monday's news in brief"."""
    padded = f" {title} "
    return any(f" {words} " in padded for words in _words())


def is_digest(new: Side, near: Iterable[Side]) -> bool:
    """Tell whether a text holds pieces of several stories that have nothing to do with one another."""
    likely = [known for known in near if size(known.fingerprint) >= PIECE and not known.fingerprint.digest]
    if len(likely) < FEWEST or new.shingles.size < SMALLEST or is_headline_only(new.fingerprint):
        return False
    quotes = {known: new.shingles.every.intersection(known.fingerprint.shingles) for known in likely}
    pieces = [known for known, held in quotes.items() if PIECE <= len(held) < MOST_OF_IT * new.shingles.size]
    quoted = frozenset[int]().union(*(quotes[known] for known in pieces))
    if len(quoted) < QUOTED * new.shingles.size:
        return False
    groups = _unrelated(pieces)
    if len(groups) >= STORIES:
        return True
    foreign = all(len(new.words & group[0].words) < KIN_WORDS for group in groups)
    return len(groups) >= FEWEST and len(quoted) >= MOST_OF_IT * new.shingles.size and foreign


def _unrelated(pieces: Iterable[Side]) -> Sequence[list[Side]]:
    groups: list[list[Side]] = []
    for piece in pieces:
        kin = next((group for group in groups if _are_kin(piece, group[0])), None)
        if kin is None:
            groups.append([piece])
        else:
            kin.append(piece)
    return groups


def _are_kin(one: Side, other: Side) -> bool:
    return (
        len(one.words & other.words) >= KIN_WORDS
        or len(one.shingles.every & other.shingles.every) >= KIN_SHINGLES
        or len({*one.fingerprint.names} & {*other.fingerprint.names}) >= KIN_NAMES
    )


@cache
def _words() -> frozenset[str]:
    table = tomllib.loads(resources.files(__package__).joinpath("digests.toml").read_text("utf-8"))
    return frozenset(" ".join(folded_words(words)) for language in table["words"].values() for words in language)
