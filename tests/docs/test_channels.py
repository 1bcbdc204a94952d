"""docs/channels.md: its channels load, and a webhook gets what it says."""

import json
import re
from pathlib import Path

import pytest

from tests import stores
from tests.unit.alerts.builders import NOON, a_view
from watcher.alerts import Rendering
from watcher.deliver.senders import Message
from watcher.deliver.senders.webhook import payload
from watcher.model import Channel, Notice, NoticeId
from watcher.settings import load

CHANNELS = (Path(__file__).parents[2] / "docs" / "channels.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", CHANNELS, re.DOTALL)
[BODY] = [json.loads(text) for kind, text in BLOCKS if kind == "json"]
NOTICE = Notice(id=NoticeId("n1"), key="feed", subject="A feed fails", text="Look at it.", created_at=NOON)
SENT = payload(
    Message(rendering=Rendering(subject="Vote", text="A vote.", html=""), key="8masf3", views=(a_view(), NOTICE))
)


@pytest.fixture
def channels(tmp_path: Path) -> tuple[Channel, ...]:
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "matrix").write_text("syt_4711\n", encoding="utf-8")
    (tmp_path / "secrets" / "hook").write_text("https://hooks.quay.example/4711\n", encoding="utf-8")
    written = "".join(text for kind, text in BLOCKS if kind == "toml")
    (tmp_path / "watcher.toml").write_text(written, encoding="utf-8")
    return load(tmp_path / "watcher.toml", stores.ENVIRON).channels


def test_the_channels_load(channels: tuple[Channel, ...]) -> None:
    room, hook = channels
    assert room.matrix is not None
    assert (room.matrix.room, room.matrix.token) == ("#desk:example.org", "syt_4711")
    assert hook.webhook is not None
    assert hook.webhook.url == "https://hooks.quay.example/4711"


def test_a_webhook_gets_the_fields_of_the_example() -> None:
    assert list(SENT) == list(BODY)
    assert [list(alert) for alert in SENT["alerts"]] == [list(alert) for alert in BODY["alerts"]]


def test_a_notice_has_the_fields_that_stand_there() -> None:
    fields = ", ".join(f"`{name}`" for name in SENT["notices"][0])
    assert f"| `notices` | what the watcher says about itself: {fields} |" in CHANNELS
