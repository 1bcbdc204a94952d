"""Words of a text, folded for comparing, with their places in the text as it was given."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from watcher.text.remembered import Remembered


class Token(NamedTuple):
    """One word: its folded form and the characters `text[start:end]` it stands for."""

    text: str
    start: int
    end: int


# Letters that carry no separable accent in Unicode but are typed without their stroke.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
_ACCENTS = re.compile(
    "(?<=[\u0000-\u02ff\u0370-\u03ff\u1e00-\u1fff])[\u0300-\u036f]+"
)  # behind Latin and Greek letters only
_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07`\u00b4]")
_HYPHENS = re.compile("[\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d]")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?[^\W\d]*")
_LONGEST = 64  # characters; what is longer is no word, and folding it costs more than it tells

# Marks are part of the word they stand on; Indic scripts write their vowels with them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d"
    "\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d82\u0d83\u0dca-\u0ddf\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Kana, Han, half-width Kana.
_UNSPACED = (
    "\u0e00-\u0e4e\u0e80-\u0ecd\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_APOSTROPHE = "['\u2019\u2018\u02bc\uff07]"
_LETTER = f"[^\\W_\u02bc{_UNSPACED}]"
_LETTERS = f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_ABBREVIATED = f"[^\\W\\d_\u02bc{_UNSPACED}]"
_WORD = re.compile(
    r"[A-Za-z]{2,}(?=[ \n,])"  # most words of most texts; nothing else would take less or more of them
    f"|[{_UNSPACED}]"
    f"|[0-9]+(?:[.,][0-9]+)+{_LETTER}*"
    rf"|{_ABBREVIATED}(?:\.{_ABBREVIATED})+(?![^\W_])"
    f"|{_LETTERS}(?:{_APOSTROPHE}{_LETTERS})*"
)
_ALL_LETTERS = re.compile(_LETTERS)
_POSSESSIVE = re.compile(f"(?<=.){_APOSTROPHE}[sS]$")
_ELISION = re.compile(
    f"(?:[cdjlmnst]|qu|un|all|dall|dell|nell|sull|jusqu|lorsqu|puisqu){_APOSTROPHE}(?=..)", re.IGNORECASE
)


def words(text: str) -> tuple[Token, ...]:
    """Give the words of `text` in order.

    Hyphens divide ("peace-plan" is two words), points in abbreviations vanish ("U.S." is "us"), a possessive "'s" is
    left out and belongs to no token ("Kyiv's" is "kyiv", and so "it's" is "it"), French and Italian elisions divide
    ("l'Ukraine" is "l", "ukraine"); other apostrophes stay ("don't", "o'brien"). Numbers stay whole: "2,000" is
    "2000", "3.5" stays. In scripts without spaces every character is a word. Folded words are words of their own: those
    of `" ".join(folded_words(text))` are the same again.
    """
    found = [
        Token(folded, match.start() + start, match.start() + end)
        for match in _WORD.finditer(text)
        for folded, start, end in _tokens(match.group())
    ]
    return tuple(found)


def folded_words(text: str) -> tuple[str, ...]:
    """Give the folded words of `text` in order, as `words` does, in a tenth of its time."""
    return written_and_folded(text)[1]


def written_words(text: str) -> tuple[str, ...]:
    """Give the words of `text` in order as they are written, before hyphens and elisions divide them."""
    return written_and_folded(text)[0]


def written_in(part: str) -> tuple[str, ...]:
    """Give the written words of a part of a text that has no white space in it."""
    bare = part.strip(_MARKS_AROUND)
    return (bare,) if bare.isascii() and bare.isalnum() else tuple(_WORD.findall(bare))


def folded_in(written: str) -> tuple[str, ...]:
    """Give the folded words, one or more, of a written one."""
    if written.isascii() and written.isalnum():
        return (written.lower(),)
    return tuple([token.text for token in _tokens(written)])


def written_and_folded(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the written and the folded words of `text`: both take hardly longer than one of them.

    No word has white space in it, and what stands between white space is mostly one plain word with marks around it,
    which needs no pattern.
    """
    written = [part.strip(_MARKS_AROUND) for part in text.split()]
    odd = [place for place, part in enumerate(written) if not (part.isascii() and part.isalnum())]
    if len(odd) >= len(written) * MOSTLY_PLAIN:
        read = [_odd_parts[part] for part in written]
        return tuple(chain.from_iterable([each for each, _ in read])), tuple(
            chain.from_iterable([each for _, each in read])
        )
    folded = "\n".join(written).lower().split("\n")
    for place in reversed(odd):
        written[place : place + 1], folded[place : place + 1] = _odd_parts[written[place]]
    return tuple(written), tuple(folded)


def fold(word: str) -> str:
    """Give the form in which words are compared.

    No case, no accents on Latin and Greek letters, straight apostrophes and hyphens; other scripts keep their letters
    (Cyrillic й and ё are letters of their own). `fold(fold(x)) == fold(x)`.
    """
    if word.isascii():
        return word.lower()
    if len(word) > _LONGEST:
        return word.casefold()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.casefold()).casefold())
    plain = _HYPHENS.sub("-", _APOSTROPHES.sub("'", _ACCENTS.sub("", plain)))
    return unicodedata.normalize("NFC", plain.translate(_STROKES))


def _read(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    written = tuple(_WORD.findall(part))
    return written, tuple(chain.from_iterable(map(folded_in, written)))


_MARKS_AROUND = '.,;:!?"()[]-–—“”„«»…'
MOSTLY_PLAIN = 1 / 4
"""Parts of a text that are no plain words, from which on all are looked up."""
_odd_parts = Remembered(_read)


@lru_cache(maxsize=1 << 16)
def _tokens(written: str) -> tuple[Token, ...]:
    """Give the tokens of a written word, one or more, with their places in it."""
    if written.isalnum() and "\u02bc" not in written:
        return (Token(_word(written), 0, len(written)),)
    if written[0].isdecimal() and ("." in written or "," in written):
        return (Token(_word(_number(written)), 0, len(written)),)
    if "." in written:
        return (Token(_word(written.replace(".", "")), 0, len(written)),)
    return tuple(_taken_apart(written))


def _taken_apart(written: str) -> Iterator[Token]:
    start, end = 0, len(written)
    while possessive := _POSSESSIVE.search(written, 0, end):
        end = possessive.start()
    while elision := _ELISION.match(written, start, end):
        yield Token(_word(written[start : elision.end() - 1]), start, elision.end() - 1)
        start = elision.end()
    yield Token(_word(written[start:end]), start, end)


def _number(written: str) -> str:
    return written.replace(",", "") if _THOUSANDS.fullmatch(written) else written.replace(",", ".")


def _word(written: str) -> str:
    """Fold one word as far as it stays one: a letter is kept whose fold is none, or several words: "¼", "⑵", Lao ຳ."""
    if written.isascii():
        return written.lower()
    forms = (fold(written), "".join(map(_letter, written)), written.lower())
    return next((form for form in forms if form == written or _is_one_word(form)), written)


@lru_cache(maxsize=1 << 12)
def _letter(character: str) -> str:
    folded = fold(character)
    return folded if not character.isalnum() or _ALL_LETTERS.fullmatch(folded) else character


def _is_one_word(folded: str) -> bool:
    return [word.text for word in words(folded)] == [folded]
