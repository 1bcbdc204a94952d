"""TOML strings, character by character: what a literal says, and where in the file each of its characters stands.

Reads all four kinds (basic and literal, on one line or several) in text that `tomllib` has accepted.
"""

import re
from dataclasses import dataclass

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_LINE_ENDING_BACKSLASH = re.compile(r"\\[ \t]*\n[ \t\n]*")


@dataclass(frozen=True, slots=True)
class TomlString:
    """A string literal, read. `offsets[i]` is where character `i` begins in the file; one more is behind the last."""

    value: str
    offsets: tuple[int, ...]
    end: int  # offset just behind the closing quotes


def read_string(text: str, start: int) -> TomlString:
    """Read the literal whose opening quote stands at `start`."""
    quote = text[start]
    multiline = text.startswith(quote * 3, start)
    at = start + (3 if multiline else 1)
    if multiline and text[at] == "\n":
        at += 1
    chars: list[str] = []
    offsets: list[int] = []
    while not _closes(text, at, quote, multiline=multiline):
        char, after = _character(text, at, basic=quote == '"', multiline=multiline)
        if char:
            chars.append(char)
            offsets.append(at)
        at = after
    return TomlString("".join(chars), (*offsets, at), at + (3 if multiline else 1))


def _closes(text: str, at: int, quote: str, *, multiline: bool) -> bool:
    if not multiline:
        return text[at] == quote
    # Up to two quotes may stand right before the closing three: `"""He said "no""""`.
    return text.startswith(quote * 3, at) and not text.startswith(quote * 4, at)


def _character(text: str, at: int, *, basic: bool, multiline: bool) -> tuple[str, int]:
    """Give the character that is written at `at` ("" for a folded line end) and the offset behind it."""
    if not basic or text[at] != "\\":
        return text[at], at + 1
    if multiline and (folded := _LINE_ENDING_BACKSLASH.match(text, at)):
        return "", folded.end()
    kind = text[at + 1]
    if digits := _HEX_DIGITS.get(kind):
        behind = at + 2 + digits
        return chr(int(text[at + 2 : behind], 16)), behind
    return _ESCAPES[kind], at + 2
