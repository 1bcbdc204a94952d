"""A daemon that a benchmark runs: its log as it comes, and what its processes take."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

PAGE = os.sysconf("SC_PAGE_SIZE")  # bytes
TICKS = os.sysconf("SC_CLK_TCK")  # of CPU time in a second

Hear = Callable[[Mapping[str, Any]], None]


class Daemon:
    """A running `watcher run`; `hear` is called for every line of its log, in a thread of its own."""

    def __init__(self, configuration: Path, hear: Hear, program: Sequence[str] = ("-m", "watcher")) -> None:
        command = [sys.executable, *program, "run", "--config", str(configuration)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=configuration.parent
        )
        self._follower = Thread(target=self._follow, args=[hear])
        self._follower.start()

    def runs(self) -> bool:
        """Say whether it has not ended."""
        return self.process.poll() is None

    def end(self) -> None:
        """End it, and what follows its log."""
        self.process.terminate()
        self.wait()

    def kill(self) -> None:
        """End it by SIGKILL, as if the machine had failed."""
        self.process.kill()
        self.wait()

    def wait(self, seconds: float | None = None) -> int:
        """Wait for its end, and for that of what follows its log; give the exit code.

        Raises:
            subprocess.TimeoutExpired: it goes on after so many seconds.
        """
        code = self.process.wait(seconds)
        self._follower.join()
        return code

    def resident(self) -> float:
        """Give the resident size of all its processes together in MB (1,000,000 bytes); shared pages count in each."""
        return sum(int(fields[1]) for fields in self._read("statm")) * PAGE / 1e6

    def cpu(self) -> float:
        """Give the CPU seconds that its processes took, those that ended included."""
        return sum(sum(map(int, fields[11:15])) for fields in self._read("stat")) / TICKS

    def _read(self, name: str) -> Iterator[list[str]]:
        for process in tree(self.process.pid):
            try:
                text = Path(f"/proc/{process}/{name}").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it has just ended
                continue
            yield text.rpartition(") ")[2].split()  # behind the program's name, which may hold blanks

    def _follow(self, hear: Hear) -> None:
        assert self.process.stderr is not None  # noqa: S101 - a pipe was asked for
        for line in self.process.stderr:
            if line.startswith(b"{"):
                hear(json.loads(line))
            else:
                print(line.decode(errors="replace"), end="", file=sys.stderr)


def tree(process: int) -> Iterator[int]:
    """Give a process and all below it, itself first."""
    yield process
    try:
        children = [path.read_text(encoding="ascii") for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has just ended
        return
    for child in " ".join(children).split():
        yield from tree(int(child))
