"""The configuration that ships: it loads, its schemas are fresh and describe it, and it shows every key there is."""

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from watcher.settings import load, schema_text, schemas
from watcher.settings.keys import fields_of, table_in, tables_of
from watcher.settings.models import RuleFile, WatcherFile
from watcher.settings.table import Table

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "config"
MAIL = {"host": "mail.example", "from": "watcher@quay.example", "to": ["ana@quay.example"]}
ROOM = {"homeserver": "https://matrix.example", "room": "#desk:matrix.example", "token": "a"}
FILES = [CONFIG / "watcher.toml", *sorted((CONFIG / "rules").glob("*.toml"))]


def _schema_of(file: Path) -> tuple[str, dict[str, Any]]:
    """Read the schema that the file's first line points to."""
    found = re.match(r"#:schema (\S+)\n", file.read_text(encoding="utf-8"))
    assert found, "the first line is no #:schema comment"
    schema = (file.parent / found[1]).resolve()
    return schema.name, json.loads(schema.read_text(encoding="utf-8"))


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=dt.date.isoformat))


def _plain_keys(*roots: type[Table]) -> list[str]:
    tables = [table for root in roots for table in tables_of(root)]
    return sorted({key for table in tables for key, field in fields_of(table).items() if not table_in(field)})


def test_the_shipped_configuration_has_no_problem() -> None:
    settings = load(CONFIG / "watcher.toml", {})

    assert [feed.name for feed in settings.feeds] == ["harbour-times", "northern-wire", "civic-desk"]
    assert [channel.url for channel in settings.channels] == ["console:"]
    assert [rule.name for rule in settings.rules] == ["appointments", "referendums", "summits"]


def test_the_shipped_configuration_needs_no_network_and_no_secret() -> None:
    settings = load(CONFIG / "watcher.toml", {})

    assert [feed.url for feed in settings.feeds] == [None, None, None]
    assert settings.store_url == f"sqlite:///{ROOT}/data/watcher.db"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_shipped_schema_is_fresh(name: str) -> None:
    assert (CONFIG / name).read_text(encoding="utf-8") == schema_text(schemas()[name]), "run: make schema"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_valid_draft_07_in_plain_keywords(name: str) -> None:
    schema = schemas()[name]

    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not re.search(r"prefixItems|unevaluated|\"null\"|PT15M", schema_text(schema))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_shipped_file_is_what_its_schema_says(file: Path) -> None:
    _, schema = _schema_of(file)

    jsonschema.validate(_as_json(tomllib.loads(file.read_text(encoding="utf-8"))), schema, jsonschema.Draft7Validator)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("watcher.schema.json", {"collect": {"poll_interval": "15m"}}),
        ("watcher.schema.json", {"collect": {"poll-interval": "15 minutes"}}),
        ("watcher.schema.json", {"collect": {"concurrency": 0}}),
        ("watcher.schema.json", {"feeds": [{"name": "a", "url": "https://a.example", "path": "b"}]}),
        ("watcher.schema.json", {"feeds": [{"name": "a"}]}),
        ("watcher.schema.json", {"channels": [{"name": "no spaces", "url": "console:"}]}),
        ("watcher.schema.json", {"drops": [{"name": "a", "path": "b", "after": "delete"}]}),
        ("watcher.schema.json", {"store": {"url": "sqlite:///x", "url-file": "y"}}),
        ("watcher.schema.json", {"store": {"keep": "half a year"}}),
        ("watcher.schema.json", {"collect": {"proxy": "http://a.example", "proxy-file": "y"}}),
        ("watcher.schema.json", {"feeds": [{"name": "a", "url": "https://a.example", "headers": {"X-Token": 5}}]}),
        ("watcher.schema.json", {"channels": [{"name": "a"}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "url": "console:", "email": MAIL}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "email": {**MAIL, "tls": "tls"}}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "email": {**MAIL, "port": 70000}}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "email": {**MAIL, "to": []}}]}),
        (
            "watcher.schema.json",
            {"channels": [{"name": "a", "email": {**MAIL, "password": "", "password-file": ""}}]},
        ),
        ("watcher.schema.json", {"channels": [{"name": "a", "url": "console:", "digest": "7:30"}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "url": "console:", "digest": []}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "url": "console:", "rate": "20 a minute"}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "url": "console:", "burst": 0}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "url": "console:", "quiet-hours": {"from": "22:00"}}]}),
        (
            "watcher.schema.json",
            {"channels": [{"name": "a", "url": "console:", "webhook": {"url": "https://a.example"}}]},
        ),
        ("watcher.schema.json", {"channels": [{"name": "a", "webhook": {}}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "matrix": {**ROOM, "token-file": "b"}}]}),
        ("watcher.schema.json", {"channels": [{"name": "a", "matrix": {**ROOM, "room": "desk"}}]}),
        ("watcher.schema.json", {"operator": {"channel": ["console"]}}),
        ("watcher.schema.json", {"metrics": {"listen": 9464}}),
        ("rules.schema.json", {"rules": [{"name": "a"}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "event": "law", "where": {"stage": []}}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "event": "law", "where": {"stage": 3}}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "event": "law", "within": "paragraph"}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "event": "law", "on": ["reminder"]}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "event": "law", "remind": ["a day"]}]}),
        ("lexicon.schema.json", {"kind": "strike"}),
        ("lexicon.schema.json", {"kind": "strike", "language": "en", "triggers": [{"active": [3]}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "query": "b", "priority": "top"}]}),
        ("rules.schema.json", {"rules": [{"name": "a", "query": "b", "escalate": {"after": "5m", "channels": []}}]}),
    ],
    ids=str,
)
def test_an_editor_sees_the_mistakes_that_a_schema_can_say(name: str, value: dict[str, Any]) -> None:
    assert not jsonschema.Draft7Validator(schemas()[name]).is_valid(value)


@pytest.mark.parametrize("key", _plain_keys(WatcherFile))
def test_every_key_of_the_configuration_stands_in_the_sample(key: str) -> None:
    assert re.search(rf"^(# )?{key} = ", (CONFIG / "watcher.toml").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("key", _plain_keys(RuleFile))
def test_every_key_of_a_rule_stands_in_a_shipped_rule_file(key: str) -> None:
    texts = "\n".join(file.read_text(encoding="utf-8") for file in FILES[1:])

    assert re.search(rf"(^(# )?|[{{,] ){key} = ", texts, re.MULTILINE)


@pytest.mark.parametrize("file", FILES[1:], ids=lambda file: file.name)
def test_a_shipped_rule_shows_what_it_matches_and_what_it_does_not(file: Path) -> None:
    (rule,) = tomllib.loads(file.read_text(encoding="utf-8"))["rules"]

    assert {example["expect"] for example in rule["examples"]} == {"match", "no-match"}
    assert 6 <= len(rule["examples"]) <= 10


@pytest.mark.parametrize(
    "way_out",
    [
        {"email": MAIL},
        {"matrix": ROOM},
        {"webhook": {"url": "https://a.example"}},
        {"url-file": "a", "digest": "07:30"},
    ],
    ids=lambda way_out: next(iter(way_out)),
)
def test_an_editor_takes_a_channel_for_what_it_is(way_out: dict[str, Any]) -> None:
    value = {"channels": [{"name": "a", **way_out}]}

    jsonschema.validate(value, schemas()["watcher.schema.json"], jsonschema.Draft7Validator)


def test_every_key_says_what_it_is_for() -> None:
    fields = [
        field for root in (WatcherFile, RuleFile) for table in tables_of(root) for field in fields_of(table).values()
    ]

    assert all(field.description or table_in(field) for field in fields)
