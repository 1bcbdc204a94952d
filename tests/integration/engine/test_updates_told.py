"""An entry that is edited: who got the first alert is told what is new in its text, and nothing else."""

from pathlib import Path

import pytest

from tests.integration.engine.dropping import Round, rounds
from tests.integration.servers import Receiver

REST = (
    "The four states around the lake have argued for years about who may draw water in dry summers. Farmers on the "
    "western shore fear that a common board would favour the cities, and blocked the dam road with tractors."
)
PLANNED = "Premier Edda Lorne and President Osk Maren will meet in Tarnholm on Thursday, her office said."
PUT_OFF = "Premier Edda Lorne and President Osk Maren will meet in Tarnholm on Friday, her office said."
FRAME = "Premier Edda Lorne and President Osk Maren, Tarnholm"


@pytest.fixture
def take(tmp_path: Path, receiver: Receiver) -> Round:
    configuration = tmp_path / "watcher.toml"
    configuration.write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
feeds = [{{ name = "harbour", path = "feed.xml", first-run = "alert" }}]
channels = [{{ name = "hook", url = "json://127.0.0.1:{receiver.port}/alerts" }}]
defaults = {{ channels = ["hook"] }}
""",
        encoding="utf-8",
    )
    (tmp_path / "drops").mkdir()
    (tmp_path / "rules.toml").write_text(
        '[[rules]]\nname = "meetings"\nevent = "meeting"\nwhere = { place = "tarnholm" }\n', encoding="utf-8"
    )
    return rounds(configuration, receiver, "message")


def served(folder: Path, *sentences: str) -> None:
    """Write the feed with its one entry, whose text is these."""
    paragraphs = "".join(f"&lt;p&gt;{sentence}&lt;/p&gt;" for sentence in sentences)
    (folder / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>Harbour Times</title><item><title>Lake states seek a treaty</title>"
        "<pubDate>Tue, 12 May 2026 09:00:00 GMT</pubDate>"
        "<guid isPermaLink='false'>lake-1</guid><link>https://harbour.example/lake</link>"
        f"<description>{paragraphs}</description></item></channel></rss>",
        encoding="utf-8",
    )


def test_an_edited_entry_is_told_by_what_changed(tmp_path: Path, take: Round) -> None:
    served(tmp_path, PLANNED, REST)
    (first,) = take()
    assert REST.partition(". ")[0] not in first
    served(tmp_path, PUT_OFF, REST, "The hall will be open to all.")
    (update,) = take()

    assert update.splitlines()[:5] == [
        "Date: was Thursday 14 May, now Friday 15 May",
        "",
        "Was: Premier Edda Lorne and President Osk Maren will meet in Tarnholm on «Thursday», her office said.",
        "Now: Premier Edda Lorne and President Osk Maren will meet in Tarnholm on «Friday», her office said.",
        "Added: The hall will be open to all.",
    ]
    assert update.endswith(" --diff")
    assert "Place: " not in update
