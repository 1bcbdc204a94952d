"""What a command takes, all processes that it starts included: `spent(command)`.

The workers of a program outlive their parent by a moment, so nobody waits for them and the system counts their CPU
nowhere. Here the command runs below a process that inherits such orphans (PR_SET_CHILD_SUBREAPER, Linux) and waits for
all of them.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from daemon import PAGE, tree

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <sys/prctl.h>
LOOK_EVERY = 0.05  # seconds


class Spent(NamedTuple):
    """CPU seconds (user and system), and the most memory that was resident at a time in MB (1,000,000 bytes)."""

    cpu: float
    memory: float


def spent(command: Sequence[str], folder: Path) -> Spent:
    """Run a command in a folder and give what it took; its output is dropped.

    Raises:
        RuntimeError: it failed.
    """
    below = [sys.executable, __file__, *command]
    process = subprocess.Popen(below, cwd=folder, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    ended, most = Event(), [0]
    watch = Thread(target=_watch, args=[process.pid, ended, most])
    watch.start()
    try:
        said, _ = process.communicate()
    finally:
        process.kill()
        ended.set()
        watch.join()
    outcome = json.loads(said)
    if outcome["code"]:
        raise RuntimeError(f"{' '.join(command)} ended with {outcome['code']}: {outcome['said']}")
    return Spent(outcome["cpu"], most[0] * PAGE / 1e6)


def _watch(root: int, ended: Event, most: list[int]) -> None:
    while not ended.wait(LOOK_EVERY):
        below = [process for process in tree(root) if process != root]
        most[0] = max(most[0], sum(map(_resident, below)))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # it has just ended
        return 0


def _main(command: Sequence[str]) -> None:
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:  # all have ended
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"code": done.returncode, "cpu": used.ru_utime + used.ru_stime, "said": done.stderr[-500:]}))


if __name__ == "__main__":
    _main(sys.argv[1:])
