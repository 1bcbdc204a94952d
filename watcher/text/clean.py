"""Cleaning: what a reader cannot see goes, what a reader sees stays."""

import functools
import re
import unicodedata

_INVISIBLE = (
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x061C, 0x061C),  # Arabic letter mark
    (0x180E, 0x180E),
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x202A, 0x202E),  # bidi embeddings and overrides
    (0x2060, 0x2069),  # word joiner, bidi isolates
    (0x206A, 0x206F),
    (0xD800, 0xDFFF),  # halves of surrogate pairs: no UTF-8 for them
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xE0000, 0xE007F),  # tag characters: text that hides in text
)
_INVISIBLE_CLASS = "".join(f"{chr(first)}-{chr(last)}" for first, last in _INVISIBLE)
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE_CLASS}]+")
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_OTHER_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_MAX_MARKS = 30  # Unicode Standard Annex 15, "Stream-Safe Text Format"
_BEYOND_MARKS = 0x1F000  # no combining character stands above
# Only scripts that have combining characters: a quick look before the thorough one.
_LONG_RUN = re.compile(
    f"[^\0-\u02ff\u0370-\u0482\u048a-\u0590\u1100-\u135c\u2000-\u20cf\u2100-\u2cee\u2e00-\u2fff\u3030-\u3098\u309b-\ua66e"
    f"\uac00-\ud7ff\uff00-\uffff]{{{_MAX_MARKS}}}"
)


def clean(text: str) -> str:
    """Give the visible text: NFC, no control, bidi or zero-width characters, no double spaces.

    Line breaks are kept as newlines, paragraph breaks as exactly one blank line; both ends are trimmed.
    """
    text = text.replace("\r\n", "\n").replace("\xa0", " ").replace("\t", " ")
    if not _is_plain(text):
        text = _OTHER_SPACE.sub(" ", _INVISIBLE_RUN.sub("", _LINE_END.sub("\n", text)))
    text = fewer(text, "  ", " ").replace(" \n", "\n").replace("\n ", "\n")
    return _normalised(fewer(text, "\n\n\n", "\n\n")).strip()


def _is_plain(text: str) -> bool:
    """Tell whether only spaces and newlines may have to change: looking for the rest takes long."""
    return all(map(str.isprintable, text.split("\n")))


def fewer(text: str, many: str, few: str) -> str:
    """Replace until `many` is nowhere left; `few` is shorter and part of it, so the time stays linear."""
    while many in text:
        text = text.replace(many, few)
    return text


def one_line(text: str) -> str:
    """Give `clean(text)` with every line break turned into a space: for titles, names and tags."""
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly all are
        return text.strip()
    return " ".join(clean(text).split())


def _normalised(text: str) -> str:
    if text.isascii():
        return text
    if _LONG_RUN.search(text):
        text = _mark_run().sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


@functools.cache
def _mark_run() -> re.Pattern[str]:
    """Match a letter's marks beyond the thirtieth: Python orders a run of marks in quadratic time (80 KB take 13 s)."""
    marks = "".join(filter(unicodedata.combining, map(chr, range(0x300, _BEYOND_MARKS))))
    return re.compile(f"([{marks}]{{{_MAX_MARKS}}})[{marks}]+")
