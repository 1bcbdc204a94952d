"""Bytes to text: which character set a document is really in."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" and one more ASCII character without a mark (XML 1.0, appendix F)
_UNMARKED = (
    (re.compile(rb"<\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_IN_XML = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']\s*([\w.:+-]+)", re.IGNORECASE)
_IN_HTML = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a document must name its character set; HTML asks for 1024

# Character sets that are only that. Python also calls "punycode", "idna" or "unicode_escape" encodings.
_KNOWN = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp(?:125\d|874|866|85\d|437|932|949|950)|koi8-[rut]|kz1048|ptcp154|tis-620"
    r"|mac-\w+|gb2312|gbk|gb18030|hz|big5|big5hkscs|euc_\w+|shift_jis\w*|iso2022_\w+|johab"
)
# What senders mean by it (WHATWG Encoding, 4.2)
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}


def decode(body: bytes, content_type: str | None = None) -> str:
    """Give the text of `body`; never raises, and keeps what cannot be decoded as U+FFFD.

    Tried in this order: byte order mark; the character set that the document names, then the one in `content_type`
    (servers are wrong more often), each if it fits strictly; UTF-8; windows-1252. Bytes that are UTF-8 are read as
    UTF-8 where a Western 8-bit set was named, and so are bytes that nearly are: one bad byte does not spoil a text.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for pattern, name in _UNMARKED:
        if pattern.match(body):
            return body.decode(name, "replace")
    for name in _declared(body, content_type):
        text = _strictly(body, "utf-8") if name == "cp1252" else None
        text = _strictly(body, name) if text is None else text
        if text is not None:
            return text
    return _undeclared(body)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    head = body[:_HEAD]
    inside = _IN_XML.search(head) or _IN_HTML.search(head)
    header = _IN_HEADER.search(content_type or "")
    labels = ([inside.group(1).decode("ascii")] if inside else []) + ([header.group(1)] if header else [])
    return [name for label in labels if (name := _codec(label))]


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _WIDER.get(name, name) if _KNOWN.fullmatch(name) else None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _undeclared(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    beyond_ascii = len(text) - bad - sum(map(text.count, map(chr, range(128)))) if bad else 1
    return text if beyond_ascii > bad else body.decode("cp1252", "replace")
