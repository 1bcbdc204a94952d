"""One round as cron meets it: its exit code."""

import pytest

from tests.integration.servers import closed_port


def configuration(*feeds: str, channel: str = "console:") -> str:
    return "\n".join(
        (
            'data-dir = "data"\nrules = ["rules.toml"]\n[defaults]\nchannels = ["desk"]',
            f'[[channels]]\nname = "desk"\nurl = "{channel}"',
            '[[drops]]\nname = "inbox"\npath = "drops"',
            *feeds,
        )
    )


@pytest.fixture
def round_of(watcher):
    def round_of(text: str):
        (watcher.folder / "drops").mkdir()
        (watcher.folder / "drops" / "bill.txt").write_text("Bill\n\nA referendum is near.\n", encoding="utf-8")
        (watcher.folder / "sea.xml").write_text(
            "<rss version='2.0'><channel><title>Sea</title></channel></rss>", encoding="utf-8"
        )
        (watcher.folder / "rules.toml").write_text(
            '[[rules]]\nname = "votes"\nquery = "referendum"\n', encoding="utf-8"
        )
        (watcher.folder / "watcher.toml").write_text(text, encoding="utf-8")
        return watcher("run", "--once", "--config", "watcher.toml")

    return round_of


SEA = '[[feeds]]\nname = "sea"\npath = "sea.xml"'
MISSING = '[[feeds]]\nname = "missing"\npath = "missing.xml"'


@pytest.mark.parametrize(
    ("feeds", "code"), [((SEA,), 0), ((SEA, MISSING), 0), ((MISSING,), 69)], ids=["all read", "one read", "none read"]
)
def test_a_round_that_read_no_feed_ends_with_69(round_of, feeds: tuple[str, ...], code: int):
    assert round_of(configuration(*feeds)).returncode == code


def test_a_round_that_could_not_deliver_ends_with_69_and_says_why(round_of):
    done = round_of(configuration(SEA, channel=f"json://127.0.0.1:{closed_port()}/"))
    assert done.returncode == 69
    assert "channel desk: no connection: connection refused" in done.stderr
