import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.settings.headers import complaints, parse_headers

FEED = ("feeds", "headers")
WEBHOOK = ("channels", "webhook", "headers")


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        pytest.param("X-Token: a", {"X-Token": "a"}, id="one"),
        pytest.param("X-Token: a\r\nX-Other: b: c\r\n", {"X-Token": "a", "X-Other": "b: c"}, id="two, CR LF"),
        pytest.param("# why\n\n  \nX-Token:a\t \n", {"X-Token": "a"}, id="comment, blank lines, spaces"),
        pytest.param("X-Token:", {"X-Token": ""}, id="empty value"),
        pytest.param("", {}, id="nothing"),
        pytest.param("X-Token", None, id="no colon"),
        pytest.param("X Token: a", None, id="a name of two words"),
        pytest.param("X-Token: a\n folded", None, id="folded"),
        pytest.param(": a", None, id="no name"),
        pytest.param("X-Token: a\nx-token: b", None, id="twice"),
    ],
)
def test_headers_stand_on_lines(text: str, headers: dict[str, str] | None) -> None:
    assert parse_headers(text) == headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer a.b-c_d=="},
        {"Cookie": "a=b; c=d"},
        {"X-Empty": ""},
        {"X-Tab": "a\tb"},
        {"User-Agent": "Mozilla/5.0 (compatible)", "Accept": "*/*", "Referer": "https://a.example"},
    ],
    ids=str,
)
def test_what_may_be_sent(headers: dict[str, str]) -> None:
    assert list(complaints(headers, FEED)) == []


@pytest.mark.parametrize("name", ["host", "HOST", "Transfer-Encoding", "If-Modified-Since", "Range", "Connection"])
def test_what_is_the_business_of_the_connection(name: str) -> None:
    ((key, (problem, _)),) = complaints({name: "canary"}, FEED)

    assert key == name
    assert problem == f"the header '{name}' may not be given"


@pytest.mark.parametrize("name", ["Content-Type", "idempotency-key", "Host"])
def test_what_a_webhook_is_told_by_the_watcher_itself(name: str) -> None:
    ((_, (problem, _)),) = complaints({name: "canary"}, WEBHOOK)

    assert problem == f"the header '{name}' may not be given"


def test_the_key_of_a_channel_among_its_headers_is_told_where_it_belongs() -> None:
    ((_, (_, hint)),) = complaints({"burst": "canary"}, WEBHOOK)

    assert hint == "it belongs to [[channels]]: move it above [channels.webhook.headers]"


@pytest.mark.parametrize("value", ["a\nb", "a\r\nX: b", "a\0", "ä", " a", "a ", "\x7f", "a\u2028b"], ids=ascii)
def test_a_value_that_could_become_something_else_is_refused(value: str) -> None:
    ((_, (problem, _)),) = complaints({"X-Token": value}, FEED)

    assert problem.startswith("the value of the header 'X-Token' must be plain ASCII")


@pytest.mark.parametrize("name", ["", " ", "a b", "a:", "a\r\nb", "ä", "a(b)"], ids=ascii)
def test_a_name_that_is_none_is_refused_and_not_shown(name: str) -> None:
    ((_, (problem, _)),) = complaints({name: "a"}, FEED)

    assert problem == "each key of 'headers' must be the name of a header"


@given(st.dictionaries(st.sampled_from(["X-A", "X-B", "X-C"]), st.text(st.characters(max_codepoint=0x7E))))
def test_what_may_be_sent_is_read_back_as_it_was_written(headers: dict[str, str]) -> None:
    refused = {name for name, _ in complaints(headers, FEED)}
    good = {name: value for name, value in headers.items() if name not in refused}

    assert parse_headers("\n".join(f"{name}: {value}" for name, value in good.items())) == good
