"""The daemon as its user meets it: signals, exit codes, signs of life."""

import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@pytest.fixture
def hanging():
    """An HTTP server that takes a connection and never answers."""
    released = threading.Event()

    class Hanging(BaseHTTPRequestHandler):
        def do_GET(self):
            released.wait(60)

        do_POST = do_GET  # noqa: N815 - http.server's own name

    with ThreadingHTTPServer(("127.0.0.1", 0), Hanging) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        released.set()
        server.shutdown()


def until_logged(process, event: str, seconds: float = 90) -> None:
    give_up = time.monotonic() + seconds
    while (line := process.stderr.readline()) and time.monotonic() < give_up:
        if event in line:
            return
    pytest.fail(f"no {event!r} in the log")


def test_sigterm_ends_an_idle_daemon_with_0(shipped, started):
    daemon = started("run", "--config", shipped)
    until_logged(daemon, "alert.delivered")
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=8) == 0


def test_sigterm_ends_a_daemon_with_0_though_feed_and_channel_hang(shipped: Path, started, hanging):
    text = shipped.read_text(encoding="utf-8").replace('url = "console:"', f'url = "json://127.0.0.1:{hanging}/x"')
    feed = f'[[feeds]]\nname = "stuck"\nurl = "http://127.0.0.1:{hanging}/feed.xml"\n'
    shipped.write_text(f"{text}\n{feed}", encoding="utf-8")
    daemon = started("run", "--config", shipped)
    until_logged(daemon, '"alerts": 1')
    time.sleep(1)  # the channel has the alert and does not answer
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=8) == 0


def test_a_second_daemon_on_the_same_store_exits_75_at_once(watcher, shipped, started):
    first = started("run", "--config", shipped)
    until_logged(first, "started")
    second = watcher("run", "--config", shipped)
    assert second.returncode == 75
    assert "another watcher runs" in second.stderr
    assert first.poll() is None


def test_healthcheck_says_whether_a_daemon_is_alive(watcher, shipped, started):
    before = watcher("healthcheck", "--config", shipped)
    daemon = started("run", "--config", shipped)
    until_logged(daemon, "alert.delivered")
    during = watcher("healthcheck", "--config", shipped)
    shipped.write_text(f"{shipped.read_text(encoding='utf-8')}\n[colect]\n", encoding="utf-8")
    beside_a_mistake = watcher("healthcheck", "--config", shipped)
    assert (before.returncode, during.returncode, during.stdout) == (1, 0, "healthy\n")
    assert (beside_a_mistake.returncode, beside_a_mistake.stdout) == (0, "healthy\n")


def test_a_configuration_with_a_mistake_exits_78_and_names_the_line(watcher, shipped: Path):
    shipped.write_text("[colect]\nconcurrency = 3\n", encoding="utf-8")
    run = watcher("run", "--config", shipped)
    assert run.returncode == 78
    assert "config/watcher.toml:1:2: " in run.stderr


def test_sighup_reloads_and_a_mistake_keeps_what_was(shipped: Path, started):
    good = shipped.read_text(encoding="utf-8")
    daemon = started("run", "--config", shipped)
    until_logged(daemon, "started")
    shipped.write_text("[colect]\n", encoding="utf-8")
    daemon.send_signal(signal.SIGHUP)
    until_logged(daemon, "config/watcher.toml:1:2: ")
    shipped.write_text(good, encoding="utf-8")
    daemon.send_signal(signal.SIGHUP)
    until_logged(daemon, "config.reloaded")
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=8) == 0


def test_a_changed_file_is_seen_without_a_signal(shipped: Path, started):
    daemon = started("run", "--config", shipped)
    until_logged(daemon, "started")
    rules = shipped.parent / "rules" / "more.toml"
    rules.write_text('[[rules]]\nname = "herring"\nquery = "herring"\n', encoding="utf-8")
    until_logged(daemon, '"rules": "+1"')
