"""Where sentences begin and end."""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSING = "\"'”’»)\\]」』）】›"
_OPENING = "\"'“‘«(\\[„‚—–-"
# Begins with one class, not with a choice, because those places are found ten times as fast.
_STOP = re.compile(rf"[.!?…。！？｡](?:(?<=[.!?…])[.!?…]*|[。！？｡]*)[{_CLOSING}]*")
_PLAIN = re.compile(r"(?<=[a-z]{3})\.(?= [A-Z]|\Z)")  # nearly always the end of a sentence
_POINT = re.compile(r"\.\s+")
_LAST_WORD = re.compile(r"[^\s(\[“‘«\"]*$")
_NEXT_WORD = re.compile(rf"\s*[\s{_OPENING}]*([\w'’]+)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # "U.S", "J", "e.g" without the last point
_ORDINAL = re.compile(r"\d{1,2}")
_WIDEST_WORD = 40  # characters looked at on either side


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Always followed by a name.
_TITLES = _words(
    "mr mrs ms mx dr prof gen lt col maj sgt capt cpl cmdr adm brig sen rep gov pres hon rev fr st ste supt det insp"
    " amb atty messrs mme mlle hr frl dott sig sra sr jr. dra"
)
# Ends a sentence only where a word follows that usually begins one.
_SHORT = _words(
    "inc corp co ltd llc plc bros jr vs etc approx est dept univ assn govt cf al ca ff ft mt a.m p.m u.s u.k u.n e.u"
    " e.g i.e d.c ph.d bn mn usw bzw z.b d.h u.a т.д т.п г им тыс млн млрд"
)
# Belongs to the number behind it.
_BEFORE_NUMBER = _words("no nos nr art sec p pp vol fig ch par jan feb mar apr jun jul aug sept sep oct nov dec № ст п")
_OPENERS = _words(
    "the a an in on at by for from with after before during since while when where if as although however but and or"
    " he she it they we you i his her its their our my this that these those there here who what why how both each"
    " all some many most no not only one two three several meanwhile also under"
    " der die das ein eine er sie es wir ich im am auf nach le la les un une il elle ils el los una"
)
_MONTHS = _words(  # behind an ordinal: "am 3. Januar"
    "januar februar märz april mai juni juli august september oktober november dezember jänner"
)
_ENDINGS = frozenset(word[-3:] for word in _TITLES | _SHORT | _BEFORE_NUMBER)  # `_PLAIN` looks at three letters


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Give (start, end) of every sentence, ascending and disjoint, without the white space between them.

    A blank line always ends a sentence, a single newline never does. Abbreviations, initials, decimals and ordinals
    do not end one; quotation marks and brackets behind a full stop belong to the sentence they close.
    """
    return tuple(span for paragraph in paragraphs(text) for span in sentences_in(text, paragraph))


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Give (start, end) of stretches that no sentence runs out of, ascending, in a tenth of the time of `sentences`.

    They end where a sentence surely does: at a point between three small letters and a capital one.
    """
    start = 0
    for stop in _POINT.finditer(text):
        at = stop.start()
        word = text[at - 3 : at]
        if word.isalpha() and word.islower() and text[stop.end() : stop.end() + 1].isupper() and word not in _ENDINGS:
            yield start, at + 1
            start = at + 1
    yield start, len(text)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Give (start, end) of every paragraph, ascending; blank lines stand between them."""
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def sentences_in(text: str, paragraph: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Give (start, end) in the text of every sentence of one paragraph, as `sentences` does."""
    start, end = paragraph
    for stop in _STOP.finditer(text, start, end):
        if _ends_plainly(text, stop.start(), end) or _ends(text, stop, end):
            yield from _trimmed(text, start, stop.end())
            start = stop.end()
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Give a part without white space around it; nothing where it is nothing else."""
    part = text[start:end].lstrip()
    body = part.rstrip()
    begin = end - len(part)
    return ((begin, begin + len(body)),) if body else ()


def _ends_plainly(text: str, at: int, end: int) -> bool:
    """Tell quickly whether a sentence ends at a point; where none does, that says nothing."""
    return _PLAIN.match(text, at, end) is not None and text[at - 3 : at] not in _ENDINGS


def _ends(text: str, stop: re.Match[str], end: int) -> bool:
    mark = stop.group()
    if mark[0] in "。！？｡":
        return True
    if not text[stop.end() : stop.end() + 1].isspace():
        return False
    following = _NEXT_WORD.match(text, stop.end(), min(end, stop.end() + _WIDEST_WORD))
    if following is None:
        return True
    next_word = following.group(1)
    if next_word[0].islower():
        return False
    if mark[0] != "." or len(mark.rstrip(_CLOSING.replace("\\", ""))) > 1:
        return True
    return not _is_abbreviation(_word_before(text, stop.start()), next_word)


def _word_before(text: str, at: int) -> str:
    found = _LAST_WORD.search(text[max(0, at - _WIDEST_WORD) : at])
    return found.group().rpartition("-")[2] if found else ""


def _is_abbreviation(word: str, next_word: str) -> bool:
    lower = word.lower()
    if lower in _TITLES:
        return True
    if next_word[0].isdigit() and lower in _BEFORE_NUMBER:
        return True
    if _ORDINAL.fullmatch(word):
        return next_word.lower() in _MONTHS
    if lower in _SHORT or (_DOTTED.fullmatch(word) and (len(word) > 1 or word.isupper())):
        return next_word.lower() not in _OPENERS or (len(word) == 1 and word != "I" and len(next_word) == 1)
    return False
