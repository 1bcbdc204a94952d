from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.settings import Settings, effective, origins

TEXT = """
[collect]
poll-interval = "30m"

[[feeds]]
name = "wire.press"
url = "https://ana:canary@wire.example/feed"

[[channels]]
name = "desk"
url-file = "secret"
"""


@pytest.fixture
def settings(loaded: Callable[..., Settings]) -> Settings:
    return loaded(TEXT, {"WATCHER__TIMEZONE": "Europe/Kyiv"}, secret="slack://canary")


def test_effective_values_are_what_holds(settings: Settings, tmp_path: Path) -> None:
    assert effective(settings) == {
        "data-dir": f"{tmp_path.parent}/data",
        "rules": [],
        "timezone": "Europe/Kyiv",
        "collect.poll-interval": "30m",
        "collect.min-interval": "5m",
        "collect.max-interval": "6h",
        "collect.allow-private": [],
        "collect.concurrency": 200,
        "collect.max-size": "10MiB",
        "collect.first-run": "baseline",
        'feeds."wire.press".name': "wire.press",
        'feeds."wire.press".url': "https://***@wire.example/feed",
        'feeds."wire.press".tags': [],
        'feeds."wire.press".enabled': True,
        'feeds."wire.press".interval': "30m",
        'feeds."wire.press".allow-private': [],
        'feeds."wire.press".first-run': "baseline",
        "drops": [],
        "channels.desk.name": "desk",
        "channels.desk.url-file": f"{tmp_path}/secret",
        "channels.desk.digest": [],
        "channels.desk.group-wait": "0s",
        "channels.desk.group-interval": "0s",
        "channels.desk.burst": 10,
        "channels.desk.rate": "1/s",
        "channels.desk.parallel": 1,
        "defaults.channels": [],
        "operator.channels": [],
        "stories.agencies": [],
        "events.lexicons": [],
        "store.keep": "180d",
        "store.url": f"sqlite:///{tmp_path.parent}/data/watcher.db",
    }


def test_every_value_has_its_origin(settings: Settings) -> None:
    where = origins(settings)

    assert where.keys() == effective(settings).keys()
    assert where["collect.poll-interval"] == "watcher.toml:3"
    assert where['feeds."wire.press".interval'] == "watcher.toml:3"
    assert where["channels.desk.url-file"] == "watcher.toml:11"
    assert where["timezone"] == "env WATCHER__TIMEZONE"
    assert where["store.url"] == where["collect.concurrency"] == "default"


def test_a_mail_server_is_shown_with_its_defaults(loaded: Callable[..., Settings]) -> None:
    login = 'user = "desk@quay.example", password = "canary"'
    email = f'email = {{ host = "m.example", {login}, to = ["a@q.example"] }}'

    settings = loaded(f'[[channels]]\nname = "mail"\n{email}')

    assert {key: value for key, value in effective(settings).items() if key.startswith("channels.mail.email.")} == {
        "channels.mail.email.host": "m.example",
        "channels.mail.email.port": 465,
        "channels.mail.email.tls": "ssl",
        "channels.mail.email.user": "desk@quay.example",
        "channels.mail.email.password": "***",
        "channels.mail.email.from": "desk@quay.example",
        "channels.mail.email.to": ["a@q.example"],
    }
    assert origins(settings)["channels.mail.email.password"] == "watcher.toml:3"
    assert origins(settings)["channels.mail.email.port"] == "default"


CALM = """
[[channels]]
name = "desk"
digest = "07:30"
rate = "5/2s"
quiet-hours = { from = "22:00", to = "07:00" }
[channels.webhook]
url = "https://hooks.example/canary"
headers = { X-Token = "canary" }
"""


def test_what_holds_of_a_channel_is_shown_as_it_is_written(loaded: Callable[..., Settings]) -> None:
    shown = effective(loaded(CALM))

    assert {key: value for key, value in shown.items() if key.startswith("channels.desk.")} == {
        "channels.desk.name": "desk",
        "channels.desk.webhook.url": "***",
        "channels.desk.webhook.headers.X-Token": "***",
        "channels.desk.digest": ["07:30"],
        "channels.desk.group-wait": "0s",
        "channels.desk.group-interval": "0s",
        "channels.desk.quiet-hours.from": "22:00",
        "channels.desk.quiet-hours.to": "07:00",
        "channels.desk.burst": 10,
        "channels.desk.rate": "5/2s",
        "channels.desk.parallel": 16,
    }


def test_headers_are_masked_value_by_value(loaded: Callable[..., Settings]) -> None:
    feed = '[[feeds]]\nname = "wire"\nurl = "https://w.example"\n[feeds.headers]\nX-Token = "canary"\n"X.Y" = "canary"'

    settings = loaded(feed, {"WATCHER__METRICS__LISTEN": "[::1]:9464"})

    assert effective(settings)["feeds.wire.headers.X-Token"] == "***"
    assert effective(settings)['feeds.wire.headers."X.Y"'] == "***"
    assert origins(settings)['feeds.wire.headers."X.Y"'] == "watcher.toml:6"
    assert effective(settings)["metrics.listen"] == "[::1]:9464"


def test_a_secret_that_is_given_in_place_is_masked(loaded: Callable[..., Settings]) -> None:
    settings = loaded('[store]\nurl = "postgresql://ana:canary@db/x"')

    assert effective(settings)["store.url"] == "***"
    assert origins(settings)["store.url"] == "watcher.toml:2"
