"""A text as letters alone, for a quick look at what stands in it before it is read."""

import re

RUN = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_RUN = re.compile(r"[\W_]")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_BLANKS_AND_DIGITS = {code: " " for code in range(128) if not chr(code).isalpha()}


def small(text: str) -> str:
    """Give a text in small letters and with straight apostrophes, every character in its place."""
    low = text.lower()
    if low.isascii():
        return low
    if len(low) != len(text):
        low = "".join(each if len(each) == 1 else letter for letter, each in ((c, c.lower()) for c in text))
    return low.replace("’", "'").replace("\u02bc", "'")


def parted(text: str) -> str:
    """Give a text with a blank for everything else than letters and digits, every character in its place."""
    return text.translate(_BLANKS) if text.isascii() else _NO_RUN.sub(" ", text)


def runs_of(text: str) -> frozenset[str]:
    """Give the runs of letters and digits of a text."""
    return frozenset(parted(text).split())


def letters_of(text: str) -> frozenset[str]:
    """Give the runs of letters of a text."""
    return frozenset(text.translate(_BLANKS_AND_DIGITS).split() if text.isascii() else _LETTERS.findall(text))
