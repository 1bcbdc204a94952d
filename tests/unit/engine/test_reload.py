"""What lies between two configurations."""

from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.engine.reload import Change, Names, changed, holding
from watcher.settings import Settings, load

FEEDS = """
[[feeds]]
name = "harbour"
url = "https://feeds.example/harbour"
[[feeds]]
name = "islands"
url = "https://feeds.example/islands"
"""
CHANNELS = """
[[channels]]
name = "desk"
url = "console:"
[[channels]]
name = "chat"
url = "json://127.0.0.1/canary-77"
"""
RULES = '[[rules]]\nname = "votes"\nquery = "referendum"\nchannels = ["desk"]\n'
DROPS = '[[drops]]\nname = "inbox"\npath = "drops"\n'
BASE = f'rules = ["rules.toml"]\n{FEEDS}{CHANNELS}{DROPS}'

Configured = Callable[..., Settings]


@pytest.fixture
def configured(tmp_path: Path) -> Configured:
    def configured(text: str = BASE, rules: str = RULES) -> Settings:
        (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
        (tmp_path / "watcher.toml").write_text(text, encoding="utf-8")
        return load(tmp_path / "watcher.toml", {})

    return configured


def test_the_same_files_read_twice_are_no_change(configured: Configured) -> None:
    change = changed(configured(), configured())
    assert change == Change()
    assert change.shown() == {}


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("", '[[feeds]]\nname = "quay"\nurl = "https://feeds.example/quay"\n', Names(added=("quay",))),
        ('name = "islands"', 'name = "quay"', Names(added=("quay",), removed=("islands",))),
        ("example/islands", "example/all", Names(changed=("islands",))),
        ('name = "islands"', 'name = "islands"\ninterval = "1h"', Names(changed=("islands",))),
        ('name = "islands"', 'name = "islands"\nenabled = false', Names(changed=("islands",))),
        ('name = "islands"', 'name = "islands"\ntags = ["sea"]', Names(changed=("islands",))),
        ('name = "islands"', 'name = "islands"\nheaders = { X-Key = "k" }', Names(changed=("islands",))),
    ],
    ids=["added", "renamed", "address", "interval", "switched off", "tags", "headers"],
)
def test_feeds_go_by_their_names(configured: Configured, before: str, after: str, names: Names) -> None:
    text = BASE.replace(before, after) if before else BASE + after
    assert changed(configured(), configured(text)) == Change(feeds=names)


def test_a_default_interval_changes_every_feed_that_has_none_of_its_own(configured: Configured) -> None:
    change = changed(configured(), configured(f'{BASE}[collect]\npoll-interval = "1h"\n'))
    assert change == Change(feeds=Names(changed=("harbour", "islands")), keys=("collect",))


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ('name = "chat"', 'name = "office"', Names(added=("office",), removed=("chat",))),
        ("canary-77", "canary-78", Names(changed=("chat",))),
    ],
    ids=["renamed", "address"],
)
def test_channels_go_by_their_names(configured: Configured, before: str, after: str, names: Names) -> None:
    assert changed(configured(), configured(BASE.replace(before, after))) == Change(channels=names)


def test_another_time_zone_changes_every_channel_since_they_show_times(configured: Configured) -> None:
    change = changed(configured(), configured(f'timezone = "Europe/Kyiv"\n{BASE}'))
    assert change == Change(channels=Names(changed=("desk", "chat")), keys=("timezone",))


def test_a_drop_folder_that_moved_is_changed(configured: Configured) -> None:
    change = changed(configured(), configured(BASE.replace('path = "drops"', 'path = "texts"')))
    assert change == Change(drops=Names(changed=("inbox",)))


@pytest.mark.parametrize(
    ("rules", "names"),
    [
        (RULES.replace('"referendum"', '"vote"'), Names(changed=("votes",))),
        (RULES + RULES.replace("votes", "polls"), Names(added=("polls",))),
        ("", Names(removed=("votes",))),
    ],
    ids=["query", "added", "removed"],
)
def test_rules_go_by_their_names(configured: Configured, rules: str, names: Names) -> None:
    assert changed(configured(), configured(rules=rules)) == Change(rules=names)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("[collect]\nconcurrency = 7\n", "collect"),
        ('[operator]\nchannels = ["desk"]\n', "operator"),
        ('[store]\nkeep = "30d"\n', "store.keep"),
    ],
    ids=["concurrency", "operator", "keep"],
)
def test_other_keys_are_named_and_hold_at_once(configured: Configured, more: str, key: str) -> None:
    old, new = configured(), configured(BASE + more)
    assert changed(old, new) == Change(keys=(key,))
    assert holding(old, new) == new


def test_agencies_hold_at_once(configured: Configured, tmp_path: Path) -> None:
    text = f'{BASE}[stories]\nagencies = ["*.agencies.toml"]\n'
    (tmp_path / "own.agencies.toml").write_text('[[agency]]\nname = "Quay Wire"\n', encoding="utf-8")
    old = configured(text)
    (tmp_path / "own.agencies.toml").write_text('[[agency]]\nname = "Quay Wire"\nmarks = ["QW"]\n', encoding="utf-8")
    new = configured(text)
    assert changed(old, new) == Change(keys=("stories.agencies",))
    assert changed(new, configured(text)) == Change()
    assert holding(old, new).agencies.named("QW") is not None


def test_lexicons_hold_at_once(configured: Configured, tmp_path: Path) -> None:
    text = f'{BASE}[events]\nlexicons = ["lexicon/*.toml"]\n'
    file = tmp_path / "lexicon" / "strike.toml"
    file.parent.mkdir()
    file.write_text('kind = "strike"\nlanguage = "en"\nfields = { who = "phrase" }\n', encoding="utf-8")
    old = configured(text)
    file.write_text('kind = "strike"\nlanguage = "en"\nfields = { firm = "org" }\n', encoding="utf-8")
    new = configured(text)
    assert changed(old, new) == Change(keys=("events.lexicons",))
    assert changed(new, configured(text)) == Change()
    assert holding(old, new).lexicons.fields("strike") == ("firm",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f'data-dir = "elsewhere"\n{BASE}', "data-dir"),
        (f'{BASE}[store]\nurl = "sqlite:////srv/other.db"\n', "store.url"),
        (f'{BASE}[metrics]\nlisten = "127.0.0.1:9110"\n', "metrics.listen"),
    ],
    ids=["data-dir", "store", "metrics"],
)
def test_what_needs_a_restart_is_named_and_does_not_hold(configured: Configured, text: str, key: str) -> None:
    old, new = configured(), configured(text)
    assert changed(old, new) == Change(restart=(key,))
    held = holding(old, new)
    assert (held.data_dir, held.store_url, held.metrics) == (old.data_dir, old.store_url, old.metrics)


def test_a_change_is_shown_in_a_few_characters(configured: Configured) -> None:
    text = BASE.replace('name = "islands"', 'name = "quay"') + "[collect]\nconcurrency = 7\n"
    assert changed(configured(), configured(text)).shown() == {"feeds": "+1 -1", "keys": ["collect"]}
