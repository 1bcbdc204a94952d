"""How `watcher channels list` says when a channel's messages leave."""

from datetime import time, timedelta

import pytest

from watcher.cli.channel_rows import calm_words
from watcher.model import Calm, Channel, Hours, Rate, Webhook

MINUTE = timedelta(minutes=1)
NIGHT = Hours(start=time(22), end=time(6, 30))


@pytest.mark.parametrize(
    ("calm", "words"),
    [
        (Calm(), "at once, more than 10 as one"),
        (Calm(burst=3, quiet=NIGHT), "at once, more than 3 as one; only urgent ones 22:00-06:30"),
        (Calm(digest=(time(7, 30), time(17))), "in a digest at 07:30, 17:00"),
        (Calm(group_wait=MINUTE), "together after 1m"),
        (Calm(group_interval=5 * MINUTE), "together, 5m apart"),
        (Calm(group_wait=MINUTE / 2, group_interval=5 * MINUTE), "together after 30s, 5m apart"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_when_messages_leave_is_said_in_words(calm: Calm, words: str) -> None:
    assert calm_words(Channel(name="desk", url="console:", calm=calm)) == words


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel(name="a", url="slack://a/b/c"), "at most 1/s"),
        (Channel(name="a", url="slack://a/b/c", rate=Rate(count=20, per=MINUTE)), "at most 20/min"),
        (Channel(name="a", webhook=Webhook(url="https://a.example"), parallel=8), "8 at a time"),
    ],
    ids=["as the service bears", "as the channel says", "several at a time"],
)
def test_how_fast_is_said_too(channel: Channel, words: str) -> None:
    assert calm_words(channel) == f"at once, more than 10 as one; {words}"
