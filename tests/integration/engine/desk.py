"""A configuration that a running daemon reads again, and what tests do to it."""

import itertools
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from tests.integration.engine.running import Running, until
from tests.integration.farm import Route, reply
from tests.integration.servers import Receiver

BAD = "[colect]\nconcurrency = 3\n"
RULES = '[[rules]]\nname = "votes"\nquery = "referendum"\nchannels = ["desk"]\n'
FAILING = '[[rules.examples]]\ntext = "Nothing of the kind."\n'


def rss(*texts: str) -> bytes:
    items = "".join(
        f"<item><title>{t[:40]}</title><guid>{t}</guid><description>{t}</description></item>" for t in texts
    )
    return f"<rss version='2.0'><channel><title>Harbour Times</title>{items}</channel></rss>".encode()


def always_new(name: str) -> Route:
    """Serve another entry every time."""
    numbers = itertools.count()
    return lambda _: [reply(body=rss(f"{name} landed catch number {next(numbers)}"))]


def feed(name: str, url: str, more: str = "") -> str:
    return f'[[feeds]]\nname = "{name}"\nurl = "{url}"\ninterval = "1s"\n{more}\n'


class Desk:
    """A configuration folder, with a channel that is told all and a secret file that says where it is."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.path = folder / "watcher.toml"
        self.secret = folder / "desk.secret"
        self.rules = folder / "rules" / "votes.toml"
        self.rules.parent.mkdir()
        self.secret.write_text(f"json://127.0.0.1:{port}/desk", encoding="utf-8")
        self.rules.write_text(RULES, encoding="utf-8")

    def write(self, more: str = "", *, top: str = "") -> None:
        """Write the configuration in one step, as `mv` does."""
        text = f"""
data-dir = "data"
rules = ["rules/*.toml"]
{top}
operator = {{ channels = ["desk"] }}
[[channels]]
name = "desk"
url-file = "desk.secret"
{more}
"""
        self._put(text)

    def change(self, old: str, new: str) -> None:
        """Write the configuration with other words in it."""
        self._put(self.path.read_text(encoding="utf-8").replace(old, new))

    def _put(self, text: str) -> None:
        beside = self.folder / "beside"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.path)


def subjects(receiver: Receiver) -> list[str]:
    return [request.body["title"] for request in receiver.requests]


def misspell(desk: Desk) -> None:
    desk.write(BAD)


def misspell_a_key(desk: Desk) -> None:
    desk.change("data-dir", "data-dri")


def let_an_example_fail(desk: Desk) -> None:
    desk.rules.write_text(RULES + FAILING, encoding="utf-8")


def logged(logs: list[Any], event: str) -> list[Any]:
    return [line for line in logs if line["event"] == event]


def reloaded_by_a_signal(daemon: Running, event: str = "config.reloaded") -> Any:
    """Have the configuration read again and give the line that says what came of it."""
    with capture_logs() as logs:
        daemon.daemon.reload()
        until(lambda: logged(logs, event))
    return logged(logs, event)[0]
