"""What a channel is made of: its way out, when its messages leave, its template."""

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest

from watcher.model import Calm, Channel, Escalation, Hours, Matrix, Rate, Webhook
from watcher.settings import Settings

Loaded = Callable[..., Settings]
Refused = Callable[..., str]

CONSOLE = '[[channels]]\nname = "desk"\nurl = "console:"\n'
TEMPLATE = "{% block text %}{{ headline }}{% endblock %}\n"
ROOM = """
[[channels]]
name = "room"
[channels.matrix]
homeserver = "https://matrix.example/"
room = "#desk:matrix.example"
token-file = "token"
"""
HOOK = """
[[channels]]
name = "hook"
[channels.webhook]
url = "https://hooks.example/services/T0KEN-of-the-hook?key=canary-2"
headers = { Authorization = "Bearer canary", Accept = "text/plain" }
"""


def the_channel(settings: Settings) -> Channel:
    [channel] = settings.channels
    return channel


def test_a_channel_that_says_nothing_sends_at_once(loaded: Loaded) -> None:
    assert the_channel(loaded(CONSOLE)) == Channel(name="desk", url="console:", calm=Calm(), rate=None, parallel=1)


@pytest.mark.parametrize(
    ("lines", "calm"),
    [
        pytest.param('digest = "07:30"', Calm(digest=(time(7, 30),)), id="one digest"),
        pytest.param('digest = ["17:00", "07:30"]', Calm(digest=(time(17), time(7, 30))), id="two"),
        pytest.param(
            'group-wait = "30s"\ngroup-interval = "5m"',
            Calm(group_wait=timedelta(seconds=30), group_interval=timedelta(minutes=5)),
            id="groups",
        ),
        pytest.param('group-wait = "0s"', Calm(), id="no groups"),
        pytest.param(
            'quiet-hours = { from = "22:00", to = "07:00" }\nburst = 3',
            Calm(quiet=Hours(start=time(22), end=time(7)), burst=3),
            id="quiet hours",
        ),
    ],
)
def test_when_messages_leave(loaded: Loaded, lines: str, calm: Calm) -> None:
    assert the_channel(loaded(CONSOLE + lines)).calm == calm


def test_how_fast_and_how_many_at_a_time(loaded: Loaded) -> None:
    channel = the_channel(loaded(f'{CONSOLE}rate = "20/min"\nparallel = 3'))

    assert (channel.rate, channel.parallel) == (Rate(count=20, per=timedelta(minutes=1)), 3)


def test_a_list_of_digests_may_come_from_the_environment(loaded: Loaded) -> None:
    environ = {
        "WATCHER__CHANNELS__DESK__DIGEST": "07:30, 17:00",
        "WATCHER__CHANNELS__DESK__QUIET_HOURS__FROM": "22:00",
        "WATCHER__CHANNELS__DESK__QUIET_HOURS__TO": "06:00",
        "WATCHER__CHANNELS__DESK__RATE": "1/s",
    }

    channel = the_channel(loaded(CONSOLE, environ))

    assert channel.calm == Calm(digest=(time(7, 30), time(17)), quiet=Hours(start=time(22), end=time(6)))
    assert channel.rate == Rate(count=1, per=timedelta(seconds=1))


def test_a_room_on_a_matrix_server(loaded: Loaded) -> None:
    assert the_channel(loaded(ROOM, {}, token="canary\n")) == Channel(
        name="room",
        matrix=Matrix(homeserver="https://matrix.example", room="#desk:matrix.example", token="canary"),
    )


@pytest.mark.parametrize(
    "room", ["!abc:matrix.example", "!abcDEF-123_x", "#desk:matrix.example:8448", "#büro:m.example"]
)
def test_rooms_of_every_version_are_taken(loaded: Loaded, room: str) -> None:
    matrix = the_channel(loaded(ROOM.replace("#desk:matrix.example", room), {}, token="canary")).matrix

    assert matrix is not None
    assert matrix.room == room


def test_a_webhook_takes_several_messages_at_a_time(loaded: Loaded) -> None:
    assert the_channel(loaded(HOOK)) == Channel(
        name="hook",
        webhook=Webhook(
            url="https://hooks.example/services/T0KEN-of-the-hook?key=canary-2",
            headers={"Authorization": "Bearer canary", "Accept": "text/plain"},
        ),
        parallel=16,
    )


def test_the_headers_of_a_webhook_may_stand_in_a_file(loaded: Loaded) -> None:
    text = '[[channels]]\nname = "hook"\nwebhook = { url-file = "url", headers-file = "headers" }'

    webhook = the_channel(loaded(text, {}, url="https://hooks.example/a\n", headers="X-Token: a: b\n")).webhook

    assert webhook == Webhook(url="https://hooks.example/a", headers={"X-Token": "a: b"})


def test_what_ways_out_keep_secret_is_known(loaded: Loaded) -> None:
    settings = loaded(ROOM + HOOK, {}, token="canary-3\n")

    assert settings.secrets == (
        "https://hooks.example/services/T0KEN-of-the-hook?key=canary-2",
        "Bearer canary",
        "canary-2",
        "canary-3",
    )


def test_a_template_is_read_and_watched(loaded: Loaded, tmp_path: Path) -> None:
    settings = loaded(f'{CONSOLE}template = "templates/desk.txt"', {}, **{"templates/desk.txt": TEMPLATE})

    assert the_channel(settings).template == TEMPLATE
    assert settings.files[-1] == tmp_path / "templates/desk.txt"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"a" * 65_537, "the template desk.txt is larger than 64KiB", id="large"),
        pytest.param(b"\xff\xfe", "the template desk.txt is no text in UTF-8", id="no text"),
    ],
)
def test_a_template_that_cannot_be_used_is_a_problem(
    refused: Refused, tmp_path: Path, content: bytes, problem: str
) -> None:
    (tmp_path / "desk.txt").write_bytes(content)

    assert refused(f'{CONSOLE}template = "desk.txt"').startswith(f"watcher.toml:4:12: {problem}\n")


def test_a_rule_rests_after_an_alert_and_escalates_it(loaded: Loaded) -> None:
    rules = (
        '[[rules]]\nname = "a"\nquery = "ferry"\nchannels = ["desk"]\ncooldown = "2h"\n'
        'escalate = { after = "30m", channels = ["desk"] }\n'
        '[[rules]]\nname = "b"\nquery = "ferry"\nchannels = ["desk"]\ncooldown = "0s"'
    )

    first, second = loaded(f'rules = ["r.toml"]\n{CONSOLE}', {}, **{"r.toml": rules}).rules

    assert (first.cooldown, second.cooldown) == (timedelta(hours=2), timedelta(0))
    assert first.escalate == Escalation(after=timedelta(minutes=30), channels=("desk",))
    assert second.escalate is None
