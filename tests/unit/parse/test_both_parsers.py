"""Which parser read a feed cannot be told from its entries, and the gate lets only plain feeds through."""

import json
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON
from watcher.model import Document, DocumentKind
from watcher.parse.fast import read_fast
from watcher.parse.feeds import parse_feed
from watcher.parse.mend import find_root
from watcher.stories import entry_keys
from watcher.text import decode

CASES = Path(__file__).parents[2] / "cases" / "feeds"
NAMESPACES = (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:x="urn:invented"'
)
FIRST = "<item><guid>1</guid><title>Ferry late</title><link>https://quay.example/1</link></item>"

WORDS = st.sampled_from(
    ("Ferry late", "a & b", "Fish &amp; chips", "<p>One.</p><p>Two</p>", "1 < 2", "Größe", "é\xa0x", "Ã©", "\x96")
) | st.sampled_from(
    (
        "<b>bold</b>",
        "a\nline",
        "https://quay.example/?a=1&b=2",
        "x@quay.example (Ana Reyes)",
        "&nbsp;",
        "tag:1",
        "港",
        "",
    )
)
DATES = st.sampled_from(["Fri, 06 Mar 2026 09:00:00 GMT", "2026-03-06T09:00:00Z", "soon", "06.03.2026 10:15", ""])


def element(name: str, text: st.SearchStrategy[str], **attributes: str) -> st.SearchStrategy[str]:
    written = "".join(f" {key.replace('_', ':')}={quoteattr(value)}" for key, value in attributes.items())
    plain = text.map(lambda inside: f"<{name}{written}>{escape(inside)}</{name}>")
    section = text.map(lambda inside: f"<{name}{written}><![CDATA[{inside}]]></{name}>")
    return plain | section


RSS_ELEMENTS = st.one_of(
    element("guid", WORDS),
    element("guid", WORDS, isPermaLink="false"),
    element("title", WORDS),
    element("link", WORDS),
    element("description", WORDS),
    element("content:encoded", WORDS),
    element("pubDate", DATES),
    element("dc:date", DATES),
    element("author", WORDS),
    element("dc:creator", WORDS),
    element("category", WORDS, domain="quay"),
    element("dc:subject", WORDS),
    element("source", WORDS, url="https://other.example/feed"),
    element("dc:source", WORDS),
    element("comments", WORDS),
    element("x:title", WORDS),
    element("title", WORDS, xml_lang="de"),
    element("media:title", WORDS),
    element("media:description", WORDS, type="html"),
    st.sampled_from(
        [
            '<atom:link href="https://quay.example/2" rel="alternate"/>',
            '<enclosure url="https://quay.example/a.mp3" type="audio/mpeg" length="1"/>',
            '<media:content url="https://quay.example/a.png"><media:title>Pier</media:title></media:content>',
            "<!-- a remark -->",
        ]
    ),
)
ATOM_ELEMENTS = st.one_of(
    element("id", WORDS),
    element("title", WORDS),
    element("title", WORDS, type="html"),
    element("summary", WORDS, type="html", xml_lang="fr"),
    element("content", WORDS, type="text", xml_base="https://quay.example/"),
    element("published", DATES),
    element("updated", DATES),
    element("name", WORDS).map("<author>{}</author>".format),
    st.sampled_from(
        [
            '<link href="https://quay.example/2"/>',
            '<link href="/3" rel="via"/>',
            '<category term="harbour" label="Harbour"/>',
            "<author><name>Ana Reyes</name><email>ana@quay.example</email></author>",
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Deep</p></div></content>',
        ]
    ),
)


def rss(inside: str) -> str:
    return f'<rss version="2.0"{NAMESPACES}><channel><title>Quay</title>{inside}</channel></rss>'


def atom(inside: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Quay</title>{inside}</feed>'


def entries(name: str, elements: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.lists(elements, max_size=7).map(lambda inside: f"<{name}>{''.join(inside)}</{name}>")
    return st.lists(one, min_size=1, max_size=3).map("".join)


def document(text: str) -> Document:
    url = "https://quay.example/feed"
    return Document(source="quay", kind=DocumentKind.FEED, body=text.encode(), received_at=NOON, url=url)


def feed_cases() -> list[object]:
    paths = [path for path in sorted(CASES.iterdir()) if not path.name.endswith(".expected.json")]
    small = [path for path in paths if not json.loads(expected(path).read_text("utf-8")).get("expand")]
    texts = [(path.stem, decode(path.read_bytes())) for path in small]
    return [pytest.param(text, id=name) for name, text in texts if find_root(text) is not None]


def expected(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.json")


@pytest.mark.parametrize("text", feed_cases())
def test_every_case_gives_the_same_by_both_parsers(text: str) -> None:
    assert parse_feed(document(text), text) == parse_feed(document(text), text, thorough=True)


@settings(max_examples=300, deadline=None)
@given(entries("item", RSS_ELEMENTS).map(rss) | entries("entry", ATOM_ELEMENTS).map(atom))
def test_every_mixture_of_elements_gives_the_same_entries_and_keys_by_both_parsers(text: str) -> None:
    fast = parse_feed(document(text), text)
    thorough = parse_feed(document(text), text, thorough=True)
    assert fast == thorough
    assert entry_keys(fast.entries) == entry_keys(thorough.entries)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(rss(FIRST), id="RSS"),
        pytest.param(f'<?xml version="1.0"?>\n<!-- made by hand -->\n{rss(FIRST)}\n', id="a declaration and a remark"),
        pytest.param(rss(FIRST.replace("</guid>", "</guid><x:mood>calm</x:mood>")), id="a foreign element"),
        pytest.param(rss(FIRST.replace("<title>", "<media:thumbnail url='a'/><title>")), id="a picture"),
        pytest.param(rss(FIRST.replace("late", "late &#8211; again")), id="a reference"),
        pytest.param(
            atom('<entry><id>1</id><title type="html">Ferry &amp;amp; quay</title><link href="/1"/></entry>'), id="Atom"
        ),
        pytest.param(atom('<entry><id>1</id><content type="html" xml:lang="de">x</content></entry>'), id="languages"),
    ],
)
def test_a_plain_feed_is_read_fast(text: str) -> None:
    assert read_fast(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(rss(FIRST.replace("late", "&nbsp;late")), id="ill-formed"),
        pytest.param(rss(FIRST) + "<!", id="something behind the end"),
        pytest.param(rss(FIRST).replace("<rss", '<rss xml:base="https://other.example/"'), id="a base"),
        pytest.param(rss(FIRST.replace("<title>", '<title xml:lang="de">')), id="a language of one title"),
        pytest.param(rss(FIRST.replace("late", "&lt;b&gt;late&lt;/b&gt;")), id="a title that may be HTML"),
        pytest.param(rss(FIRST.replace("late", "spÃ¤t")), id="UTF-8 read as Latin-1"),
        pytest.param(rss(FIRST.replace("late", "late\x96")), id="a C1 control"),
        pytest.param(rss(FIRST.replace("late", "late&#150;")), id="a C1 control by reference"),
        pytest.param(rss(FIRST.replace("</guid>", "</guid><guid>2</guid>")), id="two guids"),
        pytest.param(rss(FIRST.replace("<title>", "<media:title>Pier</media:title><title>")), id="two titles"),
        pytest.param(rss(FIRST.replace("late", "<i>late</i>")), id="elements in a title"),
        pytest.param(rss(FIRST.replace("<item>", "<item><x:a><x:b/></x:a>")), id="a nested foreign element"),
        pytest.param(
            rss(FIRST.replace("<link>", "<x:mood/><link>")).replace("urn:invented", "http://purl.org/rss/1.0/"),
            id="another RSS's namespace",
        ),
        pytest.param(rss(FIRST).replace("xmlns:x=", "xmlns:itunes="), id="a well-known prefix of another namespace"),
        pytest.param(rss(FIRST.replace("<item>", f"<item>{'<category>a</category>' * 101}")), id="many elements"),
        pytest.param(rss(FIRST.replace("<item>", f"<item><author>{'a' * 70}@b</author>")), id="an endless address"),
        pytest.param(rss(FIRST.replace("<link>", '<atom:link rel="enclosure"/><link>')), id="a link without address"),
        pytest.param(atom('<entry><title type="xhtml"><div>a</div></title></entry>'), id="XHTML"),
        pytest.param("<RDF><item><title>Ferry</title></item></RDF>", id="RDF"),
    ],
)
def test_what_the_parsers_read_differently_is_read_thoroughly(text: str) -> None:
    assert read_fast(text) is None
