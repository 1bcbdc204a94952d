import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import Redactor, is_secret, masked, secrets_in

SECRET = "c@nary-77/ü'x"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(SECRET, id="as it is"),
        pytest.param(SECRET.upper().replace("Ü", "ü"), id="in the other case"),
        pytest.param(quote(SECRET), id="percent-encoded"),
        pytest.param(quote(SECRET, safe=""), id="percent-encoded with its slash"),
        pytest.param(quote_plus(SECRET), id="as a form writes it"),
        pytest.param(repr(SECRET)[1:-1], id="as Python writes it"),
        pytest.param(json.dumps(SECRET)[1:-1], id="as JSON writes it"),
        pytest.param("c@nary-77/ü&#x27;x", id="as HTML writes it"),
    ],
)
def test_a_secret_is_blanked_in_every_way_of_writing(written: str) -> None:
    assert Redactor([SECRET])(f"asked with {written}, refused") == "asked with ***, refused"


@pytest.mark.parametrize("user", ["", "a", "an", "ana"], ids=len)
def test_a_secret_is_blanked_in_base64_whatever_stands_before_it(user: str) -> None:
    sent = base64.b64encode(f"{user}:canary-right-77:x".encode()).decode()
    before, blanked, after = Redactor(["canary-right-77"])(sent).partition("***")
    assert blanked
    assert len(before + after) <= len(sent) - (len("canary-right-77") * 8 // 6 - 1)


def test_a_secret_that_is_written_in_percent_encoding_is_known_as_it_is_meant() -> None:
    assert Redactor(["c%40nary-77"])("login c@nary-77 refused") == "login *** refused"


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        pytest.param(["new"], "no news: new.", "no news: ***.", id="a short one is a word"),
        pytest.param(["ab", "yes", "true"], "ab: yes, true", "ab: yes, true", id="too short or too common"),
        pytest.param(["canary-7", "canary-77x"], "canary-77x", "***", id="the longer of two"),
        pytest.param(["canary-77"], "canary-77canary-77", "******", id="twice in a row"),
        pytest.param([], "nothing to hide", "nothing to hide", id="none"),
    ],
)
def test_words_that_are_no_secret_stay(secrets: list[str], text: str, shown: str) -> None:
    assert Redactor(secrets)(text) == shown


@given(st.text(), st.text(min_size=8).filter(lambda secret: secret.isprintable() and "*" not in secret), st.text())
def test_no_text_keeps_a_secret(before: str, secret: str, after: str) -> None:
    assert secret not in Redactor([secret])(before + secret + after)


def test_a_body_loses_what_no_word_could_be_and_keeps_the_rest() -> None:
    body = "<link>https://x.example/?t=canary-77ü</link> press".encode()
    assert Redactor(["canary-77ü", "press"]).bytes(body) == b"<link>https://x.example/?t=***</link> press"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("https://ana:s3@cret@h/x", "https://***@h/x", id="user and password"),
        pytest.param("//tok@h", "//***@h", id="no scheme"),
        pytest.param("https://h/f?a=1&token=abc&b=2#c", "https://h/f?a=1&token=***&b=2#c", id="token"),
        pytest.param("https://h/f?feed_token=abc;key=1", "https://h/f?feed_token=***;key=***", id="semicolons"),
        pytest.param("https://h/?X-Amz-Signature=0a&Sig=1", "https://h/?X-Amz-Signature=***&Sig=***", id="signatures"),
        pytest.param("could not log in: password=hunter2 host=h", "could not log in: password=*** host=h", id="libpq"),
        pytest.param("{'Authorization': 'Basic YTpi', 'A': 1}", "{'Authorization': 'Basic ***', 'A': 1}", id="header"),
        pytest.param("Proxy-Authorization: YTpi", "Proxy-Authorization: ***", id="header without a scheme"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://h/search?keyword=harbour&author=ana&design=1",
        "write to ana@quay.example = the desk",
        "sorted(feeds, key=lambda feed: feed.name)",
        "https://h/feed#a@b",
    ],
)
def test_what_only_resembles_a_secret_stays_readable(text: str) -> None:
    assert masked(text) == text


def test_masking_a_long_hostile_text_takes_no_time() -> None:
    hostile = "?" + "token" * 20_000 + "//a" * 20_000 + "&;" * 20_000 + "x=" * 20_000
    assert masked(hostile)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        pytest.param("https://ana:pw@h/f?token=abc&x=1", ["ana:pw", "pw", "abc"], id="password and token"),
        pytest.param("https://longtoken@h/", ["longtoken", "longtoken", "longtoken"], id="a token for a user"),
        pytest.param("https://h/f?x=1", [], id="nothing"),
        pytest.param("https://[broken/?token=1", [], id="no address"),
    ],
)
def test_the_secrets_of_an_address_are_found(url: str, found: list[str]) -> None:
    assert list(secrets_in(url)) == found


@pytest.mark.parametrize("name", ["token", "access_token", "apiKey", "X-Api-Key", "sig", "Authorization", "password"])
def test_names_of_secrets_are_known(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["keyword", "author", "Accept", "Referer", "format", "design"])
def test_other_names_are_not(name: str) -> None:
    assert not is_secret(name)
