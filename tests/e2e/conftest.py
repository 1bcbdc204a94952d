"""The installed program as a subprocess, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import stores

TOP = Path(__file__).parents[2]


@dataclass(frozen=True)
class Watcher:
    """Runs `watcher` in one folder; the environment carries nothing of the machine's own configuration."""

    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WATCHER")}
        own = {"XDG_CONFIG_HOME": str(self.folder / "xdg"), "HOME": str(self.folder)}
        return {**kept, **own, **stores.ENVIRON, **more}

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "watcher", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**environment),
            input=stdin.decode(),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def start(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "watcher", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path)


@pytest.fixture
def started(watcher: Watcher) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start daemons that do not outlive the test."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path) -> "subprocess.Popen[str]":
        processes.append(watcher.start(*arguments))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The configuration and seeds as shipped; gives the configuration file."""
    for part in ("config", "seeds"):
        shutil.copytree(TOP / part, tmp_path / part)
    return tmp_path / "config" / "watcher.toml"


@pytest.fixture
def hanging() -> Iterator[socket.socket]:
    """A port that takes connections and never answers; `accept` waits for the first one."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(60)
        yield listening
