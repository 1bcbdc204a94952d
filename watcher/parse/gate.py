"""Which feeds the fast parser may read: those on which nothing that it does differently can show.

fastfeedparser takes the first element of a local name whatever its namespace, knows no types of titles, no xml:lang and
xml:base, and repairs nothing; feedparser repairs what looks like a fault and takes what stands at any depth. So a feed
is plain where it is well-formed, holds only elements that both read alike, each once and at its place, and no text that
feedparser would mend. Gives the strict tree, from which `fast` reads what fastfeedparser keeps to itself.
"""

import re
from xml.etree import ElementTree as ET

from watcher.parse.mend import find_root

Element = ET.Element
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def words(text: str) -> frozenset[str]:
    """Give the names of a list."""
    return frozenset(text.split())


# Namespaces whose elements feedparser reads in ways of its own, in lower case, and the names that it has for them.
_HANDLED = frozenset(
    {
        "http://www.w3.org/2005/atom",
        "http://purl.org/rss/1.0/",
        "http://purl.org/rss/1.0/modules/rss091#",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://purl.org/atom/ns#",
        "http://purl.org/echo/",
        "http://purl.org/pie/",
        "http://example.com/newformat#",
        "http://example.com/necho",
        "uri/of/echo/namespace#",
        "http://purl.org/rss/1.0/modules/content/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
        "http://search.yahoo.com/mrss/",
        "http://search.yahoo.com/mrss",
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://example.com/dtds/podcast-1.0.dtd",
        "http://rssnamespace.org/feedburner/ext/1.0",
        "http://www.georss.org/georss",
        "http://www.opengis.net/gml",
        "http://podlove.org/simple-chapters",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/xml/1998/namespace",
        "http://creativecommons.org/ns#license",
        "http://web.resource.org/cc/",
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
        "http://backend.userland.com/creativecommonsrssmodule",
    }
)
_NAMES = words("cc content creativecommons dc dcterms feedburner georss gml itunes media psc xhtml")
_ATOM_URI, _MEDIA_URI = ATOM[1:-1], MEDIA[1:-1]
_DECLARED = re.compile(r"""xmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UNPREFIXED = "backend.userland.com/rss"  # feedparser takes any namespace with this inside for none
_WITHOUT_PREFIX = frozenset(
    {
        _ATOM_URI,
        "com-wordpress:feed-additions:1",  # <site> and <post-id>
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/1999/xhtml",
    }
)

# C1 controls, which it reads as windows-1252, and UTF-8 read as Latin-1, which it reads anew.
_MENDED = re.compile("[\x80-\x9f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What must stand in UTF-8 for that: bytes are searched much faster.
_MAY_BE_MENDED = (re.compile(b"\xc2[\x80-\x9f]"), re.compile(b"\xc3[\x82-\xb4]\xc2[\x80-\xbf]"))
_MENDED_REFERENCE = re.compile(
    "&#(?:12[89]|1[345][0-9]|[xX][89][0-9a-fA-F]);|&#(?:19[4-9]|2[0-4][0-9]|[xX][c-fC-F][0-9a-fA-F]);&#"
)


class NotPlainError(Exception):
    """The fast parser may read this feed otherwise than feedparser would."""


def plain_tree(text: str) -> tuple[bytes, Element]:
    """Give the feed from its root on in UTF-8, and its strict tree; raises NotPlainError."""
    xml = text[find_root(text) or 0 :]
    _check_namespaces(xml)
    body = xml.encode()
    _check_characters(xml, body)
    try:
        root = ET.fromstring(body)  # noqa: S314 - from the root on there is no DOCTYPE, so no entity either
    except ET.ParseError as error:
        raise NotPlainError from error
    _check_languages(xml, root)
    return body, root


def _check_characters(xml: str, body: bytes) -> None:
    """Demand that there is nothing which feedparser would take for text in another character set."""
    mended = any(pattern.search(body) for pattern in _MAY_BE_MENDED) and _MENDED.search(xml)
    if mended or _MENDED_REFERENCE.search(xml):
        raise NotPlainError


def _check_namespaces(xml: str) -> None:
    """Demand that no prefix says another thing than what it names, also in markup that is only text."""
    for prefix, double, single in set(_DECLARED.findall(xml)):
        uri = double or single
        misnamed = prefix.lower() in _NAMES and uri.lower() not in _HANDLED
        misread = prefix != "media" and uri == _MEDIA_URI  # `mend` knows captions of pictures by this prefix
        if misnamed or misread or (not prefix and uri not in _WITHOUT_PREFIX) or _UNPREFIXED in uri.lower():
            raise NotPlainError


def _check_languages(xml: str, root: Element) -> None:
    """Demand that languages are named by the root and by texts of Atom only: a text in a language may name another."""
    named = xml.count("xml:lang")
    if named:
        texts = (element for name in ("title", "summary", "content") for element in root.iter(f"{ATOM}{name}"))
        named -= (XML_LANG in root.attrib) + sum(XML_LANG in element.attrib for element in texts)
    if named:
        raise NotPlainError


def is_foreign(tag: str) -> bool:
    """Tell whether the element means nothing to either parser."""
    return tag.startswith("{") and tag[1 : tag.rfind("}")].lower() not in _HANDLED


def text_of(element: Element) -> str:
    """Give the text of an element that must have no others inside."""
    if len(element):
        raise NotPlainError
    return (element.text or "").strip()
