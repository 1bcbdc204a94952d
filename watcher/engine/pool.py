"""The processes behind the workers: started with the first document, killed and replaced where one breaks a limit."""

import gc
import multiprocessing
import os
import resource
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Overdue
from datetime import timedelta
from threading import Lock, Timer

from pebble import ProcessExpired, ProcessPool

from watcher.errors import DocumentError, PoisonError
from watcher.events import Lexicons
from watcher.model import Document
from watcher.pipeline import Prepared, prepare
from watcher.stories import Agencies

MEMORY_LIMIT = 1 << 30  # bytes of address space a worker may take
NO_NEWS = "ignore:resource_tracker:UserWarning"
DOCUMENTS_PER_WORKER = 2_000  # then it is replaced, so that a leak in a parser cannot grow
LOOK_EVERY = timedelta(seconds=2)


class Pool:
    """So many processes at most that prepare documents, each for so long at most.

    It is one process until a document keeps the next waiting: one is as fast as the writer behind it, and each takes
    100 MB.
    """

    def __init__(self, count: int, limit: timedelta) -> None:
        _keep_quiet_about_what_an_end_cut_off()
        self._limit = limit
        context = multiprocessing.get_context("spawn")  # a server to fork from costs a process more, and spares nothing
        self._processes = ProcessPool(
            max_workers=1, max_tasks=DOCUMENTS_PER_WORKER, initializer=_make_ready, context=context
        )
        self._count = count
        self._door = Door(self._grow, LOOK_EVERY)

    def submit(
        self, document: Document, tags: tuple[str, ...], agencies: Agencies, lexicons: Lexicons, seen: bytes
    ) -> Future[Prepared]:
        """Prepare a document; raises RuntimeError or OSError where the pool is closed or cannot start."""
        task = [document, tags, agencies, lexicons]
        limit = self._limit.total_seconds()
        future: Future[Prepared] = self._processes.schedule(prepare, args=task, kwargs={"seen": seen}, timeout=limit)
        self._door.enter(future)
        return future

    def close(self) -> None:
        """Kill what still runs."""
        self._door.close()
        self._processes.stop()  # type: ignore[no-untyped-call] # Pebble annotates all but this
        self._processes.join()

    def _grow(self) -> None:
        workers = self._processes._pool_manager.worker_manager  # noqa: SLF001 - Pebble has no other way to add one
        workers.workers_number = self._count  # it starts them where it looks after those that it has


class Door:
    """Watches documents wait for a process, and asks for more of them, once, where one waits too long."""

    def __init__(self, ask_for_more: Callable[[], None], look_every: timedelta) -> None:
        """A document waits too long when two looks in a row find it in front; the start of the first does not count."""
        self._ask_for_more = ask_for_more
        self._look_every = look_every.total_seconds()
        self._waiting: deque[Future[Prepared]] = deque()
        self._lock = Lock()
        self._watched = False
        self._opened = False  # a process has begun to read
        self._closed = False

    def enter(self, document: Future[Prepared]) -> None:
        """Watch one more."""
        with self._lock:
            if self._closed:
                return
            self._waiting.append(document)
            if not self._watched:
                self._look_later(None)

    def close(self) -> None:
        """Watch no longer."""
        with self._lock:
            self._closed = True
            self._waiting.clear()

    def _look_later(self, in_front: Future[Prepared] | None) -> None:
        self._watched = True
        timer = Timer(self._look_every, self._look, [in_front])
        timer.daemon = True  # the program may end before
        timer.start()

    def _look(self, in_front: Future[Prepared] | None) -> None:
        with self._lock:
            while self._waiting and (self._waiting[0].running() or self._waiting[0].done()):
                self._waiting.popleft()
                self._opened = True
            if not self._waiting:
                self._watched = False
                return
            if self._waiting[0] is not in_front:
                self._look_later(self._waiting[0] if self._opened else None)
                return
        self.close()
        self._ask_for_more()


def outcome(future: Future[Prepared]) -> Prepared:
    """Give the outcome of a finished task.

    Raises:
        DocumentError: the document could not be read; PoisonError where reading it broke the limits.
    """
    try:
        return future.result()
    except Overdue:
        raise PoisonError("took too long to read; it is set aside") from None
    except MemoryError:
        raise PoisonError(f"needs more than {MEMORY_LIMIT >> 20} MiB to read; it is set aside") from None
    except ProcessExpired as error:
        raise PoisonError(f"broke the process that read it (exit code {error.exitcode}); it is set aside") from error
    except DocumentError:
        raise
    except Exception as error:  # part of the poll loop: a bug in reading one document must not stop its feed's schedule
        raise DocumentError(f"could not be read because of a bug ({type(error).__name__}); please report it") from error


def _keep_quiet_about_what_an_end_cut_off() -> None:
    """Let Python's own bookkeeper, a process beside the workers, not warn of semaphores that were cut off with them."""
    given = os.environ.get("PYTHONWARNINGS", "")
    if NO_NEWS not in given:
        os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (given, NO_NEWS)))


def _make_ready() -> None:
    """Load what nearly every document needs before the first, whose time is not to pay for it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    gc.disable()  # all that is loaded stays: looking for garbage among it takes a tenth of the time
    import watcher.engine.warm  # noqa: F401, PLC0415 - is loaded by the workers only

    gc.freeze()
    gc.enable()
