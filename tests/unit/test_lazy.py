"""Public names and patterns that come when they are asked for."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from watcher.lazy import late

PACKAGES = (
    "alerts",
    "deliver",
    "events",
    "net",
    "parse",
    "pipeline",
    "query",
    "rules",
    "settings",
    "store",
    "stories",
    "text",
)
TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_name_is_there_and_none_is_a_module(name: str) -> None:
    package = import_module(f"watcher.{name}")
    found = {public: getattr(package, public) for public in package.__all__}
    assert [public for public, value in found.items() if isinstance(value, ModuleType)] == []


def test_a_module_that_is_imported_first_does_not_stand_in_the_place_of_its_function() -> None:
    program = (
        "import watcher.stories.fingerprint; from watcher.stories import fingerprint; print(callable(fingerprint))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=TOP).stdout
    assert said == "True\n"


def test_a_module_is_found_under_its_own_name_all_the_same() -> None:
    assert import_module("watcher.stories.fingerprint").__name__ == "watcher.stories.fingerprint"


def test_what_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(AttributeError, match=r"module 'watcher\.stories' has no attribute 'nothing'"):
        _ = import_module("watcher.stories").nothing


def test_a_late_pattern_is_made_when_it_is_first_used_and_once() -> None:
    made: list[str] = []

    def written() -> str:
        made.append("qu[ai]y")
        return made[0]

    pattern = late(written, re.IGNORECASE)
    assert made == []
    assert [pattern.fullmatch(word) is not None for word in ("QUAY", "quoy")] == [True, False]
    assert pattern.search("the quiy") is not None
    assert made == ["qu[ai]y"]


def test_a_round_without_news_loads_nothing_that_only_news_needs() -> None:
    program = "import sys, watcher.engine.once, watcher.net.client; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=TOP).stdout
    heavy = (
        "feedparser",
        "selectolax",
        "pebble",
        "jinja2",
        "apprise",
        "alembic",
        "apscheduler",
        "watcher.parse",
        "watcher.pipeline.decide",
    )
    assert [name for name in heavy if f"'{name}'" in loaded] == []
