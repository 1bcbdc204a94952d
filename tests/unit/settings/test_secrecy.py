"""A secret is in no message, no representation and no printed value, wherever it was written and whatever is wrong."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from watcher.settings import ProblemsFound, Settings, effective, load, origins, schema_text, schemas

GOOD = {
    "in place": (
        '[[channels]]\nname = "desk"\nurl = "slack://canary/canary"\n[store]\nurl = "postgresql://u:canary@h/d"',
        {},
    ),
    "in files": ('[[channels]]\nname = "desk"\nurl-file = "secret"\n[store]\nurl-file = "store"', {}),
    "in the environment": (
        '[[channels]]\nname = "desk"\nurl = "console:"',
        {"WATCHER__CHANNELS__DESK__URL": "slack://canary", "WATCHER__STORE__URL": "postgresql://u:canary@h/d"},
    ),
}


@pytest.mark.parametrize(("text", "environ"), GOOD.values(), ids=GOOD.keys())
def test_a_loaded_secret_is_known_but_never_shown(
    text: str, environ: Mapping[str, str], loaded: Callable[..., Settings]
) -> None:
    settings = loaded(text, environ, secret="slack://canary\n", store="postgresql://u:canary@h/d\n")

    assert "canary" in settings.store_url
    assert "canary" in settings.channels[0].url
    assert "canary" not in repr(settings)
    assert "canary" not in repr((effective(settings), origins(settings), settings.values))


BAD = {
    "address without a scheme": '[[channels]]\nname = "desk"\nurl = "hooks.example/canary"',
    "address of the wrong type": '[[channels]]\nname = "desk"\nurl = ["slack://canary"]',
    "store of another kind": '[store]\nurl = "mysql://u:canary@h/d"',
    "misspelt key": '[[channels]]\nname = "desk"\nulr = "slack://canary"',
    "misspelt key of the store": '[store]\nuri = "canary"',
    "misspelt table": '[[chanels]]\nname = "desk"\nurl = "canary"',
    "misspelt inline table": 'chanels = [{ name = "desk", url = "canary" }]',
    "inline table": 'channels = [{ name = "desk", url = "canary", to = "canary" }]',
    "inline table over lines": 'channels = [\n  { nam = "desk", url = "canary" },\n]',
    "dotted key": 'store.uri = "canary"',
    "a string for a table": 'store = "canary"',
    "a string for channels": 'channels = "canary"',
    "an address in a list of channels": '[defaults]\nchannels = ["slack://canary"]',
    "a web address in a list of channels": '[defaults]\nchannels = ["https://hooks.example/canary"]',
    "an address over lines": '[[channels]]\nname = "desk"\nkind = """\ncanary\n"""',
    "quote never closed": '[[channels]]\nname = "desk"\nurl = "slack://canary',
    "no quotes": '[[channels]]\nname = "desk"\nurl = slack://canary',
    "no equals sign": '[[channels]]\nname = "desk"\nurl "slack://canary"',
    "three quotes never closed": '[[channels]]\nname = "desk"\nurl = """\ncanary\n',
    "no TOML under a misspelt table": "[[chanels]]\nurl = canary",
    "no TOML at the top": "store.url = canary\n[collect]\nconcurrency = 1\n",
    "a comment that is no UTF-8": '[[channels]]\n# url = "slack://canary" \udcff',
    "secret file of the wrong form": '[[channels]]\nname = "desk"\nurl-file = "secret"',
    "password of a feed": '[[feeds]]\nname = "wire"\nurl = "http://u:canary@/feed"',
    "both keys": '[[channels]]\nname = "desk"\nurl = "slack://canary"\nurl-file = "secret"',
    "password of a mail server": '[[channels]]\nname = "desk"\nemail = { hots = "m", password = "canary" }',
    "misspelt password of a mail server": '[[channels]]\nname = "desk"\n[channels.email]\nhost = 1\npasswd = "canary"',
    "misspelt table of a mail server": '[[channels]]\nname = "desk"\n[channels.emial]\nname = "canary"',
    "mail server of a misspelt table": '[[chanels]]\nemail = { host = "canary", user = "canary" }',
    "password of a mail server without quotes": "[[channels]]\n[channels.email]\npassword = canary",
    "password of a feed in a file that is no TOML": "[[feeds]]\npassword = canary",
    "header of a feed": '[[feeds]]\nname = "w"\nurl = "https://w.example"\nheaders = { Host = "canary" }',
    "header of a feed over lines": '[[feeds]]\nname = "w"\n[feeds.headers]\nX-Token = """\ncanary\n"""',
    "header of a feed in a file that is no TOML": "[[feeds]]\n[feeds.headers]\nname = canary",
    "header that is no text": '[[feeds]]\nname = "w"\nurl = "https://w.example"\nheaders = { X-Token = ["canary"] }',
    "headers of a misspelt table": '[[feedz]]\nheaders = { name = "canary" }',
    "misspelt headers": '[[feeds]]\nname = "w"\nurl = "https://w.example"\nheadesr = { name = "canary" }',
    "misspelt password of a feed": '[[feeds]]\nname = "w"\nurl = "https://w.example"\npasswort = "canary"',
    "headers file of another form": '[[feeds]]\nname = "w"\nurl = "https://w.example"\nheaders-file = "secret"',
    "proxy of another kind": '[collect]\nproxy = "socks5://u:canary@p.example"',
    "misspelt proxy": '[collect]\nprxy = "http://u:canary@p.example"',
    "proxy file of another form": '[collect]\nproxy-file = "secret"',
    "heartbeat without a scheme": '[operator]\nheartbeat-url = "hc.example/canary"',
    "misspelt heartbeat": '[operator]\nheartbeat-ulr = "https://hc.example/canary"',
    "token of a room": '[[channels]]\nname = "desk"\nmatrix = { homeserver = "m", room = "m", token = "canary" }',
    "token of a room with spaces": '[[channels]]\nname = "desk"\n[channels.matrix]\ntoken = "canary canary"',
    "misspelt token of a room": '[[channels]]\nname = "desk"\n[channels.matrix]\ntokne = "canary"',
    "password of a homeserver": '[[channels]]\nname = "desk"\nmatrix = { homeserver = "https://u:canary@m.example" }',
    "token of a room in a file that is no TOML": "[[channels]]\n[channels.matrix]\ntoken = canary",
    "address of a webhook": '[[channels]]\nname = "desk"\nwebhook = { url = "hooks.example/canary" }',
    "webhook for an address": '[[channels]]\nname = "desk"\nwebhook = "https://hooks.example/canary"',
    "header of a webhook": '[[channels]]\nname = "desk"\n[channels.webhook.headers]\nHost = "canary"',
    "header of a webhook without a table": '[[channels]]\nname = "desk"\nwebhook.headers = "canary"',
    "misspelt webhook": '[[channels]]\nname = "desk"\nwebhok = { url = "https://hooks.example/canary" }',
    "an address in a list of escalation": '[defaults]\nescalate = { channels = ["slack://canary"] }',
    "the same name twice": '[[channels]]\nname = "desk"\nurl = "slack://canary"\n[[channels]]\nname = "desk"\nurl = "x://canary"',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_no_mistake_shows_a_secret(text: str, tmp_path: Path) -> None:
    (tmp_path / "watcher.toml").write_bytes(text.encode(errors="surrogateescape"))
    (tmp_path / "secret").write_text("canary", encoding="utf-8")

    with pytest.raises(ProblemsFound) as found:
        load(tmp_path / "watcher.toml", {})

    assert "canary" not in "".join(traceback.format_exception(found.value))
    assert "canary" not in repr(found.value.problems)


@pytest.mark.parametrize(
    "environ",
    [
        {"WATCHER__STORE__URL": "canary"},
        {"WATCHER__STORE__ULR": "canary"},
        {"WATCHER__CHANNELS__DESK__URL": "canary"},
        {"WATCHER__CHANNELS__DESK__URL_FILE": "secret"},
        {"WATCHER__CHANNELS__DSEK__URL": "slack://canary"},
        {"WATCHER__CHANNELS": "slack://canary"},
    ],
    ids=str,
)
def test_no_mistake_in_the_environment_shows_a_secret(environ: Mapping[str, str], refused: Callable[..., str]) -> None:
    assert "canary" not in refused('[[channels]]\nname = "desk"\nurl = "console:"', environ, secret="canary")


def test_the_schemas_hold_no_example_of_an_address_with_a_secret() -> None:
    assert "://…" in schema_text(schemas()["watcher.schema.json"])
    assert "@" not in schema_text(schemas()["watcher.schema.json"])
