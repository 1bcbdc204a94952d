"""Feed text made harmless: what it may not do to a terminal, a chat or a mail.

Control characters drive terminals and break headers, bidi characters show another text than the one that is there,
"@everyone" and "<!channel>" wake a whole chat, and a link can run a script or name a false host.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit

ZERO_WIDTH_SPACE = "\u200b"
LINK_LIMIT = 1500  # characters; longer ones only carry tracking, and a few of them would fill a chat message

_SPACE = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # control; format, which holds all bidi characters; lone surrogates
_JOINERS = frozenset("\u200c\u200d")  # of the format characters only these belong to words, in Persian and Hindi
_MENTION = re.compile(r"[@<]|\](?=\()")
_NOT_IN_LINKS = re.compile(r"""[\s<>"@\\^`{|}]""")


def visible(text: str) -> str:
    """Drop what cannot be seen and make each run of white space one space; the ends keep theirs."""
    return _SPACE.sub(" ", "".join(filter(_is_visible, text)))


def visible_line(line: str) -> str:
    """Drop what cannot be seen but keep every space: a caret stands below its place."""
    return "".join(filter(_is_visible, line.expandtabs(4))).rstrip()


def one_line(text: str, limit: int) -> str:
    """Give the visible text on one line, cut to `limit` characters with an ellipsis in place of the rest."""
    line = visible(text).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def for_chat(text: str) -> str:
    """Put a zero-width space after each "@" and "<" and into "](": no chat reads a mention, a tag or a masked link."""
    return _MENTION.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", text)


def safe_link(link: str | None) -> str | None:
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
    return _NOT_IN_LINKS.sub(lambda found: quote(found.group(), safe=""), clean)


def _is_visible(char: str) -> bool:
    return char.isspace() or char in _JOINERS or unicodedata.category(char) not in _INVISIBLE
