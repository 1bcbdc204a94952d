"""How the watcher's own notices read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from watcher.alerts import notice, render

NOW = datetime(2026, 1, 2, 12, 5, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")
PROBLEM = "watcher.toml:3:1: unknown key 'feed'; did you mean 'feeds'?\n\n  3 | feed = []\n      ^^^^"


def test_a_notice_reads_like_this() -> None:
    rendering = render(notice("reload", "Configuration refused", PROBLEM, NOW), timezone=KYIV)

    assert rendering.subject == "Configuration refused"
    assert rendering.text == f"{PROBLEM}\n\nFrom the watcher itself, Fri 2 Jan 2026, 14:05 EET"
    assert "<h1" in rendering.html
    assert "did you mean &#39;feeds&#39;?" in rendering.html


def test_what_a_feed_put_into_a_notice_is_harmless() -> None:
    hostile = "\x1b[31m@everyone\u202e <script>alert(1)</script>"
    rendering = render(notice("feed", hostile, hostile, NOW), timezone=KYIV)

    assert rendering.subject == "[31m@\u200beveryone <\u200bscript>alert(1)<\u200b/script>"
    assert rendering.text.startswith("[31m@\u200beveryone <\u200bscript>")
    assert "<script>" not in rendering.html


def test_a_subject_is_one_line_and_a_text_is_cut_to_what_a_chat_shows() -> None:
    long = notice("reload", "two\nlines " * 100, "problem\n" * 1_000, NOW)

    assert "\n" not in long.subject
    assert len(long.subject) == 200
    assert len(long.text) == 3_000
    assert long.text.endswith("…")
