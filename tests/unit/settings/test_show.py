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
        "collect.concurrency": 200,
        "collect.max-size": "10MiB",
        "collect.first-run": "baseline",
        'feeds."wire.press".name': "wire.press",
        'feeds."wire.press".url': "https://ana:***@wire.example/feed",
        'feeds."wire.press".tags': [],
        'feeds."wire.press".enabled': True,
        'feeds."wire.press".interval': "30m",
        'feeds."wire.press".first-run': "baseline",
        "drops": [],
        "channels.desk.name": "desk",
        "channels.desk.url-file": f"{tmp_path}/secret",
        "defaults.channels": [],
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


def test_a_secret_that_is_given_in_place_is_masked(loaded: Callable[..., Settings]) -> None:
    settings = loaded('[store]\nurl = "postgresql://ana:canary@db/x"')

    assert effective(settings)["store.url"] == "***"
    assert origins(settings)["store.url"] == "watcher.toml:2"
