import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import decode

XML = "<?xml version='1.0' encoding='{}'?><a>Привіт</a>"


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param("é".encode(), None, "é", id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + "é".encode(), "text/xml; charset=latin-1", "é", id="a mark wins"),
        pytest.param("é".encode("utf-16"), None, "é", id="UTF-16 with a mark"),
        pytest.param("<a>é".encode("utf-16-le"), None, "<a>é", id="UTF-16 without a mark"),
        pytest.param("<a>é".encode("utf-32-be"), None, "<a>é", id="UTF-32 without a mark"),
        pytest.param("Привіт".encode("cp1251"), "text/xml; charset=windows-1251", "Привіт", id="header"),
        pytest.param("Привіт".encode("cp1251"), 'text/xml; charset="Windows-1251"', "Привіт", id="header in quotes"),
        pytest.param(
            XML.format("koi8-u").encode("koi8-u"), "text/xml; charset=utf-8", XML.format("koi8-u"), id="declaration"
        ),
        pytest.param(
            '<meta charset="cp1251">Привіт'.encode("cp1251"), "text/html", '<meta charset="cp1251">Привіт', id="meta"
        ),
        pytest.param("é’".encode(), "text/html; charset=iso-8859-1", "é’", id="UTF-8 under a Western name"),
        pytest.param("é’".encode("cp1252"), "text/html; charset=iso-8859-1", "é’", id="windows-1252 under ISO's name"),
        pytest.param("é’".encode("cp1252"), None, "é’", id="windows-1252 at last"),
        pytest.param(
            "日本".encode("cp932"), "text/plain; charset=Shift_JIS", "日本", id="a wider set of the same family"
        ),
        pytest.param("Größe und é".encode()[:-1], None, "Größe und \ufffd", id="cut within a character"),
        pytest.param("viel Größe ü".encode() + b"\xff", None, "viel Größe ü\ufffd", id="one bad byte"),
        pytest.param(b"<?xml version='1.0' encoding='utf-16'?>a", None, None, id="a declaration that cannot be true"),
        pytest.param(b"abc", "text/plain; charset=punycode", "abc", id="no character set"),
        pytest.param(b"abc", "text/plain; charset=nonsense", "abc", id="unknown name"),
        pytest.param(b"", None, "", id="nothing"),
    ],
)
def test_bytes_become_the_text_they_were(body: bytes, content_type: str | None, expected: str | None) -> None:
    assert decode(body, content_type) == (body.decode() if expected is None else expected)


@given(st.binary(), st.text())
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    assert len(decode(body, content_type)) <= max(len(body), 0)
