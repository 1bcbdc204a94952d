"""What a whole configuration keeps secret."""

from pathlib import Path

import pytest

from watcher.engine.redact import concealing
from watcher.settings import Settings, load

CONFIGURATION = """
data-dir = "data"
[store]
url = "postgresql://watcher:canary-a1@db.example/watcher"
[collect]
proxy = "http://desk:canary-b2@proxy.example:3128"
[operator]
heartbeat-url = "https://switch.example/canary-c3"
[[feeds]]
name = "wire-agency"
url = "https://wire.example/wire-agency?token=canary-d4"
headers = { X-Key = "canary-e5" }
user = "desk"
password = "canary-f6"
[[channels]]
name = "desk-chat"
url = "slack://TokenCanaryG7/BBBBBBBBB/canary-h8"
[[channels]]
name = "newsroom-topic"
url = "ntfy://ntfy.example/newsroom-topic"
[[channels]]
name = "mail"
email = { host = "mail.example", user = "desk@mail.example", password = "canary-i9", to = ["a@mail.example"] }
[[channels]]
name = "room"
matrix = { homeserver = "https://matrix.example", room = "!abc:matrix.example", token = "canary-j10" }
[[channels]]
name = "hook"
webhook = { url = "https://hooks.example/services/canary-k11", headers = { X-Token = "canary-l12" } }
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
    return load(tmp_path / "watcher.toml", {})


@pytest.mark.parametrize(
    "text",
    [
        *("canary-a1", "canary-b2", "canary-c3", "canary-d4", "canary-e5", "canary-f6", "canary-h8", "canary-i9"),
        *("canary-j10", "canary-k11", "canary-l12"),
        pytest.param("TokenCanaryG7", id="a token in place of a host"),
        pytest.param("slack://TokenCanaryG7/BBBBBBBBB/canary-h8", id="a whole address"),
        pytest.param("ZGVzazpjYW5hcnktZjY=", id="a login in base64"),
        pytest.param("AGRlc2tAbWFpbC5leGFtcGxlAGNhbmFyeS1pOQ==", id="a mail login in base64"),
    ],
)
def test_a_secret_of_it_is_blanked(settings: Settings, text: str) -> None:
    shown = concealing(settings)(f"it said {text}, twice")
    assert shown.startswith("it said ***")
    assert "canary" not in shown.lower()


@pytest.mark.parametrize(
    "text",
    [
        "feed wire-agency of wire.example",
        "the store postgresql is at db.example, user watcher",
        "channel newsroom-topic does not answer",
        "proxy.example and switch.example and ntfy.example",
        "room !abc:matrix.example of matrix.example, and hooks.example",
    ],
)
def test_names_and_hosts_stay_readable(settings: Settings, text: str) -> None:
    assert concealing(settings)(text) == text


def test_the_secrets_of_several_configurations_are_blanked_together(settings: Settings, tmp_path: Path) -> None:
    other = CONFIGURATION.replace("canary-", "songster-")
    (tmp_path / "watcher.toml").write_text(other, encoding="utf-8")
    conceal = concealing(settings, load(tmp_path / "watcher.toml", {}))
    assert conceal("canary-a1 songster-a1") == "*** ***"


def test_without_a_configuration_only_looks_count() -> None:
    assert concealing()("canary-a1 at https://a:b@h/") == "canary-a1 at https://***@h/"
