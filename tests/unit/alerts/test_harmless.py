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
        pytest.param("a\u200d\u200d\u200db \u200c\u200d c", "a\u200db c", id="joiners that join nothing"),
        pytest.param("ㅤfill\u115fer\uffa0s\u2800", "fillers", id="letters and signs that are blank"),
        pytest.param("v\U000e0100\U000e01efariants", "variants", id="variants, which can hold a hidden text"),
        pytest.param("Z" + "\u0323\u0301" * 20 + "algo", "Z" + "\u0323\u0301" * 3 + "algo", id="a flood of marks"),
        pytest.param("Z" + "\u0301\u200d" * 20, "Z" + "\u0301\u200d" * 6, id="a flood of marks with joiners"),
        pytest.param("བསྒྲུབས་ 5️⃣ naïve", "བསྒྲུབས་ 5️⃣ naïve", id="marks as they are used"),
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
        pytest.param("[bank](https://evil.example)", f"[bank]{ZW}(https:{ZW}//evil.example)", id="masked link"),
        pytest.param("[bank][1] [1]: x", f"[bank]{ZW}[1] [1]{ZW}: x", id="masked link, resolved later"),
        pytest.param("see http://t.example/p.gif", f"see http:{ZW}//t.example/p.gif", id="link"),
        pytest.param("=?utf-8?q?=0D=0ABcc=3A_x?=", f"{ZW}={ZW}?utf-8?q?=0D=0ABcc=3A_x?=", id="encoded word"),
        pytest.param("**b** `c` ~s~", "∗∗b∗∗ 'c' ∼s∼", id="emphasis and code"),
        pytest.param("_i_ __b__ a_b_c _", "ˍiˍ ˍˍbˍˍ a_b_c ˍ", id="underscores"),
        pytest.param("||gone|| a|b", f"|{ZW}|gone|{ZW}| a|b", id="spoiler"),
        pytest.param(":bomb: at 12:30:45", f":{ZW}bomb: at 12:30:45", id="emoji"),
        pytest.param("[a]", f"[a]{ZW}", id="what our next sign would make a link"),
        pytest.param("a :b", f"a :{ZW}b", id="what our next sign would make an emoji"),
        pytest.param("a |", f"a |{ZW}", id="what our next sign would make a spoiler"),
        pytest.param("# Big", f"{ZW}# Big", id="heading"),
        pytest.param("> said", f"{ZW}> said", id="quotation"),
        pytest.param("- item\n  + item", f"{ZW}- item\n{ZW}  + item", id="items"),
    ],
)
def test_no_chat_reads_a_mention_a_tag_a_link_or_markup(mention: str, shown: str) -> None:
    assert for_chat(mention) == shown
    assert for_chat(for_chat(mention)) == shown


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
        pytest.param(
            "https://a.example/](https://b.example)", "https://a.example/%5D(https://b.example)", id="masking"
        ),
        pytest.param("https://[2001:db8::1]/a", "https://[2001:db8::1]/a", id="an address in brackets"),
        pytest.param("https://гавань.example/новини", "https://гавань.example/новини", id="letters of any script"),
        pytest.param(" https://harbour.example/a b\u202e ", "https://harbour.example/a%20b", id="spaces and bidi"),
    ],
)
def test_a_link_is_shown_so_that_it_still_leads_there(link: str, shown: str) -> None:
    safe = safe_link(link)
    assert safe == shown
    assert safe is not None
    assert for_chat(safe) is safe
