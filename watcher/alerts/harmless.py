"""Feed text made harmless: what it may not do to a terminal, a chat or a mail.

Control characters drive terminals and break headers, bidi characters show another text than the one that is there,
"@everyone" and "<!channel>" wake a whole chat, a link can run a script or name a false host, and three backticks or
two bars hide the rest of a message. What a chat would take for markup is parted by a zero-width space, or replaced by a
sign that looks like it; a backslash before it would be shown by those chats that do not read it.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

ZERO_WIDTH_SPACE = "\u200b"
LINK_LIMIT = 1500  # characters; longer ones only carry tracking, and a few of them would fill a chat message
MARKS = 6
"""Marks on one letter; Tibetan has most of them, about five."""

_SPACE = re.compile(r"\s+")
_OTHER_SPACE = re.compile(r"[^\S ]")  # of control characters some are white space
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # control; format, which holds all bidi characters; lone surrogates
_BLANK = frozenset(  # invisible too, but letters, signs and marks by category: fillers, braille's blank, variants
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
) | {chr(number) for number in range(0xE0100, 0xE01F0)}
_JOINERS = frozenset("\u200c\u200d")  # of the format characters only these belong to words, in Persian and Hindi
_MARKS = frozenset({"Mn", "Me"})
_LIVE = re.compile(  # at its end also what our next sign would make live
    rf"[@<](?!{ZERO_WIDTH_SPACE})"  # mentions, and tags of every kind
    r"|\](?=[(\[:]|$)"  # masked links, also those that are resolved by a later line
    r"|=(?=\?)"  # an encoded word, which a mail program decodes (RFC 2047)
    r"|:(?=//)"  # what makes a link, and a chat load what is behind it
    r"|:(?=[a-z][\w+'-]*(?::|$))"  # the name of an emoji
    r"|\|(?=\||$)"  # a spoiler, which hides text
)
_BEGINS = re.compile(r"^(?=[^\S\n]*[#>+=-])", re.MULTILINE)  # a heading, a quotation, an item
_EDGE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")  # emphasis; within a word it is none
_LOOKALIKES = str.maketrans({"`": "'", "*": "∗", "~": "∼"})  # that are no markup
_NOT_IN_LINKS = re.compile(r"""[\s<>"@\\^`{|}]|\](?=\()""")


class Harmless(str):
    """Text that is harmless already: nothing is done to it any more."""

    __slots__ = ()


def visible(text: str) -> str:
    """Drop what cannot be seen and make each run of white space one space; the ends keep theirs."""
    return _SPACE.sub(" ", _seen(text))


def visible_line(line: str) -> str:
    """Drop what cannot be seen but keep every space: a caret stands below its place."""
    return _OTHER_SPACE.sub(" ", _seen(line.expandtabs(4))).rstrip()


def one_line(text: str, limit: int) -> str:
    """Give the visible text on one line, cut to `limit` characters with an ellipsis in place of the rest."""
    line = visible(text).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def for_chat(text: str) -> str:
    """Give text that no chat reads as a mention, a tag, a link or markup; what was harmless stays as it is."""
    if isinstance(text, Harmless):
        return text
    plain = _EDGE.sub(lambda found: "ˍ" * len(found.group()), text.translate(_LOOKALIKES))
    return _BEGINS.sub(ZERO_WIDTH_SPACE, _LIVE.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", plain))


def safe_link(link: str | None) -> Harmless | None:
    """Give a link that may be shown: http(s), a host, no user name before it; None for any other.

    Characters that end a link or mean something to a chat are percent-encoded.
    """
    if link is None or len(link) > LINK_LIMIT:
        return None
    clean = visible(link).strip()
    try:
        parts = urlsplit(clean)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return Harmless(_NOT_IN_LINKS.sub(lambda found: quote(found.group(), safe=""), clean))


def _seen(text: str) -> str:
    if text.isascii() and text.isprintable():  # nearly all are
        return text
    return "".join(_visible(text))


def _visible(text: str) -> Iterator[str]:
    """Give the characters that are seen, of marks on one letter the first ones, of joiners those behind a letter."""
    before, marks = " ", 0
    for char in text:
        category = unicodedata.category(char)
        if char in _JOINERS:
            if before.isspace() or before in _JOINERS:
                continue
        elif char in _BLANK or (category in _INVISIBLE and not char.isspace()):
            continue
        else:
            marks = marks + 1 if category in _MARKS else 0
            if marks > MARKS:
                continue
        before = char
        yield char
