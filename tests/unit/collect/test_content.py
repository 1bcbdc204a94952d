"""Text or not, by content."""

import gzip
from hashlib import blake2b

import pytest

from watcher.collect.content import check_ending, check_text
from watcher.collect.files import UnfitError

NOTICE = "Die Fähre nach Port Linden fährt wieder. Паром знову ходить.\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(NOTICE.encode(), id="UTF-8"),
        pytest.param(NOTICE.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(NOTICE.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + NOTICE.encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(NOTICE.encode("utf-32"), id="UTF-32"),
        pytest.param("Паром знову ходить.".encode("cp1251"), id="windows-1251"),
        pytest.param("フェリーは再び運航".encode("iso2022_jp"), id="ISO-2022-JP"),
        pytest.param("フェリーは再び運航".encode("shift_jis"), id="Shift JIS"),
        pytest.param(b"\x01f1234\x02Ferry sails again\x03\x04", id="framed as wire text"),
        pytest.param(b"page one\x0cpage two\r\n", id="form feed"),
    ],
)
def test_text_in_any_encoding_is_taken(body: bytes) -> None:
    check_text(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", id="image"),
        pytest.param(gzip.compress(NOTICE.encode() * 50), id="gzip"),
        pytest.param(
            b"".join(blake2b(bytes([n])).digest() for n in range(30)).replace(b"\0", b""), id="noise without zeros"
        ),
        pytest.param(b"text, and then\0", id="text with a zero"),
        pytest.param(NOTICE.encode("utf-16-le"), id="UTF-16 without its mark"),
        pytest.param(NOTICE.encode("utf-16")[:-1], id="UTF-16 cut in half"),
        pytest.param("a\0b".encode("utf-16"), id="UTF-16 with a zero"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(body: bytes) -> None:
    with pytest.raises(UnfitError, match=r"\Ais not text; save it as text in UTF-8\Z"):
        check_text(body)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UnfitError, match=r"\Ais empty\Z"):
        check_text(b"")


@pytest.mark.parametrize(
    "name", ["a.txt", "A.TXT", "a.b.md", "a.html", "a.htm", "a.xml", "a.json", "a.text", "a\n.txt"]
)
def test_endings_of_text_are_taken(name: str) -> None:
    check_ending(name)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "readme", "a.txt.gz", "a.", "txt"])
def test_other_endings_are_refused_with_those_that_are_read(name: str) -> None:
    with pytest.raises(UnfitError) as caught:
        check_ending(name)
    assert str(caught.value) == "has a name that we do not read; we read .txt .text .md .html .htm .xml .json"
