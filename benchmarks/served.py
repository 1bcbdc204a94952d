"""Farms of feeds that answer 304, for `polling.py` and `delivery.py`: one of the tools', or our own without those."""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlencode

from farm import Farm

PER_FEED = 35  # entries of our own farm's feeds
_WORD = re.compile(r"\b[a-z]{4,12}\b")

Version = tuple[int, int]  # a feed, and which of its documents: later ones have higher numbers


class Served(Protocol):
    """Feeds under way; leaves no process behind."""

    urls: list[str]

    def __enter__(self) -> Self:
        """Begin to serve."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        ...

    def answers(self) -> Mapping[int, int]:
        """Count the answers since the last look, by status."""
        ...

    def advance(self, share: float) -> int:
        """Give a share of the feeds one new entry each; give how many."""
        ...

    def publish(self, feed: int, title: str) -> Version:
        """Give a feed one new entry whose headline or text begins with `title`."""
        ...

    def first_served(self) -> Mapping[Version, float]:
        """Say when each of these was first given to somebody, in Unix time."""
        ...


class ToolFarm:
    """The farm `farm.py` of a folder of tools: RSS and Atom of 20 to 50 entries, on a port of its own."""

    def __init__(self, tools: Path, folder: Path, feeds: int, port: int) -> None:
        self._command = [sys.executable, str(tools / "farm.py")]
        self._where = ["--dir", str(folder)]
        self._port = port
        built = [*self._command, "build", "--feeds", str(feeds), *self._where, "--port", str(port)]
        subprocess.run(built, check=True, stdout=subprocess.DEVNULL)
        listed = [*self._command, "list", *self._where, "--format", "urls"]
        self.urls = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split()

    def __enter__(self) -> Self:
        serving = [*self._command, "serve", *self._where, "-w", "1"]
        self._process = subprocess.Popen(serving, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        self._process.stdout.readline()  # it says when it serves
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def answers(self) -> Mapping[int, int]:
        """Count the answers since the last look, by status; the look itself is one."""
        said = self._ask("reset")
        self._ask("reset")
        return {200: said["200"] - 1, 304: said["304"]}

    def advance(self, share: float) -> int:
        """Give a share of the feeds one new entry each; give how many."""
        changed: int = self._ask(f"advance?share={share}")["changed"]
        self._ask("reset")
        return changed

    def publish(self, feed: int, title: str) -> Version:
        """Give a feed one new entry whose headline begins with `title`."""
        said = self._ask(f"publish?{urlencode({'feed': feed, 'text': title})}")
        return said["feed"], said["version"]

    def first_served(self) -> Mapping[Version, float]:
        """Say when each version of a feed was first given to somebody, in Unix time."""
        served: dict[Version, float] = {}
        for line in self._read("hooks").splitlines():
            said = json.loads(line)
            if "served" in said:
                served.setdefault((said["served"], said["v"]), said["t"])
        return served

    def _ask(self, what: str) -> dict[str, int]:
        said: dict[str, int] = json.loads(self._read(what))
        return said

    def _read(self, what: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/-/{what}") as answer:
            text: bytes = answer.read()
        return text.decode()


class OwnFarm:
    """Our own farm: RSS of 35 entries."""

    def __init__(self, feeds: int) -> None:
        self._farm = Farm(feeds, PER_FEED)
        self._feeds = feeds
        self._rounds = 0
        self._seen: Mapping[int, int] = {200: 0, 304: 0}
        self.urls = [self._farm.url(number) for number in range(feeds)]

    def __enter__(self) -> Self:
        self._farm.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._farm.__exit__(kind, error, trace)

    def answers(self) -> Mapping[int, int]:
        """Count the answers since the last look, by status."""
        before, self._seen = self._seen, dict(self._farm.statuses)
        return {status: self._seen.get(status, 0) - before.get(status, 0) for status in (200, 304)}

    def advance(self, share: float) -> int:
        """Give a share of the feeds one new entry each; give how many."""
        changed = range(self._rounds % 10, self._feeds, round(1 / share))
        self._rounds += 1
        for number in changed:
            self._farm.add_entry(number)
        return len(changed)

    def publish(self, feed: int, title: str) -> Version:
        """Give a feed one new entry whose headline begins with `title`."""
        return feed, self._farm.add_entry(feed, title)

    def first_served(self) -> Mapping[Version, float]:
        """Say when each version of a feed was first given to somebody, in Unix time."""
        return dict(self._farm.first_served)


def words_of(served: Served) -> Sequence[str]:
    """Give words that the feeds use, in a fixed order."""
    with urllib.request.urlopen(served.urls[0]) as answer:  # noqa: S310 - our own loopback farm
        text = answer.read().decode()
    served.answers()
    return sorted(set(_WORD.findall(text)))
