"""Whether two texts name the same person, post, place or law, though each in words of its own."""

from functools import lru_cache

from watcher.model import FieldValue
from watcher.text import fold, folded_words, written_words

SHORT = 3
"""Letters of words that tell nothing beside longer ones, as articles and prepositions; names of that length do."""
STEM = 4
"""Letters that two forms of a word share at least, where a script's languages inflect names."""
ENDING = 3  # letters that may follow the shared ones
LAST_LATIN = "\u024f"
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
GENERIC = (
    frozenset({"act", "amendment", "amendments", "bill", "draft", "law", "laws", "legislation", "measure", "package"})
    | {"proposal", "reform", "resolution", "meeting", "summit", "talks", "the"}
    | {"chancellor", "envoy", "envoys", "leader", "leaders", "minister", "ministers", "official", "officials"}
    | {"premier", "president", "prime"}
)
"""Words that say what kind of thing or person it is, so that two are not the same for them; and one that headlines
capitalise."""


def related(one: FieldValue, other: FieldValue) -> bool:
    """Say whether two texts name one thing: of the shorter one's telling words the other has more than half."""
    fewer, more = sorted((telling(one), telling(other)), key=len)
    shared = sum(any(_is_form(word, another) for another in more) for word in fewer)
    return shared * 2 > len(fewer) or fewer == more


def same_person(one: str, other: str) -> bool:
    """Say whether two names are of one person: the same surname, and first names, where both have them, as alike."""
    first, second = _names(one), _names(other)
    if not first or not second or not _is_form(first[-1], second[-1]):
        return False
    return len(first) == 1 or len(second) == 1 or first[0][0] == second[0][0]


def surname(person: str) -> str:
    """Give the folded last word of a name; empty for a name without words."""
    return next(reversed(_names(person)), "")


def fuller(one: FieldValue, other: FieldValue) -> FieldValue:
    """Give the second of two values of one thing where it has all words of the first and more; else the first."""
    mine, theirs = _words(one), _words(other)
    return other if len(mine) < len(theirs) and all(any(_is_form(a, b) for b in theirs) for a in mine) else one


def telling(value: FieldValue) -> frozenset[str]:
    """Give the folded words by which a thing is known from others."""
    text = _text(value)
    long = {fold(word) for word in written_words(text) if len(word) > SHORT or word[0].isupper()}
    kept = frozenset(word for folded in long for word in folded_words(folded))
    return kept - GENERIC or kept or _words(value)


def _words(value: FieldValue) -> frozenset[str]:
    return frozenset(folded_words(_text(value)))


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _names(person: str) -> tuple[str, ...]:
    return tuple(word for word in folded_words(person) if word not in SUFFIXES)


@lru_cache(maxsize=1 << 12)
def _is_form(one: str, other: str) -> bool:
    """Say whether two folded words are forms of one, as "Коваль" and "Коваля" are."""
    if one == other or min(one, other) <= LAST_LATIN:
        return one == other
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= STEM and max(len(one), len(other)) - shared <= ENDING
