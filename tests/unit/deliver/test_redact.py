import pytest

from watcher.deliver.redact import channel_secrets, redactor_of


@pytest.mark.parametrize(
    ("url", "line"),
    [
        pytest.param("json://ana:canary-77@h/x", "Authorization for ana:canary-77 failed", id="password"),
        pytest.param("json://canary-77@h/x", "no user canary-77 here", id="user"),
        pytest.param("json://h/hooks/canary-77", "POST /hooks/canary-77 HTTP/1.1", id="path part"),
        pytest.param("json://h/x?+X-Token=canary-77", "{'X-Token': 'canary-77'}", id="header value"),
        pytest.param("json://h/x?-key=canary-77&verify=no", "url: /x?key=canary-77", id="query value"),
        pytest.param("slack://canary-77/B1/C1", "services/canary-77/B1/C1", id="token in place of a host"),
        pytest.param("tgram://123:canary-77/5", "bot123:canary-77/sendMessage", id="token in place of a port"),
        pytest.param("discord://1/2#canary-77", "thread canary-77", id="fragment"),
        pytest.param("mailto://w:c%40nary-77@h", "login c@nary-77 refused", id="decoded"),
        pytest.param("mailto://w:c%40nary%2D77@h", "login c%40nary-77 refused", id="encoded anew"),
        pytest.param("json://h/CaNaRy-77", "canary-77", id="case changed on the way"),
        pytest.param("json://w:canary-77@h", "Basic dzpjYW5hcnktNzc=", id="basic authorisation"),
        pytest.param("mailto://h?to=desk@quay.example,b@quay.example", "550 <desk@quay.example>", id="recipient"),
        pytest.param("discord://1/canary-77canary/", "canary-77canary", id="the longer of two"),
    ],
)
def test_no_part_of_the_url_is_left(url: str, line: str) -> None:
    redacted = redactor_of(url)(line)
    assert "***" in redacted
    assert "canary" not in redacted.lower()
    assert "c@nary" not in redacted
    assert "c%40nary" not in redacted
    assert "dzpj" not in redacted
    assert "desk@" not in redacted


@pytest.mark.parametrize(
    ("url", "line"),
    [
        pytest.param("json://h/new", "no news from the renewed server", id="a short part inside a word"),
        pytest.param(
            "mailtos://h?mode=starttls&verify=no", "starttls is not supported, no reason given", id="settings"
        ),
        pytest.param("json://h/a/b", "a server said b", id="a part of one letter"),
        pytest.param("json://h", "nothing to hide", id="no secret"),
        pytest.param("", "nothing to hide", id="no URL"),
    ],
)
def test_what_is_no_secret_stays_readable(url: str, line: str) -> None:
    assert redactor_of(url)(line) == line


def test_a_host_that_is_one_may_be_shown() -> None:
    redact = redactor_of("json://harbour.example:8080/canary-77", host_is_secret=False)
    assert redact("harbour.example:8080/canary-77") == "harbour.example:8080/***"


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        pytest.param("json://ana:pw@quay.example:8080/webhooks/canary-77", {"pw", "canary-77"}, id="webhook"),
        pytest.param("slack://Canary77A/B1B2B3B4B/c", {"Canary77A", "B1B2B3B4B"}, id="tokens"),
        pytest.param("ntfy://ntfy.example/news", set(), id="too like a word"),
    ],
)
def test_everywhere_only_what_no_word_could_be_is_blanked(url: str, secrets: set[str]) -> None:
    found = set(channel_secrets(url))
    assert secrets | {url} <= found
    assert {"ana", "news", "webhooks", "quay.example", "quay.example:8080", "ntfy.example"}.isdisjoint(found)
