"""Canaries stand in every place where a secret can stand; servers refuse, redirect, hang and say them back.

Nowhere that anybody could look is one found afterwards: not in the log with every library at its most talkative, not in
the bytes of the store's files, not in exports, listings, metrics or errors.
"""

import base64
import logging
import re
import socketserver
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from prometheus_client import generate_latest

from tests import loopback
from tests.builders import REFERENDUM
from tests.integration.engine.running import until
from tests.integration.farm import Farm, Request, Route, reply
from tests.integration.servers import closed_port
from tests.logs import Log, own_log
from watcher.cli.main import cli, main
from watcher.cli.options import load_settings
from watcher.clock import SystemClock
from watcher.engine.daemon import Daemon
from watcher.engine.program import assembled
from watcher.engine.redact import concealing
from watcher.engine.telemetry import Telemetry
from watcher.settings import load

TALKATIVE = ("httpx", "httpcore", "aiohttp", "asyncio", "sqlalchemy.engine", "sqlalchemy.pool", "alembic", "apprise")
CANARY = "cnry"  # how each begins; behind it a number of its own, so that a failure says which one sang
IN_BASE64 = ("Y25yeS", "NucnkT", "jbnJ5L")  # of "cnry-" at the three offsets, as far as it is of it alone


def said_back(request: Request) -> str:
    """Give all that a request told: its address and its headers, a login also as it is meant."""
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    login = (request.headers.get("Authorization") or "").removeprefix("Basic ")
    with suppress(ValueError):
        headers += f"\nlogin: {base64.b64decode(login, validate=True).decode()}"
    return f"{request.path}\n{headers}"


def refusing(status: int, request: Request) -> Iterable[bytes]:
    line = said_back(request).replace("\n", " ")
    answer = reply(status, f"no entry with {said_back(request)}".encode(), ETag=f'"{line}"', WWW_Authenticate=line)
    return [answer.replace(b"Scripted", line.encode())]


def redirecting(target: str, request: Request) -> Iterable[bytes]:
    return [reply(302, Location=f"{target}{request.path.partition('?')[2]}&sig=cnry-90-there")]


def echoing_page(request: Request) -> Iterable[bytes]:
    return [reply(200, f"<html><title>{said_back(request)}</title><p>{said_back(request)}".encode(), ETag=request.path)]


def echoing_feed(request: Request) -> Iterable[bytes]:
    """Serve a good feed whose every part says back what it was asked with."""
    told = said_back(request).replace("&", "&amp;").replace("<", "&lt;")
    here = request.path.replace("&", "&amp;")
    entry = (
        f"<item><title>{REFERENDUM[:60]} {told}</title><link>/article{here}</link><guid>{here}</guid>"
        f"<description>{REFERENDUM} {told}</description><author>{told}</author></item>"
        f"<item><title>Second</title><link></link><description>{REFERENDUM}</description></item>"
    )
    body = f"<rss version='2.0'><channel><title>{told}</title><link>{here}</link>{entry}</channel></rss>"
    return [reply(200, body.encode(), Content_Type=f'application/rss+xml; from="{here}"', ETag=f'"{here}"')]


class _Mail(socketserver.StreamRequestHandler):
    """A mail server that refuses every login and says it back, as it came and as it is meant."""

    def handle(self) -> None:
        self.wfile.write(b"220 quay.example\r\n")
        for line in self.rfile:
            self.wfile.write(self._answer(line.strip().decode()))

    def _answer(self, line: str) -> bytes:
        told = line.rsplit(maxsplit=1)[-1] if line else ""
        with suppress(ValueError):
            told += " " + base64.b64decode(told, validate=True).decode("latin-1").replace("\0", " ")
        known = {"EHLO": "250-quay.example\r\n250 AUTH PLAIN LOGIN", "QUIT": "221 bye", "RSET": "250 OK"}
        return f"{known.get(line[:4].upper(), f'535 5.7.8 not {told}')}\r\n".encode("latin-1")


@pytest.fixture
def mail_port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join(5)


@pytest.fixture
def secret_file(tmp_path: Path):
    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
        return tmp_path / name

    return write


class Scene:
    """A configuration full of canaries."""

    def __init__(self, folder: Path, farm: Farm) -> None:
        self.folder, self.farm = folder, farm
        self.environment = dict(loopback.ENVIRON)
        self.feeds: list[str] = []
        self.channels: list[str] = []
        self.more: list[str] = []

    def feed(self, name: str, url: str, *keys: str) -> None:
        self.feeds.append("\n".join(("[[feeds]]", f'name = "{name}"', f'url = "{url}"', 'first-run = "alert"', *keys)))

    def channel(self, name: str, *keys: str) -> None:
        self.channels.append("\n".join(("[[channels]]", f'name = "{name}"', *keys)))

    @property
    def names(self) -> list[str]:
        return [table.partition('name = "')[2].partition('"')[0] for table in self.channels]

    def write(self) -> Path:
        rule = f'[[rules]]\nname = "votes"\nquery = "referendum"\nchannels = {self.names}\n'
        (self.folder / "rules.toml").write_text(rule.replace("'", '"'), encoding="utf-8")
        head = 'data-dir = "data"\nrules = ["rules.toml"]'
        path = self.folder / "watcher.toml"
        path.write_text("\n".join((head, *self.more, *self.feeds, *self.channels)), encoding="utf-8")
        return path


@pytest.fixture
def scene(farm: Farm, tmp_path: Path, mail_port: int, hanging: int, secret_file) -> Scene:
    """Every place that can hold a secret, in front of every kind of bad manners."""
    scene, refused = Scene(tmp_path, farm), f"http://127.0.0.1:{closed_port()}"
    farm.routes = _Routes(farm, refused)
    login = farm.url("", host="cnry-01-user:cnry-02-password@127.0.0.1")
    silent = f"http://cnry-01-user:cnry-02-password@127.0.0.1:{hanging}/?token=cnry-05-token"
    header = 'headers = { X-Api-Key = "cnry-03-header", Cookie = "session=cnry-04-cookie; theme=dark" }'
    for kind in ("401", "407", "500", "redirect", "page", "feed", "away"):
        scene.feed(f"login-{kind}", f"{login}/{kind}?token=cnry-05-token&x=1", header)
        scene.feed(
            f"keys-{kind}",
            farm.url(f"/{kind}?apikey=cnry-06-key&x=1"),
            'user = "desk"',
            f'password-file = "{secret_file("password", "cnry-07-password")}"',
            f'headers-file = "{secret_file("headers", "Authorization-Token: cnry-08-header")}"',
        )
    scene.feed("silent", silent, header)
    scene.feed("refused", f"{refused}/?token=cnry-09-token", 'user = "desk"', 'password = "cnry-10-password"')
    for kind in ("401", "500", "redirect", "hang"):
        host = farm.host
        scene.channel(
            f"hook-{kind}",
            f'url = "json://cnry-11-user:cnry-12-password@{host}/{kind}/cnry-13-path?+X-Token=cnry-14-header"',
        )
    gone = closed_port()
    scene.channel("hook-file", f'url-file = "{secret_file("hook", f"json://127.0.0.1:{gone}/cnry-15-path")}"')
    scene.channel("hook-env", 'url = "console:"')
    scene.environment["WATCHER__CHANNELS__HOOK_ENV__URL"] = f"json://{farm.host}/500/cnry-16-path"
    mail = (
        f'host = "127.0.0.1", port = {mail_port}, tls = "none", from = "watcher@quay.example", to = ["a@quay.example"]'
    )
    scene.channel("mail", f'email = {{ {mail}, user = "desk", password = "cnry-17-password" }}')
    scene.channel("log", 'url = "console:"')
    scene.more.append(f'[operator]\nchannels = ["log"]\n[metrics]\nlisten = "127.0.0.1:{closed_port()}"')
    scene.environment["WATCHER__OPERATOR__HEARTBEAT_URL"] = farm.url("/500/cnry-18-path?key=cnry-19-key")
    return scene


class _Everything(dict):
    """Answers every path alike."""

    def __init__(self, route: Route) -> None:
        super().__init__()
        self._route = route

    def get(self, _path: str, _default: object = None) -> Route:
        return self._route


class _Routes(dict):
    """Answers by the first part of a path, whatever stands behind it."""

    def __init__(self, farm: Farm, refused: str) -> None:
        super().__init__()
        self._kinds = {
            **{str(status): partial(refusing, status) for status in (401, 407, 500)},
            "redirect": partial(redirecting, f"{farm.url('/500')}?"),
            "away": partial(redirecting, f"{refused}/?"),
            "page": echoing_page,
            "feed": echoing_feed,
            "hang": farm._silence,
        }

    def get(self, path: str, _default: object = None) -> Route:
        return self._kinds[path.split("/")[1].partition("?")[0]]


@contextmanager
def watched(scene: Scene, log: Log) -> Iterator[tuple[Daemon, Telemetry]]:
    """Run a daemon as `watcher run` does, at debug level, with its signs of life and all that it shows."""
    read = partial(load, scene.write(), scene.environment)
    settings, clock = read(), SystemClock()
    log.configure(concealing(settings), form="json", level="debug")
    telemetry = Telemetry(clock, ping_every=timedelta(seconds=1))
    daemon = Daemon(settings, read, clock, telemetry.reports)
    started = threading.Event()

    def run() -> None:
        with assembled(settings, daemon.reports, clock) as program, telemetry.showing(program):
            started.set()
            daemon.run(program)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert started.wait(30)
        yield daemon, telemetry
    finally:
        daemon.stop("test")
        thread.join(30)


@pytest.fixture
def talkative() -> Iterator[Log]:
    """Every library says what it can."""
    loggers = [logging.getLogger(name) for name in TALKATIVE]
    levels = [logger.level for logger in loggers]
    with own_log() as log:
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        yield log
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def singing(text: str) -> list[str]:
    """Give what surrounds each canary that can be found."""
    lower = text.lower()
    spots = [lower.find(CANARY), *(text.find(form) for form in IN_BASE64)]
    return [text[max(0, spot - 80) : spot + 40] for spot in spots if spot >= 0]


def on_disk(folder: Path) -> dict[str, str]:
    """Give the bytes of everything that the watcher itself wrote."""
    return {path.name: path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()}


def printed(scene: Scene, *arguments: str) -> str:
    shown = CliRunner().invoke(
        cli, [*arguments, "--config", str(scene.folder / "watcher.toml")], env=scene.environment, catch_exceptions=False
    )
    assert shown.exit_code == 0, shown.output
    return shown.output


LISTINGS = (
    ("config", "show"),
    ("config", "show", "--origin", "--json"),
    ("feeds", "list"),
    ("feeds", "list", "--json"),
    ("stories", "list", "--json"),
    ("alerts", "list", "--json"),
    ("export", "jsonl"),
)


@pytest.mark.timeout(240)
def test_no_canary_is_found_anywhere(scene: Scene, talkative: Log, capfd: pytest.CaptureFixture[str]) -> None:
    with watched(scene, talkative) as (daemon, telemetry):
        until(lambda: talkative.text.count("feed.polled") >= 15)  # all but the silent one
        until(lambda: talkative.text.count("alert.failed") >= 7)  # all but one that hangs, and the console
        until(lambda: "heartbeat.failed" in talkative.text)
        scraped = generate_latest(telemetry.registry).decode()
        files = on_disk(scene.folder / "data")
        held = repr(daemon.program.settings)
    files |= {f"{name} at the end": content for name, content in on_disk(scene.folder / "data").items()}
    listed = {" ".join(arguments): printed(scene, *arguments) for arguments in LISTINGS}
    asked = "".join(map(said_back, scene.farm.requests))
    assert len(set(re.findall(r"cnry-\d\d", asked))) >= 12  # they were told to those whom they are for
    assert {"watcher.db", "watcher.db-wal", "heartbeat"} <= set(files)
    assert "***" in talkative.text
    assert "***" in listed["export jsonl"]
    assert "***" in listed["feeds list"]
    found = {"log": talkative.text, "metrics": scraped, "settings": held, "output": "".join(capfd.readouterr())}
    assert {place: singing(text) for place, text in (found | files | listed).items() if singing(text)} == {}


def test_a_proxy_that_refuses_and_says_its_login_back_is_told_without_it(
    farm: Farm, tmp_path: Path, talkative: Log
) -> None:
    scene = Scene(tmp_path, farm)
    farm.routes = _Everything(partial(refusing, 407))
    scene.feed("plain", "http://wire.example/feed?token=cnry-20-token")
    scene.feed("tunnelled", "https://wire.example/feed?token=cnry-21-token")
    scene.channel("log", 'url = "console:"')
    scene.more.append(f'[collect]\nproxy = "http://cnry-22-user:cnry-23-password@{farm.host}"')
    with watched(scene, talkative):
        until(lambda: len(talkative.events("feed.polled")) >= 2)
    logins = [request.headers["Proxy-Authorization"] for request in farm.requests]
    assert logins == ["Basic " + base64.b64encode(b"cnry-22-user:cnry-23-password").decode()] * 2
    files = on_disk(scene.folder / "data")
    shown = {"log": talkative.text, "feeds": printed(scene, "feeds", "list"), **files}
    assert {place: singing(text) for place, text in shown.items() if singing(text)} == {}


STORES = {
    "nobody listens": "postgresql://watcher:cnry-24-password@127.0.0.1:{port}/watcher",
    "no such dialect": "postgres+cnry-25-driver://watcher:cnry-26-password@127.0.0.1:{port}/watcher",
    "a port that is none": "postgresql://watcher:cnry-27-password@127.0.0.1:cnry-28-port/watcher",
}


@pytest.mark.parametrize("url", STORES.values(), ids=STORES)
def test_a_store_that_cannot_be_used_is_told_without_its_password(
    url: str, farm: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scene = Scene(tmp_path, farm)
    monkeypatch.setenv("WATCHER__STORE__URL", url.format(port=closed_port()))
    monkeypatch.setenv("WATCHER_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["watcher", "stories", "list", "--config", str(scene.write())])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capfd.readouterr()
    assert ended.value.code in {69, 78}
    assert "watcher" in told.err
    assert singing(told.out + told.err) == []


def test_a_bug_is_told_without_a_secret_even_with_its_traceback(
    farm: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scene = Scene(tmp_path, farm)
    scene.feed("harbour", "http://ana:cnry-29-password@quay.example/?token=cnry-30-token")
    scene.channel("hook", 'url = "json://quay.example/cnry-31-path"')
    path = scene.write()

    @click.command("fail")
    def fail() -> None:
        settings = load_settings(path)
        raise ValueError(settings.feeds[0].url, settings.channels[0].url, "cnry-31-path")

    monkeypatch.setenv("WATCHER_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["watcher", "fail"])
    monkeypatch.setitem(cli.commands, "fail", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    told = capfd.readouterr()
    assert ended.value.code == 70
    assert "watcher: this is a bug, please report it: ValueError: (" in told.err
    assert "Traceback (most recent call last)" in told.err
    assert singing(told.out + told.err) == []


def test_a_round_that_fails_tells_its_problems_without_a_secret(
    scene: Scene, capfd: pytest.CaptureFixture[str]
) -> None:
    scene.feeds, scene.channels, scene.more = scene.feeds[4:12], scene.channels[:2], []
    with own_log():
        shown = CliRunner().invoke(cli, ["run", "--once", "--config", str(scene.write())], env=loopback.ENVIRON)
    assert shown.exit_code == 69
    assert "watcher: channel hook-500: " in shown.output
    assert singing(shown.output + "".join(capfd.readouterr())) == []
