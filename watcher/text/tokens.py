"""Words of a text, folded for comparing, with their places in the text as it was given."""

import functools
import re
import unicodedata
from typing import NamedTuple


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
_LETTER = f"[^\\W_{_UNSPACED}]"
_LETTERS = f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_WORD = re.compile(
    f"[{_UNSPACED}]"
    f"|[0-9]+(?:[.,][0-9]+)+{_LETTER}*"
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"
    f"|{_LETTERS}(?:{_APOSTROPHE}{_LETTERS})*"
)
_POSSESSIVE = re.compile(f"(?<=.){_APOSTROPHE}[sS]$")
_ELISION = re.compile(
    f"(?:[cdjlmnst]|qu|un|all|dall|dell|nell|sull|jusqu|lorsqu|puisqu){_APOSTROPHE}(?=..)", re.IGNORECASE
)


def words(text: str) -> tuple[Token, ...]:
    """Give the words of `text` in order.

    Hyphens divide ("peace-plan" is two words), points in abbreviations vanish ("U.S." is "us"), a possessive "'s" is
    left out and belongs to no token ("Kyiv's" is "kyiv", and so "it's" is "it"), French and Italian elisions divide
    ("l'Ukraine" is "l", "ukraine"); other apostrophes stay ("don't", "o'brien"). Numbers stay whole: "2,000" is
    "2000", "3.5" stays. In scripts without spaces every character is a word.
    """
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        if word.isalnum():
            found.append(Token(_folded(word), start, end))
        else:
            found.extend(_taken_apart(word, start, end))
    return tuple(found)


def fold(word: str) -> str:
    """Give the form in which words are compared.

    No case, no accents on Latin and Greek letters, straight apostrophes and hyphens; other scripts keep their letters
    (Cyrillic й and ё are letters of their own). `fold(fold(x)) == fold(x)`.
    """
    return _folded(word)


@functools.lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    if len(word) > _LONGEST:
        return word.casefold()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.casefold()).casefold())
    plain = _HYPHENS.sub("-", _APOSTROPHES.sub("'", _ACCENTS.sub("", plain)))
    return unicodedata.normalize("NFC", plain.translate(_STROKES))


def _taken_apart(word: str, start: int, end: int) -> list[Token]:
    if word[0].isdigit() and ("." in word or "," in word):
        return [Token(_number(word), start, end)]
    if "." in word:
        return [Token(_folded(word.replace(".", "")), start, end)]
    possessive = _POSSESSIVE.search(word)
    if possessive:
        end -= len(possessive.group())
        word = word[: possessive.start()]
    elision = _ELISION.match(word)
    if elision is None:
        return [Token(_folded(word), start, end)]
    cut = elision.end()
    return [Token(_folded(word[: cut - 1]), start, start + cut - 1), Token(_folded(word[cut:]), start + cut, end)]


def _number(word: str) -> str:
    return _folded(word.replace(",", "") if _THOUSANDS.fullmatch(word) else word.replace(",", "."))
