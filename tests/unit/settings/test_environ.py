from collections.abc import Callable
from datetime import timedelta

import pytest

from watcher.model import Email, FirstRun, MailTls
from watcher.settings import OperatorOptions, Settings

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


MAIL = """
[[channels]]
name = "morning-mail"
email = { host = "mail.example", user = "desk@quay.example", password-file = "secret", to = ["ana@quay.example"] }
"""


def test_a_mail_server_may_be_set_key_by_key(loaded: Loaded) -> None:
    environ = {
        "WATCHER__CHANNELS__MORNING_MAIL__EMAIL__HOST": "10.0.0.5",
        "WATCHER__CHANNELS__MORNING_MAIL__EMAIL__PORT": "2525",
        "WATCHER__CHANNELS__MORNING_MAIL__EMAIL__TLS": "none",
        "WATCHER__CHANNELS__MORNING_MAIL__EMAIL__FROM": "watcher@quay.example",
        "WATCHER__CHANNELS__MORNING_MAIL__EMAIL__TO": "ana@quay.example, ivan@quay.example",
        "WATCHER__CHANNELS__MORNING_MAIL__EMAIL__PASSWORD": "any: p@ssword, really",
    }

    (channel,) = loaded(MAIL, environ).channels

    assert channel.email == Email(
        host="10.0.0.5",
        port=2525,
        tls=MailTls.NONE,
        user="desk@quay.example",
        password="any: p@ssword, really",
        sender="watcher@quay.example",
        to=("ana@quay.example", "ivan@quay.example"),
    )


def test_a_password_of_digits_stays_a_text(loaded: Loaded) -> None:
    environ = {"WATCHER__CHANNELS__MORNING_MAIL__EMAIL__PASSWORD": "0042"}

    (channel,) = loaded(MAIL, environ).channels

    assert channel.email is not None
    assert channel.email.password == "0042"


@pytest.mark.parametrize(
    "environ",
    [
        {"WATCHER__COLLECT__PROXY": "http://proxy.example:3128"},
        {"WATCHER__COLLECT__PROXY_FILE": "proxy"},
    ],
    ids=["in place", "in a file"],
)
def test_secrets_may_be_given_in_place_or_in_a_file(environ: dict[str, str], loaded: Loaded) -> None:
    assert loaded("", environ, proxy="http://proxy.example:3128\n").collect.proxy == "http://proxy.example:3128"


def test_a_feed_gets_its_login_and_headers(loaded: Loaded) -> None:
    environ = {
        "WATCHER__FEEDS__EU_COUNCIL_PRESS__USER": "ana",
        "WATCHER__FEEDS__EU_COUNCIL_PRESS__PASSWORD_FILE": "secret",
        "WATCHER__FEEDS__EU_COUNCIL_PRESS__HEADERS": "X-Token: a, b\nX-Other: c",
    }

    (feed,) = loaded(FILE, environ, secret="slack://a/b").feeds

    assert (feed.user, feed.password) == ("ana", "slack://a/b")
    assert feed.headers == {"X-Token": "a, b", "X-Other": "c"}


def test_how_the_watcher_reports_on_itself(loaded: Loaded) -> None:
    environ = {
        "WATCHER__OPERATOR__CHANNELS": "desk-chat",
        "WATCHER__OPERATOR__HEARTBEAT_URL": "https://hc.example/ping",
        "WATCHER__METRICS__LISTEN": "0.0.0.0:9464",
        "WATCHER__STORE__KEEP": "4w",
    }

    settings = loaded(FILE, environ, secret="slack://a/b")

    assert settings.operator == OperatorOptions(channels=("desk-chat",), heartbeat_url="https://hc.example/ping")
    assert settings.metrics == ("0.0.0.0", 9464)  # noqa: S104 - as a user may want it
    assert settings.keep == timedelta(weeks=4)


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
