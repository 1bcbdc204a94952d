"""A store and a configuration for commands on alerts, rules and channels."""

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from tests.contract.store.builders import NOW, FixedClock, alert, beginning, document
from watcher.cli.main import cli
from watcher.model import Alert, Escalation
from watcher.store import Store

CONFIGURATION = """
data-dir = "data"
store = { url = "sqlite:///data/watcher.db" }
rules = ["rules.toml"]

[[channels]]
name = "desk"
url = "console:"

[[channels]]
name = "mail"
digest = ["07:30", "17:00"]
quiet-hours = { from = "22:00", to = "06:00" }
[channels.email]
host = "127.0.0.1"
tls = "none"
from = "watcher@example.org"
to = ["ana@example.org", "Ivan <ivan@example.org>"]

[[channels]]
name = "chat"
url = "discord://4174216298/canary-JHMHI8qBe7bk2ZwO5U711o3dV"
group-wait = "30s"

[[channels]]
name = "room"
matrix = { homeserver = "http://127.0.0.1:1", room = "#desk:example.org", token = "canary" }

[[channels]]
name = "archive"
webhook = { url = "http://127.0.0.1:1/canary", headers = { X-Token = "canary" } }
"""
RULES = """
[[rules]]
name = "bridges"
query = "bridge"
channels = ["desk", "mail"]
escalate = { after = "30m", channels = ["chat"] }

[[rules]]
name = "summits"
event = "meeting"
query = "harbour"
channels = ["desk"]
priority = "high"
"""

Command = Callable[..., Result]


def write(folder: Path) -> Path:
    """Write the configuration."""
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")
    (folder / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
    return folder / "watcher.toml"


def opened(folder: Path) -> "closing[Store]":
    """Open the store that the configuration names, at the revision that this program needs."""
    (folder / "data").mkdir(exist_ok=True)
    store = Store.open(f"sqlite:///{folder}/data/watcher.db", FixedClock())
    store.upgrade()
    return closing(store)


def escalating(number: int, *channels: str) -> Alert:
    """Give an alert to these channels that escalates to "chat"."""
    escalation = Escalation(after=timedelta(minutes=30), channels=("chat",))
    return alert(number, entry=number, story=number, channels=channels, escalation=escalation)


def fill(store: Store, alerts: Iterable[Alert]) -> None:
    """Write alerts, each with a story of its own number."""
    for number, begun in enumerate(alerts, 1):
        with store.write() as tx:
            tx.outcomes.write(beginning(number, alerts=(begun,)), document(), NOW)


def commands(config: Path) -> Command:
    """Give what runs a command with this configuration."""
    return lambda *words: CliRunner().invoke(cli, [*words, "--config", str(config)])
