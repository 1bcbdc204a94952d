"""Which reader a document needs."""

import re

from watcher.errors import DocumentError
from watcher.model import Document, DocumentKind
from watcher.parse.jsonfeed import is_json, parse_json_feed
from watcher.parse.mend import find_root, with_root
from watcher.parse.parsed import Parsed
from watcher.text import absolute, decode, has_markup, read_page

_PROLOGUE = re.compile(
    r"(?:[\s\ufeff]|<\?[^>]*>|<!--.*?-->|<!doctype\s+(?!html)[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_WRAPPED = re.compile(r"<(?:feed\s[^<>]*xmlns|rss\s[^<>]*version|rdf:RDF\s)[^<>]*>", re.IGNORECASE)  # within HTML
_OPML = re.compile(r"<opml[\s>]", re.IGNORECASE)
_XML = re.compile(r"<[\w.:-]+[\s/>]")
_PAGE_NAMES = (".html", ".htm", ".xhtml")
_JSON_NAMES = (".json", ".jsonfeed")

_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_WIRE_TEXT = re.compile(rb"[\x16\s]*\x01\w{4}")  # SOH begins the header line of both formats
_WIRE_XML = re.compile(r"<(?:\w+:)?(?:nitf|NewsML|newsItem|newsMessage|packageItem)[\s>]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_LOOKED_AT = 4096  # characters
_MAX_NOT_TEXT = 80  # of those


def parse(document: Document) -> Parsed:
    """Read one document.

    Raises DocumentError: it is empty, no text, an HTML page where a feed was expected, no feed, or a drop with header
    lines that cannot be read.
    """
    text = decode(document.body, document.content_type)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise DocumentError("is empty; there is nothing to read")
    _refuse_binary(document, text)
    return _parse_feed(document, text) if document.kind is DocumentKind.FEED else _parse_drop(document, text)


def _refuse_binary(document: Document, text: str) -> None:
    kind = next((name for magic, name in _FORMATS if document.body.startswith(magic)), None)
    if kind is None and _WIRE_TEXT.match(document.body):
        kind = "an agency's wire file (ANPA 1312 or IPTC 7901)"
    if kind is None and len(_NOT_TEXT.findall(text[:_LOOKED_AT])) > _MAX_NOT_TEXT:
        kind = "binary data"
    if kind is not None:
        advice = "check the address" if document.kind is DocumentKind.FEED else "save its text and hand that in"
        raise DocumentError(f"is {kind}, not text; {advice}")


def _parse_feed(document: Document, text: str) -> Parsed:
    if is_json(text):
        return parse_json_feed(document, text)
    if _begins_as_html(text) and not _WRAPPED.search(text):
        raise DocumentError(_why_no_feed(document, text))
    rooted = text if find_root(text) is not None else with_root(text)
    if rooted is None:
        raise DocumentError(_why_no_feed(document, text))
    return _parse_xml_feed(document, rooted)


def _parse_drop(document: Document, text: str) -> Parsed:
    from watcher.parse.drops import parse_page, parse_text  # noqa: PLC0415 - 0.1 s that a process with feeds alone saves

    name = (document.file_name or "").lower()
    content_type = (document.content_type or "").partition(";")[0].strip().lower()
    if is_json(text) and (name.endswith(_JSON_NAMES) or "json" in content_type or '"items"' in text):
        return parse_json_feed(document, text)
    if _begins_as_html(text) or (has_markup(text) and (name.endswith(_PAGE_NAMES) or "html" in content_type)):
        return parse_page(document, text)
    start = _begin(text)
    if find_root(text) == start:
        return _parse_xml_feed(document, text)
    if _XML.match(text, start) and (start > 0 or name.endswith(".xml") or "xml" in content_type):
        kind = "an agency's wire document (NITF or NewsML)" if _WIRE_XML.match(text, start) else "XML"
        raise DocumentError(f"is {kind}, but neither a feed nor an HTML page; hand in its text")
    return parse_text(document, text)


def _parse_xml_feed(document: Document, text: str) -> Parsed:
    from watcher.parse.feeds import parse_feed  # noqa: PLC0415 - its parsers take 0.2 s to import; drops do without

    return parse_feed(document, text)


def _begin(text: str) -> int:
    """Give where a document begins behind declarations, comments and white space."""
    found = _PROLOGUE.match(text)
    return found.end() if found else 0


def _begins_as_html(text: str) -> bool:
    return _HTML.match(text, _begin(text)) is not None


def _why_no_feed(document: Document, text: str) -> str:
    if _OPML.match(text, _begin(text)):
        return "is an OPML list of feeds, not a feed; add the feeds that it names"
    if not _HTML.search(text[:_LOOKED_AT]):
        return "is not a feed: no <rss>, <feed>, <rdf:RDF> or JSON Feed inside; check the address"
    found = next(filter(None, (absolute(feed, document.url) for feed in read_page(text).feeds)), None)
    advice = f"the page names {found} as its feed" if found else "look for the address of its feed"
    return f"is an HTML page, not a feed; {advice}"
