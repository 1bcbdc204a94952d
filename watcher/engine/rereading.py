"""Reading the configuration again while the watcher runs: when, what comes of it, and whom to tell.

Files are looked at now and then; a change is taken once it has rested for one look. Reading, trying the examples and
building what is new happen in a thread of their own, so that polls go on meanwhile. A configuration with a mistake
changes nothing: the operator is told once, and again when the mistake is another one or the files are.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

import structlog

from watcher.clock import Clock
from watcher.engine.every import Every
from watcher.engine.filewatch import FileWatch, Look, fingerprint, look_at
from watcher.engine.program import Program
from watcher.engine.standing import Standing, State
from watcher.engine.swap import Swap, ready
from watcher.engine.telling import Operator
from watcher.errors import WatcherError
from watcher.settings import ProblemsFound, Settings

LOOK_EVERY = timedelta(seconds=2)
AGAIN_EVERY = timedelta(seconds=30)  # while refused: what was missing may come without a watched file changing
PROBLEMS_TOLD = 10  # of one configuration; `watcher check` says all

SIGNAL, FILES, AGAIN = "signal", "files", "again"

log = structlog.get_logger("watcher")


class Running(Protocol):
    """What the configuration is read for."""

    @property
    def program(self) -> Program:
        """The program as it is now."""
        ...

    @property
    def operator(self) -> Operator:
        """Whom to tell."""
        ...

    def adopt(self, swap: Swap) -> bool:
        """Go on under another configuration; False: the watcher is ending."""
        ...


class Rereading:
    """Reads the configuration again, one reading at a time. `look` belongs to one thread and returns at once."""

    def __init__(
        self,
        settings: Settings,
        running: Running,
        read: Callable[[], Settings],
        clock: Clock,
        look_every: timedelta = LOOK_EVERY,
    ) -> None:
        """Watch the files of `settings`, which were read just now; `read` reads them anew."""
        self._running = running
        self._read = read
        self._watch = FileWatch(_look_at(settings))
        self._standing = Standing()
        self._refused: object = None  # the mark of what was refused last, until a configuration is good again
        self._asked = False
        self._looks, self._again = Every(look_every, clock), Every(AGAIN_EVERY, clock)
        self._reading: threading.Thread | None = None

    def ask(self) -> None:
        """Have everything read by the next `look`, whether files changed or not."""
        self._asked = True

    def look(self) -> None:
        """Start reading where there is a reason to."""
        if self._reading is not None and self._reading.is_alive():
            return
        cause = self._cause()
        if cause is not None:
            self._reading = threading.Thread(target=self._work, args=(cause,), name="reload", daemon=True)
            self._reading.start()

    def join(self, timeout: timedelta) -> None:
        """Wait for a reading that is under way, no longer than `timeout`."""
        if self._reading is not None:
            self._reading.join(timeout.total_seconds())

    def _cause(self) -> str | None:
        changed = self._looks.is_time() and self._watch.changed(_look_at(self._running.program.settings))
        if self._asked:
            self._asked = False
            return SIGNAL
        if changed:
            return FILES
        waits = self._refused is not None or self._standing.untold()
        return AGAIN if waits and self._again.is_time() else None

    def _work(self, cause: str) -> None:
        if cause != AGAIN or self._refused is not None:
            self._reread(cause)
        self._standing.tell(self._running.operator)

    def _reread(self, cause: str) -> None:
        before = _look_at(self._running.program.settings)
        self._watch.know(before)
        try:
            settings = self._read()
            self._adopt(cause, before, settings, ready(self._running.program, settings))
        except WatcherError as error:
            self._refuse(cause, before, error)
        except Exception as error:  # a bug in here must neither end the watcher nor stay unheard
            log.exception("config.failed")
            self._refuse(cause, before, WatcherError(f"a bug in reading it ({type(error).__name__}); please report it"))

    def _adopt(self, cause: str, before: Look, settings: Settings, swap: Swap) -> None:
        if not self._running.adopt(swap):
            return
        self._refused = None
        self._standing.end("reload")
        self._note_restart(settings, swap)
        now = _look_at(self._running.program.settings)
        self._watch.know({path: before.get(path, look) for path, look in now.items()})
        log.info("config.reloaded", cause=cause, **swap.change.shown())

    def _note_restart(self, settings: Settings, swap: Swap) -> None:
        if not swap.change.restart:
            self._standing.end("restart")
            return
        keys = " and ".join(swap.change.restart)
        text = f"{keys} changed.\nWhat was holds until the watcher is restarted; all other changes hold now."
        mark = (settings.data_dir, settings.store_url, settings.metrics)
        self._standing.begin("restart", State(mark=mark, subject=f"Restart the watcher: {keys} changed", text=text))

    def _refuse(self, cause: str, before: Look, error: WatcherError) -> None:
        mark = (str(error), fingerprint(before))
        if mark != self._refused or cause == SIGNAL:
            log.warning("config.refused", cause=cause, problems=_count(error), error=str(error).partition("\n")[0])
        self._refused = mark
        self._again.restart()
        subject = "The configuration was refused; the watcher goes on with the old one"
        self._standing.begin("reload", State(mark=mark, subject=subject, text=_said(error)))


def _look_at(settings: Settings) -> Look:
    return look_at(settings.files, settings.patterns)


def _count(error: WatcherError) -> int:
    return len(error.problems) if isinstance(error, ProblemsFound) else 1


def _said(error: WatcherError) -> str:
    """Write the first problems, and what to do."""
    lines = [str(error)]
    if isinstance(error, ProblemsFound):
        lines = [str(problem) for problem in error.problems[:PROBLEMS_TOLD]]
        if more := len(error.problems) - len(lines):
            lines.append(f"… and {more} more")
    return "\n".join((*lines, "", "Correct the files: they are read again by themselves. To try them: watcher check"))
