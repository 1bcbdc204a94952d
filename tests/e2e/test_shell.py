"""The program among other programs: pipes, locales, signals, and files that are not what they should be."""

import json
import signal
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

HOSTILE = """<rss version="2.0"><channel><title>Quay</title><item><guid>1</guid>
<title>Tide &amp;#27;[31m&amp;#x202E;table 日本</title><description>words</description></item></channel></rss>"""


@pytest.fixture
def hostile(watcher, shipped: Path) -> Path:
    """A configuration whose one feed writes terminal commands into its title, after one run."""
    (shipped.parent / "quay.xml").write_text(HOSTILE, encoding="utf-8")
    feed = '[[feeds]]\nname = "quay"\npath = "quay.xml"\nfirst-run = "alert"\n'
    shipped.write_text(feed, encoding="utf-8")
    assert watcher("run", "--once", "--config", shipped).returncode == 0
    return shipped


def broken_pipe(watcher, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run with a stdout that nobody reads."""
    process = subprocess.Popen(
        [sys.executable, "-m", "watcher", *arguments],
        cwd=watcher.folder,
        env=watcher.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    process.stdout = None
    _, errors = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, b"", errors)


def test_a_reader_that_has_seen_enough_is_no_error(watcher, hostile: Path):
    listed = broken_pipe(watcher, "stories", "list", "--config", str(hostile))
    assert (listed.returncode, listed.stderr) == (0, b"")


def test_alerts_leave_though_nobody_reads_the_stories(watcher, shipped: Path):
    run = broken_pipe(watcher, "run", "--once", "--config", str(shipped))
    assert run.returncode == 0
    assert b"channel console: 3 alerts not delivered yet, tried again in a run after " in run.stderr


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [pytest.param("latin-1", "table ??", id="Latin 1"), pytest.param("ascii", "table 日本", id="no locale at all")],
)
def test_a_locale_that_lacks_a_letter_is_no_error(watcher, hostile: Path, encoding: str, shown: str):
    listed = watcher("stories", "list", "--config", hostile, PYTHONIOENCODING=encoding)
    assert listed.returncode == 0
    assert listed.stdout.rstrip().endswith(shown)


def test_an_alert_on_the_console_is_whole_without_any_locale(watcher, shipped: Path):
    run = watcher("run", "--once", "--config", shipped, PYTHONIOENCODING="ascii")
    assert "«named»" in run.stdout


def test_json_is_whole_in_any_locale(watcher, hostile: Path):
    listed = watcher("stories", "list", "--json", "--config", hostile, PYTHONIOENCODING="latin-1")
    [story] = json.loads(listed.stdout)["stories"]
    assert story["title"].endswith("table 日本")


def test_no_terminal_command_of_a_feed_reaches_the_screen(watcher, hostile: Path):
    screen = watcher("stories", "list", "--config", hostile).stdout
    assert "Tide [31mtable" in screen
    assert not {"\x1b", "\u202e"} & set(screen)


def test_times_in_json_are_iso_8601_with_a_zone(watcher, hostile: Path):
    [story] = json.loads(watcher("stories", "list", "--json", "--config", hostile).stdout)["stories"]
    assert "T" in story["first_seen"]
    assert datetime.fromisoformat(story["first_seen"]).utcoffset() is not None


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
def test_a_round_that_is_stopped_says_that_nothing_is_lost(
    shipped: Path, started, hanging: socket.socket, signum, code
):
    feed = f'\n[[feeds]]\nname = "stuck"\nurl = "http://127.0.0.1:{hanging.getsockname()[1]}/"\n'
    shipped.write_text(shipped.read_text(encoding="utf-8") + feed, encoding="utf-8")
    run = started("run", "--once", "--config", shipped)
    asking, _ = hanging.accept()
    run.send_signal(signum)
    _, errors = run.communicate(timeout=10)
    asking.close()
    assert run.returncode == code
    assert errors.splitlines() == ["watcher: stopped; what was read is stored, and the next run goes on from there"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "note.txt: is empty; there is nothing to read", id="empty"),
        pytest.param(bytes(range(256)) * 8, "note.txt: is ", id="binary"),
    ],
)
def test_try_names_the_file_that_cannot_be_read(watcher, tmp_path: Path, content: bytes, message: str):
    (tmp_path / "note.txt").write_bytes(content)
    tried = watcher("try", "note.txt")
    assert tried.returncode == 1
    assert f"watcher: {message}" in tried.stderr


def test_try_says_what_it_takes_in_place_of_a_folder(watcher, shipped: Path):
    tried = watcher("try", "seeds", "--config", shipped)
    assert tried.returncode == 2
    assert "seeds: cannot be read (Is a directory); name a text file" in tried.stderr


def test_replay_finds_out_before_the_work_that_its_outcome_cannot_be_written(watcher, tmp_path: Path):
    (tmp_path / "e.jsonl").write_text('{"feed": "a", "guid": "1"}\n', encoding="utf-8")
    replayed = watcher("replay", "e.jsonl", "--out", "nowhere/out.jsonl")
    assert replayed.returncode == 2
    assert "--out nowhere/out.jsonl: cannot be written" in replayed.stderr


def test_check_names_a_data_folder_that_cannot_be(watcher, shipped: Path):
    text = shipped.read_text(encoding="utf-8").replace('"../data"', '"../seeds/expected.toml/data"')
    shipped.write_text(text, encoding="utf-8")
    checked = watcher("check", "--config", shipped)
    assert checked.returncode == 1
    assert "expected.toml is a file, not a folder; name another folder" in checked.stdout
