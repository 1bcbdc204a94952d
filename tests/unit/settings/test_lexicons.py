"""The user's own kinds of event, from files that the configuration names."""

import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from watcher.events import BUILT_IN
from watcher.settings import Settings, load_rules
from watcher.settings.lexiconshape import LexiconFile

Loaded = Callable[..., Settings]

CONFIGURATION = '[events]\nlexicons = ["lexicon/*.toml"]\n'
STRIKE = """
kind = "strike"
language = "en"

[fields]
who = "phrase"
stage = ["called", "begun"]

[[triggers]]
active = ["struck"]
who = ["subject"]
stage = "begun"
"""
RULES = """
[[rules]]
name = "strikes"
event = "strike"
where = { who = "nurses" }

[[rules.examples]]
text = "Nurses at the hospital struck on Monday."

[[rules.examples]]
text = "The lightning struck on Monday."
expect = "no-match"
"""
DESK = 'rules = ["watch.toml"]\n[[channels]]\nname = "desk"\nurl = "console:"\n[defaults]\nchannels = ["desk"]\n'
OURS = sorted(
    file
    for file in Path(str(resources.files("watcher.events"))).glob("lexicon/*/*.toml")
    if file.stem != "places"  # these belong to a grammar, and are ours alone
)


def test_a_file_adds_a_kind_to_ours(loaded: Loaded) -> None:
    lexicons = loaded(CONFIGURATION, **{"lexicon/strike.toml": STRIKE}).lexicons
    assert lexicons.kinds == (*BUILT_IN.kinds, "strike")
    assert lexicons.fields("strike") == ("who", "stage")
    assert lexicons.values("strike", "stage") == ("called", "begun")


def test_without_files_ours_are_all(loaded: Loaded) -> None:
    assert loaded("").lexicons == BUILT_IN


def test_the_files_and_their_patterns_are_watched(loaded: Loaded, tmp_path: Path) -> None:
    settings = loaded(CONFIGURATION, **{"lexicon/strike.toml": STRIKE})
    assert settings.files == (tmp_path / "watcher.toml", tmp_path / "lexicon" / "strike.toml")
    assert settings.patterns == (tmp_path / "lexicon" / "*.toml",)


def test_the_environment_may_name_them(loaded: Loaded) -> None:
    environ = {"WATCHER__EVENTS__LEXICONS": "strike.toml"}
    assert "strike" in loaded("", environ, **{"strike.toml": STRIKE}).lexicons.kinds


def test_rules_may_ask_for_kinds_of_ones_own_and_their_examples_find_them(loaded: Loaded) -> None:
    files = {"lexicon/strike.toml": STRIKE, "watch.toml": RULES}
    (rule,) = loaded(DESK + CONFIGURATION, **files).rules
    assert (rule.event, rule.where) == ("strike", {"who": "nurses"})


def test_a_rule_file_by_itself_knows_the_lexicons_that_are_handed_in(loaded: Loaded, tmp_path: Path) -> None:
    lexicons = loaded(CONFIGURATION, **{"lexicon/strike.toml": STRIKE, "watch.toml": RULES}).lexicons
    (rule,) = load_rules(tmp_path / "watch.toml", lexicons)
    assert rule.event == "strike"


@pytest.mark.parametrize("file", OURS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_ours_have_the_shape_that_is_asked_of_the_users(file: Path) -> None:
    assert LexiconFile.model_validate(tomllib.loads(file.read_text("utf-8"))).language == file.parent.name
