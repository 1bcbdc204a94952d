import pytest

from watcher.alerts.harmless import for_chat, one_line, safe_link

ZW = "\u200b"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        pytest.param("red\x1b[31malert", "red[31malert", id="terminal escape"),
        pytest.param("a\x00b\x7fc\x9bd", "abcd", id="C0, DEL, C1"),
        pytest.param("pay \u202egnp.exe\u202c now", "pay gnp.exe now", id="right-to-left override"),
        pytest.param("\u2066in\u2069 \u200eor\u200f", "in or", id="isolates and direction marks"),
        pytest.param("one\r\ntwo\n\n\tthree\u2028four", "one two three four", id="line breaks"),
        pytest.param("ze\u200bro\ufeff wi\u00addth", "zero width", id="zero width and soft hyphen"),
        pytest.param("tag\U000e0041\U000e0042", "tag", id="invisible tags"),
        pytest.param("half \ud83d emoji", "half emoji", id="lone surrogate"),
        pytest.param("می\u200cخواهم 👩\u200d🌾", "می\u200cخواهم 👩\u200d🌾", id="joiners belong to words"),
        pytest.param("  plain text  ", "plain text", id="ends"),
    ],
)
def test_only_what_can_be_seen_is_shown(hostile: str, shown: str) -> None:
    assert one_line(hostile, 100) == shown


def test_a_long_line_is_cut_to_the_limit_with_an_ellipsis() -> None:
    assert one_line("word " * 100, 12) == "word word w…"


@pytest.mark.parametrize(
    ("mention", "shown"),
    [
        pytest.param("@everyone", f"@{ZW}everyone", id="Discord, Matrix, Rocket.Chat"),
        pytest.param("<!channel>", f"<{ZW}!channel>", id="Slack channel"),
        pytest.param("<@U1>", f"<{ZW}@{ZW}U1>", id="Slack and Discord user"),
        pytest.param("a < b", f"a <{ZW} b", id="less than"),
        pytest.param("[bank](https://evil.example)", f"[bank]{ZW}(https://evil.example)", id="masked link"),
    ],
)
def test_no_chat_reads_a_mention_a_tag_or_a_masked_link(mention: str, shown: str) -> None:
    assert for_chat(mention) == shown


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("JaVaScRiPt:alert(1)", id="script in capitals"),
        pytest.param("java\nscript:alert(1)", id="script across lines"),
        pytest.param("data:text/html,<script>", id="data"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("//harbour.example/a", id="no scheme"),
        pytest.param("https://", id="no host"),
        pytest.param("https://bank.example@evil.example/", id="a user name that looks like a host"),
        pytest.param("http://[broken", id="unreadable"),
        pytest.param("https://harbour.example/" + "a" * 1500, id="endless"),
        pytest.param("", id="empty"),
        pytest.param(None, id="none"),
    ],
)
def test_a_link_that_is_no_plain_web_page_is_not_shown(link: str | None) -> None:
    assert safe_link(link) is None


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        pytest.param("https://harbour.example/a?b=c&d=e#f", "https://harbour.example/a?b=c&d=e#f", id="unchanged"),
        pytest.param("HTTP://harbour.example/", "HTTP://harbour.example/", id="capitals"),
        pytest.param("https://harbour.example/@ana", "https://harbour.example/%40ana", id="at sign"),
        pytest.param('https://harbour.example/<b>"', "https://harbour.example/%3Cb%3E%22", id="markup"),
        pytest.param("https://гавань.example/новини", "https://гавань.example/новини", id="letters of any script"),
        pytest.param(" https://harbour.example/a b\u202e ", "https://harbour.example/a%20b", id="spaces and bidi"),
    ],
)
def test_a_link_is_shown_so_that_it_still_leads_there(link: str, shown: str) -> None:
    assert safe_link(link) == shown
