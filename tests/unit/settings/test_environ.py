from collections.abc import Callable
from datetime import timedelta

import pytest

from watcher.model import FirstRun
from watcher.settings import Settings

Loaded = Callable[..., Settings]
Refused = Callable[..., str]

FILE = """
[collect]
concurrency = 5

[[feeds]]
name = "eu-council.press"
url = "https://council.example/rss"

[[channels]]
name = "desk-chat"
url-file = "secret"

[defaults]
channels = ["desk-chat"]
"""


def test_the_environment_overrides_the_file(loaded: Loaded) -> None:
    environ = {
        "WATCHER__COLLECT__CONCURRENCY": "7",
        "WATCHER__COLLECT__FIRST_RUN": "alert",
        "WATCHER__DATA_DIR": "/data",
    }

    settings = loaded(FILE, environ, secret="slack://a/b")

    assert settings.collect.concurrency == 7
    assert settings.collect.first_run is FirstRun.ALERT
    assert settings.store_url == "sqlite:////data/watcher.db"


def test_tables_of_an_array_are_addressed_by_name(loaded: Loaded) -> None:
    environ = {
        "WATCHER__FEEDS__EU_COUNCIL_PRESS__INTERVAL": "1h",
        "WATCHER__FEEDS__EU_COUNCIL_PRESS__ENABLED": "false",
        "WATCHER__FEEDS__EU_COUNCIL_PRESS__TAGS": "official, press",
    }

    (feed,) = loaded(FILE, environ, secret="slack://a/b").feeds

    assert feed.interval == timedelta(hours=1)
    assert not feed.enabled
    assert feed.tags == ("official", "press")


def test_a_secret_in_the_environment_takes_the_place_of_a_secret_file_in_the_file(loaded: Loaded) -> None:
    settings = loaded(FILE, {"WATCHER__CHANNELS__DESK_CHAT__URL": "tgram://token/chat"})

    assert settings.channels[0].url == "tgram://token/chat"


def test_a_secret_file_in_the_environment_takes_the_place_of_a_secret_in_the_file(loaded: Loaded) -> None:
    text = '[store]\nurl = "postgresql://here"'

    settings = loaded(text, {"WATCHER__STORE__URL_FILE": "store"}, store="postgresql://there\r\n")

    assert settings.store_url == "postgresql://there"


def test_a_variable_may_set_a_table_that_the_file_does_not_have(loaded: Loaded) -> None:
    assert loaded("", {"WATCHER__COLLECT__MAX_SIZE": "1MiB"}).collect.max_size == 1024 * 1024


def test_other_variables_are_none_of_ours(loaded: Loaded) -> None:
    assert loaded("", {"WATCHER_CONFIG": "x", "WATCHER_DEBUG": "1", "PATH": "/bin"}).feeds == ()


@pytest.mark.parametrize(
    "variable",
    [
        "WATCHER__",
        "WATCHER__COLLECT",
        "WATCHER__COLLECT__POLL__INTERVAL",
        "WATCHER__collect__concurrency",
        "WATCHER__FEEDS__0__URL",
        "WATCHER__RULES__FERRIES__QUERY",
    ],
)
def test_a_variable_that_fits_nothing_is_a_problem(variable: str, refused: Refused) -> None:
    message = refused(FILE, {variable: "1"}, secret="slack://a/b")

    assert message.startswith(f"env {variable}: there is no such setting")


def test_a_table_that_is_none_is_reported_once(refused: Refused) -> None:
    message = refused("store = 5", {"WATCHER__STORE__URL": "sqlite:///x"})

    assert message.splitlines()[0] == "watcher.toml:1:9: 'store' must be a table, not a whole number"
    assert message.count(": 'store'") == 1
