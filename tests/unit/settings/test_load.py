from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watcher.errors import ConfigurationError
from watcher.model import AfterDrop, Channel, Drop, Example, Expect, Feed, FirstRun, Priority, Rule
from watcher.settings import CollectOptions, ProblemsFound, Settings, load, load_rules

Loaded = Callable[..., Settings]
Refused = Callable[..., str]
Write = Callable[[Mapping[str, str]], Path]

FULL = """
data-dir = "../state"
rules = ["rules/*.toml"]
timezone = "Europe/Kyiv"

[store]
url = "postgresql://db.example/watcher"

[collect]
poll-interval = "30m"
concurrency = 20
max-size = "500KB"
first-run = "alert"

[[feeds]]
name = "wire"
url = "https://wire.example/feed?format=rss"
tags = ["press", "wire"]
interval = "5m"
first-run = "baseline"
enabled = false

[[feeds]]
name = "local"
path = "feeds/local.xml"

[[drops]]
name = "inbox"
path = "/drops"
after = "keep"

[[channels]]
name = "console"
url = "console:"

[[channels]]
name = "desk"
url-file = "secret"

[defaults]
channels = ["console"]
"""
RULES = """
[[rules]]
name = "ferries"
query = "ferry OR boat"
exclude = "toy"
feeds = ["wire", "inbox", "tag:press"]
channels = ["desk"]
priority = "urgent"

[[rules.examples]]
text = "The ferry sails."
published = 2026-01-03
expect = "match"

[[rules]]
name = "bridges"
query = "bridge"
"""


@pytest.fixture
def full(write: Write) -> Settings:
    files = {"config/watcher.toml": FULL, "config/rules/a.toml": RULES, "config/secret": "slack://a/b/c\n"}
    return load(write(files), {})


def test_what_is_collected(full: Settings, tmp_path: Path) -> None:
    assert full.collect == CollectOptions(
        poll_interval=timedelta(minutes=30), concurrency=20, max_size=500_000, first_run=FirstRun.ALERT
    )
    assert full.feeds == (
        Feed(
            name="wire",
            url="https://wire.example/feed?format=rss",
            tags=("press", "wire"),
            interval=timedelta(minutes=5),
            first_run=FirstRun.BASELINE,
            enabled=False,
        ),
        Feed(
            name="local",
            path=tmp_path / "config/feeds/local.xml",
            interval=timedelta(minutes=30),
            first_run=FirstRun.ALERT,
        ),
    )
    assert full.drops == (Drop(name="inbox", path=Path("/drops"), after=AfterDrop.KEEP),)


def test_where_alerts_go(full: Settings) -> None:
    assert full.channels == (Channel(name="console", url="console:"), Channel(name="desk", url="slack://a/b/c"))


def test_where_things_are(full: Settings, tmp_path: Path) -> None:
    assert full.file == tmp_path / "config/watcher.toml"
    assert full.data_dir == tmp_path / "state"
    assert full.store_url == "postgresql://db.example/watcher"
    assert full.timezone == ZoneInfo("Europe/Kyiv")


def test_rules_and_the_channels_they_have_by_default(full: Settings) -> None:
    assert full.rules == (
        Rule(
            name="ferries",
            query="ferry OR boat",
            exclude="toy",
            feeds=("wire", "inbox", "tag:press"),
            channels=("desk",),
            priority=Priority.URGENT,
            examples=(
                Example(text="The ferry sails.", expect=Expect.MATCH, published=datetime(2026, 1, 3, tzinfo=UTC)),
            ),
        ),
        Rule(name="bridges", query="bridge", channels=("console",)),
    )


def test_an_empty_file_is_a_configuration(loaded: Loaded, tmp_path: Path) -> None:
    settings = loaded("")

    assert settings.collect == CollectOptions(
        poll_interval=timedelta(minutes=15), concurrency=200, max_size=10 * 2**20, first_run=FirstRun.BASELINE
    )
    assert settings.timezone == ZoneInfo("UTC")
    assert settings.store_url == f"sqlite:///{tmp_path.parent}/data/watcher.db"
    assert settings.rules == settings.feeds == settings.drops == settings.channels == ()


def test_a_relative_name_of_the_file_changes_nothing(write: Write, tmp_path: Path) -> None:
    write({"config/watcher.toml": '[[drops]]\nname = "inbox"\npath = "drops"'})

    assert load(Path("config/watcher.toml"), {}).drops[0].path == tmp_path / "config/drops"


def test_a_secret_file_is_read_without_the_line_end_and_relative_to_the_configuration(loaded: Loaded) -> None:
    settings = loaded('[store]\nurl-file = "secrets/store"', {}, **{"secrets/store": "postgresql://db/x\n"})

    assert settings.store_url == "postgresql://db/x"


def test_rule_files_come_once_in_the_order_of_patterns_and_names(write: Write) -> None:
    rule = '[[rules]]\nname = "{0}"\nquery = "{0}"\nchannels = ["c"]\n'
    names = ("b", "a", "c", "deep/d", ".hidden")
    files = {f"r/{name}.toml": rule.format(name.removeprefix("deep/")) for name in names}
    text = 'rules = ["r/c.toml", "r/*.toml", "r/**/*.toml"]\n[[channels]]\nname = "c"\nurl = "console:"'

    settings = load(write({"watcher.toml": text, **files}), {})

    assert [found.name for found in settings.rules] == ["c", "a", "b", "d"]


def test_an_absolute_pattern_is_followed(write: Write, tmp_path: Path) -> None:
    rules = tmp_path / "elsewhere" / "ferries.toml"
    main = (
        f'rules = ["{rules.parent}/*.toml"]\n[[channels]]\nname = "c"\nurl = "console:"\n[defaults]\nchannels = ["c"]'
    )
    path = write({"config/watcher.toml": main, "elsewhere/ferries.toml": '[[rules]]\nname = "x"\nquery = "ferry"'})

    assert [rule.name for rule in load(path, {}).rules] == ["x"]


def test_line_ends_of_windows_and_a_byte_order_mark_are_no_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "watcher.toml"
    path.write_bytes(b"\xef\xbb\xbf[collect]\r\nconcurrency = 3\r\nbad = 1\r\n")

    with pytest.raises(ProblemsFound) as found:
        load(path, {})

    assert [(problem.line, problem.column, problem.source_line) for problem in found.value.problems] == [
        (3, 1, "bad = 1")
    ]


def test_rules_and_configuration_are_checked_in_one_run(refused: Refused) -> None:
    rules = '[[rules]]\nname = "a"\nquery = "x AND"\npriority = "top"\nchannels = ["nowhere"]\nextra = 1\n'

    message = refused('rules = ["r.toml", "s.toml"]\ndata-dri = "x"\n', {}, **{"r.toml": rules})

    places = [line.split(": ")[0] for line in message.splitlines() if ".toml:" in line]
    assert places == [
        "r.toml:3:12",
        "r.toml:4:12",
        "r.toml:5:13",
        "r.toml:6:1",
        "watcher.toml:1:20",
        "watcher.toml:2:1",
    ]


def test_examples_of_good_rules_are_tried_although_other_rules_are_bad(refused: Refused) -> None:
    rules = '[[rules]]\nname = "a"\n[[rules]]\nname = "b"\nquery = "ferry"\n[[rules.examples]]\ntext = "A bridge."\n'

    assert "example 1 of rule 'b' fails" in refused('rules = ["r.toml"]', {}, **{"r.toml": rules})


def test_a_deep_nest_of_brackets_is_a_problem_and_no_crash(refused: Refused) -> None:
    assert "brackets are nested too deeply" in refused("rules = " + "[" * 5000 + "]" * 5000)


def test_a_secret_file_that_is_a_folder_or_no_text_is_a_problem(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    text = '[[channels]]\nname = "a"\nurl-file = "folder"\n[[channels]]\nname = "b"\nurl-file = "binary"'

    message = refused(text)

    assert "watcher.toml:3:12: cannot read the secret file folder: Is a directory" in message
    assert "watcher.toml:6:12: the secret file binary is not text" in message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot read .*/gone\.toml: No such file"):
        load(tmp_path / "gone.toml", {})


def test_a_rule_file_may_be_loaded_by_itself(write: Write) -> None:
    rules = load_rules(write({"rules/a.toml": RULES}))

    assert [(rule.name, rule.channels) for rule in rules] == [("ferries", ("desk",)), ("bridges", ())]


def test_a_rule_file_by_itself_is_checked_too(write: Write) -> None:
    with pytest.raises(ProblemsFound, match=r"^rules/a\.toml:2:10: "):
        load_rules(write({"rules/a.toml": '[[rules]]\nquery = ""\nname = "a"'}))


@pytest.mark.parametrize(
    ("text", "environ", "message"),
    [
        pytest.param("[collect]\nconcurrency = " + "9" * 5000, {}, "not valid TOML", id="a number of 5000 digits"),
        pytest.param('[store]\nurl-file = "a\\u0000b"', {}, "cannot read the secret file", id="a NUL in a path"),
        pytest.param("", {"WATCHER__COLLECT__CONCURRENCY": "9" * 5000}, "must be a whole number", id="in a variable"),
        pytest.param("", {"WATCHER__RULES": "\udcff"}, "no file matches", id="a variable that is no UTF-8"),
    ],
)
def test_hostile_values_are_problems_and_no_crashes(
    text: str, environ: Mapping[str, str], message: str, refused: Refused
) -> None:
    assert message in refused(text, environ)
