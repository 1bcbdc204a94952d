"""The README works when it is pasted."""

import re
import shutil
from pathlib import Path

import pytest

from tests import stores
from watcher.deliver import build_sender
from watcher.model import Channel
from watcher.settings import Settings, load

TOP = Path(__file__).parents[2]
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", (TOP / "README.md").read_text(encoding="utf-8"), re.DOTALL)
FEED, RULE, EVENT_RULE, CHANNEL, MAIL = (text for kind, text in BLOCKS if kind == "toml")
ADDRESSES = [text for kind, text in BLOCKS if kind == "text"][1].splitlines()
SHAPED = {
    "TOKEN-A/TOKEN-B/TOKEN-C": "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "BOT-TOKEN": "123456789:abcdefg_hij",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shipped configuration with the README's own blocks pasted where it says."""
    shutil.copytree(TOP / "config", tmp_path / "config")
    config = tmp_path / "config" / "watcher.toml"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{FEED}\n{CHANNEL}\n{MAIL}", encoding="utf-8")
    (tmp_path / "config" / "rules" / "mine.toml").write_text(RULE + EVENT_RULE, encoding="utf-8")
    (tmp_path / "config" / "secrets").mkdir()
    (tmp_path / "config" / "secrets" / "desk").write_text("json://localhost/\n", encoding="utf-8")
    (tmp_path / "config" / "secrets" / "mail").write_text("any: p@ssword, really\n", encoding="utf-8")
    return load(config, stores.ENVIRON)


def test_the_feed_the_rule_and_the_channel_of_the_readme_load(settings: Settings):
    assert "council" in {feed.name for feed in settings.feeds}
    assert {"harbour-dredging", "ministers-of-norvania"} <= {rule.name for rule in settings.rules}
    assert {"desk", "desk-mail"} <= {channel.name for channel in settings.channels}


def test_a_rule_is_five_lines():
    assert len(RULE.splitlines()) == 5


@pytest.mark.parametrize("address", ADDRESSES, ids=[line.split(":")[0] for line in ADDRESSES])
def test_each_channel_address_of_the_readme_is_one(address: str, capsys):
    for placeholder, token in SHAPED.items():
        address = address.replace(placeholder, token)
    build_sender(Channel(name="desk", url=address.replace("CHAT-ID", "12315544")), stream=capsys)
