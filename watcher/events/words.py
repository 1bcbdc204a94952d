"""The words of a sentence as the engine reads them: with marks, case, and their places."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"([^\W\d_]+)(?=[ ,]|$)"  # most words: nothing else would take less or more of them
    r"|[’'](?:s|S)\b"  # the possessive, and "'s"
    r"|((?:[cdjlmnstDL]|[Qq]u)[’'](?=[^\W\d_]{2}|$)"  # what French elides: "l'Assemblée", "qu'il"
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[$€£¥]?\d+(?:[.,:/‑–-]\d+)*[^\W_]*%?(?:[‑-][^\W\d_]+)*"  # "60-day"
    r"|[^\W_]+(?:[’'‑+&-](?!s\b|S\b)[^\W_]+)*)"  # "Marks-Ade", "AT&T"
    r"|\S"
)
_ABBREVIATED = re.compile(
    r"(?:[^\W\d_]\.)+|(?:mr|mrs|ms|dr|gen|sen|rep|gov|lt|col|capt|st|sgt|prof|jr|sr|no|rev|hon)", re.IGNORECASE
)
_APOSTROPHES = str.maketrans("’‑", "'-")
PLAIN = 1  # the group of `_TOKEN` for words of nothing but letters
POSSESSIVE = "'s"
DASHES = frozenset("-–—|―")
STOPS = frozenset(";:.!?…")


class Word(NamedTuple):
    """One word or mark of a sentence; `start` and `end` count characters of the sentence."""

    text: str
    low: str
    start: int
    end: int
    is_word: bool
    is_name: bool  # has a capital letter: "Doe", "eBay"

    @property
    def is_acronym(self) -> bool:
        """Whether it is written in capitals throughout: "FIFA", "U.S."."""
        return self.is_word and len(self.text) > 1 and self.text.isupper()


def read_words(sentence: str) -> tuple[Word, ...]:
    """Give the words and marks of a sentence; an abbreviation's point belongs to it, a possessive is a mark."""
    found: list[Word] = []
    for match in _TOKEN.finditer(sentence.replace("\u02bc", "’")):  # in Ukrainian often a letter
        text = match.group()
        start, end = match.span()
        if text == "." and found and found[-1].end == start and _takes_point(found[-1], sentence[end:]):
            found[-1] = found[-1]._replace(end=end)
        elif match.lastindex == PLAIN:
            found.append(Word(text, text.lower(), start, end, True, not text.islower()))  # noqa: FBT003 - in its order
        else:
            low = text.lower().translate(_APOSTROPHES)
            word = match.lastindex is not None
            found.append(Word(text, low.rstrip(".") or low, start, end, word, word and text[0].isupper()))
    return tuple(found)


def _takes_point(word: Word, rest: str) -> bool:
    """Tell whether a point belongs to the word before: where the sentence goes on ("Jan. 6"), or behind a title."""
    return any(map(str.isalnum, rest)) or _ABBREVIATED.fullmatch(word.text) is not None


def is_title_case(words: tuple[Word, ...], small: frozenset[str]) -> bool:
    """Tell whether capitals begin all words but the small ones, as in many headlines: then a capital says nothing.

    The first word never counts, nor numbers; three others at least must be there.
    """
    rest = [word for word in words[1:] if word.is_word and not word.text[0].isdigit() and word.low not in small]
    capitals = sum(word.is_name for word in rest)
    return len(rest) >= LEAST_WORDS and capitals >= MOSTLY * len(rest)


LEAST_WORDS = 3
MOSTLY = 0.8
