"""The user's own agencies, from files that the configuration names."""

from collections.abc import Callable
from pathlib import Path

from watcher.settings import Settings
from watcher.stories import BUILT_IN, AgencyKind

Loaded = Callable[..., Settings]

CONFIGURATION = '[stories]\nagencies = ["*.agencies.toml"]\n'
OWN = """
[[agency]]
name = "Quay Wire"
kind = "distributor"
marks = ["QW"]
copyright = ["Quay Holding"]
domains = ["quay.example"]

[[agency]]
name = "Linden Press Agency"

[[agency]]
name = "Business Wire"
marks = ["BW Norvania"]
"""


def test_every_file_adds_to_ours(loaded: Loaded) -> None:
    files = {"a.agencies.toml": OWN, "b.agencies.toml": '[[agency]]\nname = "Harbour Press"\n'}
    agencies = loaded(CONFIGURATION, **files).agencies
    own = ["Quay Wire", "Linden Press Agency", "Business Wire", "Harbour Press"]
    assert [agency.name for agency in agencies.own] == own
    assert agencies.named("QW") == agencies.holding("Quay Holding Ltd.") == agencies.at("www.quay.example")
    assert agencies.named("QW").kind is AgencyKind.DISTRIBUTOR
    assert agencies.named("Reuters") is not None


def test_a_kind_that_is_not_given_is_ours_else_agency(loaded: Loaded) -> None:
    agencies = loaded(CONFIGURATION, **{"own.agencies.toml": OWN}).agencies
    assert agencies.named("Linden Press Agency").kind is AgencyKind.AGENCY
    assert agencies.named("BW Norvania").kind is AgencyKind.WIRE_SERVICE


def test_without_files_ours_are_all(loaded: Loaded) -> None:
    assert loaded("").agencies == BUILT_IN


def test_the_files_and_their_patterns_are_watched(loaded: Loaded, tmp_path: Path) -> None:
    settings = loaded(CONFIGURATION, **{"own.agencies.toml": OWN})
    assert settings.files == (tmp_path / "watcher.toml", tmp_path / "own.agencies.toml")
    assert settings.patterns == (tmp_path / "*.agencies.toml",)


def test_the_environment_may_name_them(loaded: Loaded) -> None:
    environ = {"WATCHER__STORIES__AGENCIES": "own.toml"}
    assert loaded("", environ, **{"own.toml": OWN}).agencies.named("QW") is not None
