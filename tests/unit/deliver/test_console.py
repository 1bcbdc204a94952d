import io

import pytest

from tests.unit.deliver.fakes import a_message
from watcher.alerts import Rendering
from watcher.deliver import Outcome, build_sender
from watcher.errors import ConfigurationError
from watcher.model import Channel

CHANNEL = Channel(name="console", url="console:")
RENDERING = Rendering(subject="Council calls vote", text="A «vote» is called.\nStory: …", html="<p>no</p>")
LINE = "─" * 72


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _no_color_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def shown_on(stream: io.StringIO) -> str:
    build_sender(CHANNEL, stream=stream).send(a_message(RENDERING))
    return stream.getvalue()


def test_an_alert_is_written_plainly_where_there_is_no_terminal() -> None:
    assert shown_on(io.StringIO()) == f"{LINE}\nCouncil calls vote\n\nA «vote» is called.\nStory: …\n"


def test_a_terminal_gets_colour() -> None:
    shown = shown_on(Terminal())
    assert "\x1b[1mCouncil calls vote\x1b[0m" in shown
    assert "A \x1b[33m«vote»\x1b[0m is called." in shown


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown_on(Terminal())


def test_an_empty_no_color_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b" in shown_on(Terminal())


def test_letters_that_the_stream_cannot_write_are_replaced() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    result = build_sender(CHANNEL, stream=stream).send(a_message(RENDERING))
    assert result.outcome is Outcome.SENT
    assert b"A ?vote? is called." in raw.getvalue()


def test_a_closed_stream_may_come_back() -> None:
    stream = io.StringIO()
    sender = build_sender(CHANNEL, stream=stream)
    stream.close()
    assert sender.send(a_message(RENDERING)).outcome is Outcome.RETRY


def test_a_full_disk_may_pass() -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    result = build_sender(CHANNEL, stream=Full()).send(a_message(RENDERING))
    assert (result.outcome, "No space left" in result.reason) == (Outcome.RETRY, True)


def test_a_console_url_with_more_to_it_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="channel console: a console channel is written console: and nothing"):
        build_sender(Channel(name="console", url="console:red"), stream=io.StringIO())


def test_a_console_has_no_endpoint() -> None:
    assert build_sender(CHANNEL, stream=io.StringIO()).endpoint is None
