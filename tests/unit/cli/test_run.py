"""The exit code of one round, and what it says at its end."""

import pytest

from watcher.cli.run import _closing_lines, _in_vain
from watcher.engine.backlog import Waiting
from watcher.engine.once import Tally


def waits(channel: str, *, configured: bool) -> Waiting:
    return Waiting(channel=channel, deliveries=1, due=None, configured=configured)


@pytest.mark.parametrize(
    ("tally", "left", "in_vain"),
    [
        (Tally(), (), False),
        (Tally(feeds=3, feeds_read=1), (), False),
        (Tally(feeds=3, feeds_read=0), (), True),
        (Tally(feeds=1, feeds_read=1, undelivered=["channel desk: refused"]), (), True),
        (Tally(feeds=1, feeds_read=1), (waits("desk", configured=True),), True),
        (Tally(feeds=1, feeds_read=1), (waits("gone", configured=False),), False),
    ],
    ids=["nothing to do", "some feeds fail", "all feeds fail", "not delivered", "still waiting", "channel left"],
)
def test_a_round_is_in_vain_when_not_one_feed_was_read_or_an_alert_was_not_delivered(
    tally: Tally, left: tuple[Waiting, ...], *, in_vain: bool
) -> None:
    assert _in_vain(tally, left) is in_vain


@pytest.mark.parametrize(
    ("tally", "line"),
    [
        pytest.param(
            Tally(held_back=1),
            "1 alert held back in the first run of a feed; see: watcher alerts list --baseline",
            id="a first run",
        ),
        pytest.param(
            Tally(flooded=24),
            "24 alerts held back because too many entries came at once; see: watcher alerts list --held",
            id="a flood",
        ),
    ],
)
def test_a_round_says_what_it_held_back(tally: Tally, line: str) -> None:
    assert line in list(_closing_lines(tally))
