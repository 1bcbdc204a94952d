"""An entry that its feed changes again and again, and what `watcher stories show --diff` makes of it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.builders import FakeClock
from watcher.cli.main import cli
from watcher.engine.once import Round, Tally
from watcher.engine.program import assembled
from watcher.engine.report import Reports
from watcher.settings import load

CONFIGURATION = """
data-dir = "data"
store = { url = "sqlite:///data/watcher.db" }
feeds = [{ name = "harbour", path = "news.xml" }, { name = "quay", path = "quay.xml" }]
"""
LEAD = "The lower house of Norvania took up a bill on Friday that gives the northern islands a tax office of their own."
VIK = "Justice Minister Aron Vik tabled it after months of talks with the island councils."
VOTE = "The vote is due before the summer recess, and 40 members have asked to speak."
LATER_VOTE = "The vote is due before the autumn recess, and 45 members have asked to speak."
PASSED = "It passed late at night by two votes."
TITLE = "Parliament takes up islands bill"


def rss(outlet: str, title: str, *sentences: str) -> str:
    entry = (
        f"<item><title>{title}</title><guid>{outlet}-1</guid><description>{' '.join(sentences)}</description></item>"
    )
    return f"<rss version='2.0'><channel><title>{outlet}</title>{entry}</channel></rss>"


class Desk:
    """One data folder, one running program, and the command beside it."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self.folder, self.clock = folder, FakeClock()
        (folder / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
        settings = load(folder / "watcher.toml", {})
        self.program = running.enter_context(assembled(settings, Reports(), self.clock))

    def poll(self, harbour: str, quay: str = "<rss version='2.0'><channel><title>Quay</title></channel></rss>") -> None:
        """Let an hour pass, and read both feeds as they stand."""
        self.clock.forward(timedelta(hours=1))
        (self.folder / "news.xml").write_text(harbour, encoding="utf-8")
        (self.folder / "quay.xml").write_text(quay, encoding="utf-8")
        Round(self.program, Tally()).collect()

    def watcher(self, *words: str) -> str:
        result = CliRunner().invoke(
            cli, [*words, "--config", str(self.folder / "watcher.toml")], catch_exceptions=False
        )
        assert result.exit_code == 0
        return result.stdout

    def diff(self, *options: str) -> str:
        [story] = json.loads(self.watcher("stories", "list", "--json"))["stories"]
        return self.watcher("stories", "show", story["id"][:6], "--diff", *options)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where the address of the store begins
    with ExitStack() as running:
        yield Desk(tmp_path, running)


@pytest.fixture
def thrice(desk: Desk) -> Desk:
    """An entry with four texts: a sentence reworded, one more, and a corrected one with one less."""
    desk.poll(rss("Harbour Times", TITLE, LEAD, VIK, VOTE))
    desk.poll(rss("Harbour Times", TITLE, LEAD, VIK, LATER_VOTE))
    desk.poll(rss("Harbour Times", f"UPDATE 1-{TITLE}", LEAD, VIK, LATER_VOTE, PASSED))
    desk.poll(rss("Harbour Times", f"CORRECTED-{TITLE}", LEAD, LATER_VOTE, PASSED))
    return desk


def test_each_change_is_told_in_the_order_of_time(thrice: Desk) -> None:
    blocks = [block.splitlines() for block in thrice.diff().split("\n\n")]

    assert blocks[0][0].startswith(f"CORRECTED-{TITLE}  [")
    assert [block[0].rsplit("  ", 1)[0] for block in blocks[1:]] == [
        "2026-03-06 14:00  Harbour Times  update",
        "2026-03-06 15:00  Harbour Times  update",
        "2026-03-06 16:00  Harbour Times  correction",
    ]
    assert blocks[1][2:] == [
        "  ~ was: The vote is due before the [-summer-] recess, and [-40-] members have asked to speak.",
        "    now: The vote is due before the {+autumn+} recess, and {+45+} members have asked to speak.",
    ]
    assert blocks[2][4:] == [f"  + {PASSED}"]
    assert blocks[3][4:] == [f"  - {VIK}"]


def test_each_text_comes_as_data_with_its_hash_and_time(thrice: Desk) -> None:
    found = json.loads(thrice.diff("--json"))

    assert [(version["number"], version["at"][:16], version["title"]) for version in found["versions"]] == [
        (1, "2026-03-06T13:00", TITLE),
        (2, "2026-03-06T14:00", TITLE),
        (3, "2026-03-06T15:00", f"UPDATE 1-{TITLE}"),
        (4, "2026-03-06T16:00", f"CORRECTED-{TITLE}"),
    ]
    assert len({version["hash"] for version in found["versions"]}) == 4
    kinds = [[sentence["kind"] for sentence in change["sentences"]] for change in found["changes"]]
    assert kinds == [["reworded"], ["added"], ["removed"]]


def test_a_text_that_is_shown_again_and_again_is_one(desk: Desk) -> None:
    desk.poll(rss("Harbour Times", TITLE, LEAD, VIK, VOTE))
    desk.poll(rss("Harbour Times", TITLE, LEAD, VIK, VOTE))
    assert "It has one text, first seen 2026-03-06 13:00: there is nothing to compare." in desk.diff()


def test_a_correction_that_another_outlet_carries_is_compared_with_the_text_before_it(desk: Desk) -> None:
    first = rss("Harbour Times", TITLE, LEAD, VIK, VOTE)
    desk.poll(first)
    desk.poll(first, rss("Quay Post", f"CORRECTED-{TITLE}", LEAD, VIK, LATER_VOTE))

    told = desk.diff()
    assert "2026-03-06 14:00  Quay Post  correction  " in told
    assert "  against the text of Harbour Times of 2026-03-06 13:00, " in told
    assert "{+autumn+}" in told


def test_the_earlier_texts_are_exported(thrice: Desk) -> None:
    lines = thrice.watcher("export", "jsonl", "--what", "versions").splitlines()
    assert [(json.loads(line)["number"], json.loads(line)["title"]) for line in lines] == [
        (1, TITLE),
        (2, TITLE),
        (3, f"UPDATE 1-{TITLE}"),
    ]
