import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import absolute, canonical


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.Quay.example:80/a/?b=2&a=1#top", "quay.example/a?a=1&b=2"),
        ("https://quay.example/a", "quay.example/a"),
        ("https://quay.example/", "quay.example"),
        ("https://quay.example:8443/A", "quay.example:8443/A"),
        ("https://quay.example/?utm_source=x&utm_medium=y&fbclid=z&gclid=1&id=7", "quay.example?id=7"),
        ("https://quay.example/?UTM_Source=x", "quay.example"),
        ("https://quay.example./a?x", "quay.example/a?x"),
        ("https://[2001:db8::1]:443/a", "[2001:db8::1]/a"),
    ],
)
def test_a_page_has_one_name(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "mailto:a@quay.example", "/a", "urn:uuid:1", "http://", "http://[x"]
)
def test_what_is_no_web_address_has_no_name(url: str) -> None:
    assert canonical(url) is None


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://quay.example/a", None, "https://quay.example/a"),
        ("a/b", "https://quay.example/x/y", "https://quay.example/x/a/b"),
        ("../b", "https://quay.example/x/y/", "https://quay.example/x/b"),
        ("//north.example/b", "https://quay.example/", "https://north.example/b"),
        ("?p=1", "https://quay.example/x", "https://quay.example/x?p=1"),
        (" https://quay.example/a b\n", None, "https://quay.example/a%20b"),
        ("https://quay.example/п?q=é", None, "https://quay.example/п?q=é"),
        ("java\nscript:alert(1)", "https://quay.example/", None),
        ("data:text/html,x", "https://quay.example/", None),
        ("ftp://quay.example/a", "https://quay.example/", None),
        ("a/b", None, None),
        ("", "https://quay.example/", None),
        ("https://quay.example:port/", None, None),
        ("http://[::1", "https://quay.example/", None),
    ],
)
def test_only_web_addresses_pass(url: str, base: str | None, expected: str | None) -> None:
    assert absolute(url, base) == expected


@given(st.text(alphabet=st.sampled_from("htps:/.[]@#?&=abc0\n %")))
def test_no_text_raises(url: str) -> None:
    name = canonical(url)
    assert name is None or "://" not in name.partition("?")[0].partition("/")[0]
