import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_document
from watcher.errors import DocumentError
from watcher.model import DocumentKind
from watcher.parse import Parsed, parse

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title><item><guid>1</guid><title>A &amp; b</title>'
    "<author>a@quay.example (Ana Reyes)</author><category>x</category><link>https://quay.example/1</link>"
    "<pubDate>Sat, 03 Jan 2026 09:14:00 GMT</pubDate>"
    "<description><![CDATA[<p>Text.</p>]]></description></item></channel></rss>"
)


def outcome(body: bytes, kind: DocumentKind) -> Parsed | str:
    try:
        return parse(a_document(body, kind=kind))
    except DocumentError as error:
        return str(error)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(b"", "is empty; there is nothing to read", id="empty"),
        pytest.param(b"\x00\x00", "is empty; there is nothing to read", id="NUL"),
        pytest.param(b"\x1f\x8b\x08\x00", "is a gzip archive, not text; check the address", id="gzip"),
        pytest.param(bytes(range(1, 9)) * 20, "is binary data, not text; check the address", id="binary"),
    ],
)
def test_a_body_that_is_no_text_is_refused(body: bytes, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(a_document(body))
    assert str(caught.value) == problem


def test_what_a_document_is_depends_on_its_content_not_on_its_type() -> None:
    assert parse(a_document(RSS.encode(), content_type="text/html")) == parse(a_document(RSS.encode()))


def test_a_page_address_is_the_link_of_a_page_that_names_none() -> None:
    page = b"<html><body><h1>Pier sold</h1><p>At last.</p></body></html>"
    (entry,) = parse(a_document(page, kind=DocumentKind.DROP, url="https://quay.example/pier")).entries
    assert (entry.link, entry.title, entry.body) == ("https://quay.example/pier", "Pier sold", "At last.")


@pytest.mark.parametrize("kind", list(DocumentKind))
@settings(deadline=None)
@given(body=st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_document_error(kind: DocumentKind, body: bytes) -> None:
    assert outcome(body, kind)


@pytest.mark.parametrize("kind", list(DocumentKind))
@settings(deadline=None)
@given(st.data())
def test_no_damage_to_a_feed_raises_anything_but_a_document_error(kind: DocumentKind, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(RSS)))
    put = data.draw(st.text(alphabet=st.sampled_from("<>/&;![]CDATA-itemrssguid \"'=#x0"), max_size=12))
    skip = data.draw(st.integers(0, 30))
    assert outcome((RSS[:cut] + put + RSS[cut + skip :]).encode(), kind)


@settings(deadline=None)
@given(st.integers(0, len(RSS)))
def test_a_feed_cut_anywhere_gives_no_half_entry(cut: int) -> None:
    whole = parse(a_document(RSS.encode())).entries
    got = outcome(RSS[:cut].encode(), DocumentKind.FEED)
    assert isinstance(got, str) or got.entries in {(), whole}
