from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watcher.errors import ConfigurationError
from watcher.model import AfterDrop, Channel, Drop, Email, Example, Expect, Feed, FirstRun, MailTls, Priority, Rule
from watcher.settings import CollectOptions, OperatorOptions, ProblemsFound, Settings, load, load_rules

Loaded = Callable[..., Settings]
Refused = Callable[..., str]
Write = Callable[[Mapping[str, str]], Path]

FULL = """
data-dir = "../state"
rules = ["rules/*.toml"]
timezone = "Europe/Kyiv"

[store]
url = "postgresql://db.example/watcher"
keep = "26w"

[collect]
poll-interval = "30m"
min-interval = "1m"
max-interval = "12h"
allow-private = ["192.168.0.0/16", "10.1.2.3", "fd00::/8"]
concurrency = 20
max-size = "500KB"
first-run = "alert"
proxy-file = "proxy"

[[feeds]]
name = "wire"
url = "https://wire.example/feed?format=rss"
tags = ["press", "wire"]
interval = "5m"
allow-private = ["127.0.0.1"]
first-run = "baseline"
enabled = false
user = "ana"
password = "p@ss: word"
headers = { X-Token = "canary", Accept = "application/xml" }

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

[[channels]]
name = "mail"
email = { host = "mail.example", user = "desk@quay.example", password-file = "mail", to = ["ana@quay.example"] }

[[channels]]
name = "other-mail"
[channels.email]
host = "127.0.0.1"
port = 2525
tls = "none"
from = "Harbour Watch <watcher@quay.example>"
to = ["ana@quay.example", "Ivan <ivan@quay.example>"]

[defaults]
channels = ["console"]

[operator]
channels = ["console", "mail"]
heartbeat-url = "https://hc.example/canary"

[metrics]
listen = "[::1]:9464"
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
    secrets = {"secret": "slack://a/b/c\n", "proxy": "http://u:p%40ss@proxy.example:3128\n", "mail": ' any "word\n'}
    files = {f"config/{name}": text for name, text in secrets.items()}
    return load(write({"config/watcher.toml": FULL, "config/rules/a.toml": RULES, **files}), {})


def test_what_is_collected(full: Settings, tmp_path: Path) -> None:
    assert full.collect == CollectOptions(
        poll_interval=timedelta(minutes=30),
        min_interval=timedelta(minutes=1),
        max_interval=timedelta(hours=12),
        concurrency=20,
        max_size=500_000,
        first_run=FirstRun.ALERT,
        proxy="http://u:p%40ss@proxy.example:3128",
        allow_private=(IPv4Network("192.168.0.0/16"), IPv4Network("10.1.2.3/32"), IPv6Network("fd00::/8")),
    )
    assert full.feeds == (
        Feed(
            name="wire",
            url="https://wire.example/feed?format=rss",
            tags=("press", "wire"),
            interval=timedelta(minutes=5),
            min_interval=timedelta(minutes=1),
            max_interval=timedelta(hours=12),
            allow_private=(IPv4Network("127.0.0.1/32"),),
            first_run=FirstRun.BASELINE,
            enabled=False,
            headers={"X-Token": "canary", "Accept": "application/xml"},
            user="ana",
            password="p@ss: word",
        ),
        Feed(
            name="local",
            path=tmp_path / "config/feeds/local.xml",
            interval=timedelta(minutes=30),
            min_interval=timedelta(minutes=1),
            max_interval=timedelta(hours=12),
            allow_private=(IPv4Network("192.168.0.0/16"), IPv4Network("10.1.2.3/32"), IPv6Network("fd00::/8")),
            first_run=FirstRun.ALERT,
        ),
    )
    assert full.drops == (Drop(name="inbox", path=Path("/drops"), after=AfterDrop.KEEP),)


def test_where_alerts_go(full: Settings) -> None:
    assert full.channels == (
        Channel(name="console", url="console:"),
        Channel(name="desk", url="slack://a/b/c"),
        Channel(
            name="mail",
            email=Email(
                host="mail.example",
                port=465,
                tls=MailTls.SSL,
                user="desk@quay.example",
                password=' any "word',
                sender="desk@quay.example",
                to=("ana@quay.example",),
            ),
        ),
        Channel(
            name="other-mail",
            email=Email(
                host="127.0.0.1",
                port=2525,
                tls=MailTls.NONE,
                sender="Harbour Watch <watcher@quay.example>",
                to=("ana@quay.example", "Ivan <ivan@quay.example>"),
            ),
        ),
    )


def test_how_the_watcher_reports_on_itself(full: Settings) -> None:
    assert full.operator == OperatorOptions(channels=("console", "mail"), heartbeat_url="https://hc.example/canary")
    assert full.metrics == ("::1", 9464)


def test_how_long_stories_are_kept(full: Settings) -> None:
    assert full.keep == timedelta(weeks=26)


def test_every_file_that_was_read_is_known(full: Settings, tmp_path: Path) -> None:
    names = ("watcher.toml", "rules/a.toml", "proxy", "secret", "mail")
    assert full.files == tuple(tmp_path / "config" / name for name in names)
    assert full.patterns == (tmp_path / "config/rules/*.toml",)


def test_every_secret_is_known_the_longest_first(full: Settings) -> None:
    assert full.secrets == (
        "http://u:p%40ss@proxy.example:3128",
        "postgresql://db.example/watcher",
        "https://hc.example/canary",
        "slack://a/b/c",
        ' any "word',
        "p@ss: word",
        "u:p%40ss",
        "canary",
        "p%40ss",
    )


@pytest.mark.parametrize(("tls", "port"), [("ssl", 465), ("starttls", 587), ("none", 25)])
def test_a_mail_server_has_its_usual_port(loaded: Loaded, tls: str, port: int) -> None:
    mail = f'email = {{ host = "m.example", tls = "{tls}", from = "w@q.example", to = ["a@q.example"] }}'

    (channel,) = loaded(f'[[channels]]\nname = "mail"\n{mail}').channels

    assert channel.email is not None
    assert channel.email.port == port


def test_headers_may_stand_in_a_file(loaded: Loaded) -> None:
    text = '[[feeds]]\nname = "wire"\nurl = "https://wire.example"\nheaders-file = "headers"'
    headers = "# of the wire\n\nX-Token:  a: b \nX-Empty:\n"

    (feed,) = loaded(text, {}, headers=headers).feeds

    assert feed.headers == {"X-Token": "a: b", "X-Empty": ""}


def test_what_holds_no_secret_is_none(loaded: Loaded) -> None:
    settings = loaded('[store]\nurl = "sqlite:///x.db"\n[[channels]]\nname = "c"\nurl = "console:"')

    assert settings.secrets == ()


def test_a_password_and_a_token_in_the_address_of_a_feed_are_secrets(loaded: Loaded) -> None:
    settings = loaded('[[feeds]]\nname = "wire"\nurl = "https://ana:canary@wire.example/?token=canary-2&page=5"')

    assert {"canary", "canary-2"} <= set(settings.secrets)
    assert "5" not in settings.secrets


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
        poll_interval=timedelta(minutes=15),
        min_interval=timedelta(minutes=5),
        max_interval=timedelta(hours=6),
        concurrency=200,
        max_size=10 * 2**20,
        first_run=FirstRun.BASELINE,
    )
    assert settings.timezone == ZoneInfo("UTC")
    assert settings.store_url == f"sqlite:///{tmp_path.parent}/data/watcher.db"
    assert settings.rules == settings.feeds == settings.drops == settings.channels == settings.secrets == ()
    assert settings.operator == OperatorOptions(channels=(), heartbeat_url=None)
    assert settings.metrics is None
    assert settings.keep == timedelta(days=180)
    assert settings.files == (settings.file,)


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
        (3, 1, "bad = ***")
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
