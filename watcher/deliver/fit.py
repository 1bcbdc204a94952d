"""Makes a text fit a service: shortened by us, so that it is whole lines and still says where to read the rest."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable

MARGIN = 50  # below a service's limit: Apprise joins title and body with markup and counts a line break as one
SUBJECT = 900  # characters: Apprise folds no header, and a line of more than 998 is refused (RFC 5322, section 2.1.1)
SHORTENED = "… (shortened)"

_MARKS = str.maketrans({"<": "‹", ">": "›", **dict.fromkeys("*_`~[]|\\", " ")})
_IN_LINK = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "<>*_`~[]|\\"})
_LINK = re.compile(r"(https?://\S+)")

Measure = Callable[[str], int]


def as_text(text: str) -> int:
    """Measure in UTF-16 units, as Telegram and Discord count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def as_header(text: str) -> int:
    """Measure as a mail header that is quoted-printable throughout (RFC 2047, section 4.2)."""
    return sum(1 if char == " " or (char.isascii() and char.isalnum()) else 3 * len(char.encode()) for char in text)


def as_ntfy(text: str) -> int:
    """Measure against 8,000: ntfy attaches what has more than 4,096 bytes, Apprise what has more than that as JSON."""
    return max(2 * len(text.encode()), len(json.dumps(text)) - len(json.dumps("")))


def unmarked(text: str) -> str:
    """Give the text without a character that any service's markup is made of; links lead to where they did."""
    parts = _LINK.split(text)  # every other one is a link
    return "".join(part.translate(_IN_LINK if at % 2 else _MARKS) for at, part in enumerate(parts))


def fit(text: str, limit: int, measure: Measure) -> str:
    """Give the text within `limit`: its first lines, a note that it is shortened, and its last line.

    Where not even those fit, the beginning of the text.
    """
    if measure(text) <= limit:
        return text
    head, _, last = text.rpartition("\n")
    end = f"\n{SHORTENED}\n{last}"
    room = limit - measure(end)
    return _beginning(head, room, measure).rstrip() + end if room > 0 else _beginning(text, limit, measure)


def fit_line(line: str, limit: int, measure: Measure) -> str:
    """Give one line within `limit`, with an ellipsis in place of what was cut."""
    return line if measure(line) <= limit else _beginning(line, limit - measure("…"), measure).rstrip() + "…"


def _beginning(text: str, limit: int, measure: Measure) -> str:
    """Give the longest beginning that fits, up to the last whole line or else word in it."""
    end = bisect_right(range(len(text) + 1), limit, key=lambda length: measure(text[:length])) - 1
    cut = text[: max(end, 0)]
    if len(cut) == len(text) or text[len(cut)].isspace():
        return cut
    whole = cut.rpartition("\n")[0] or cut.rpartition(" ")[0]
    return whole if len(whole) > len(cut) // 2 else cut
