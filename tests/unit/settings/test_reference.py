"""docs/configuration.md: fresh, complete, and with examples that load."""

import re
from pathlib import Path

import pytest

from watcher.model import MailTls
from watcher.settings import Settings, load, reference_text
from watcher.settings.environ import overlay
from watcher.settings.examples import AGENCIES, CONFIGURATION, RULES
from watcher.settings.keys import fields_of, shown_table, table_in, tables_of
from watcher.settings.models import AgencyFile, RuleFile, WatcherFile
from watcher.settings.read import read_toml
from watcher.settings.table import Table

TOP = Path(__file__).parents[3]
DOCUMENT = (TOP / "docs" / "configuration.md").read_text(encoding="utf-8")
SECRETS = {
    "store": "sqlite:///watcher.db",
    "proxy": "http://desk:any@proxy.example.org:3128",
    "wire": "any",
    "desk-chat": "slack://a/b/c",
    "mail": "any",
    "desk-room": "any",
    "archive": "https://archive.example.org/alerts",
    "heartbeat": "https://hc.example.org/ping",
}

LEXICON = 'kind = "strike"\nlanguage = "en"\nfields = { who = "phrase" }\n'


def _tables(root: type[Table], names: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    inner = [(key, table) for key, field in fields_of(root).items() if (table := table_in(field))]
    return [names, *(path for key, table in inner for path in _tables(table, (*names, key)))]


def _section(heading: str) -> str:
    return DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """All examples of the document, as one configuration."""
    text = "\n".join(CONFIGURATION.values()).replace("/run/secrets", str(tmp_path))
    (tmp_path / "watcher.toml").write_text(text, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "harbour.toml").write_text("\n".join(RULES.values()), encoding="utf-8")
    (tmp_path / "agencies.toml").write_text("\n".join(AGENCIES.values()), encoding="utf-8")
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "strike.toml").write_text(LEXICON, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "desk-room.txt").write_text("{% block text %}{{ text }}{% endblock %}", encoding="utf-8")
    written = [(tmp_path / name).write_text(secret, encoding="utf-8") for name, secret in SECRETS.items()]
    assert len(written) == len(SECRETS)
    return load(tmp_path / "watcher.toml", {})


def test_the_document_is_fresh() -> None:
    assert reference_text() == DOCUMENT, "run: make schema"


def test_the_examples_load(settings: Settings) -> None:
    assert [channel.name for channel in settings.channels] == [
        "console",
        "desk-chat",
        "morning-mail",
        "desk-room",
        "archive",
        "night-desk",
    ]
    assert [rule.name for rule in settings.rules] == [
        "defence-appointments",
        "summits",
        "harbour-dredging",
        "harbour-closed",
    ]
    assert [agency.name for agency in settings.agencies.own] == ["Norvania Press Agency", "Reuters"]
    assert settings.channels[2].email is not None
    assert settings.channels[2].email.tls is MailTls.SSL
    assert settings.metrics == ("127.0.0.1", 9464)


def test_every_table_has_an_example() -> None:
    assert set(CONFIGURATION) == set(_tables(WatcherFile))
    assert {(), *RULES} == set(_tables(RuleFile))
    assert {(), *AGENCIES} == set(_tables(AgencyFile))


@pytest.mark.parametrize("names", [*_tables(WatcherFile)[1:], *RULES, *AGENCIES], ids=".".join)
def test_every_table_has_a_section_with_its_keys(names: tuple[str, ...]) -> None:
    root = {"rules": RuleFile, "agency": AgencyFile}.get(names[0], WatcherFile)
    section = _section(f"`{shown_table(root, names)}`")
    table = dict(zip(_tables(root), tables_of(root), strict=True))[names]

    listed = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)

    assert listed == [key for key, field in fields_of(table).items() if not table_in(field)]


def test_every_variable_that_is_named_is_one(tmp_path: Path) -> None:
    text = "".join(f'[[{table}]]\nname = "name"\n' for table in ("feeds", "drops", "channels"))
    (tmp_path / "watcher.toml").write_text(text, encoding="utf-8")
    variables = re.findall(r"`(WATCHER__[A-Z_]+)` \|$", DOCUMENT, re.MULTILINE)

    _, problems = overlay(read_toml(tmp_path / "watcher.toml"), dict.fromkeys(variables, "x"))

    assert len(variables) > 30
    assert problems == ()
