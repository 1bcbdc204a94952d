"""The worker pool: `prepare` in processes that can be killed, so that one poisonous document costs only itself."""

import multiprocessing
import os
import resource
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Overdue
from datetime import timedelta
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from watcher.errors import DocumentError
from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons
from watcher.model import Document
from watcher.pipeline import Prepared, prepare
from watcher.stories import BUILT_IN, Agencies

WORKERS = 2  # preparing is cheap next to fetching: two processes serve thousands of feeds
TASK_LIMIT = timedelta(seconds=30)
MEMORY_LIMIT = 1 << 30  # bytes of address space a worker may take
NO_NEWS = "ignore:resource_tracker:UserWarning"
DOCUMENTS_PER_WORKER = 2_000  # then it is replaced, so that a leak in a parser cannot grow


class PrepareWorkers:
    """A pool of processes that prepare documents, by these agencies and lexicons until others are to be used."""

    def __init__(
        self,
        count: int = WORKERS,
        limit: timedelta = TASK_LIMIT,
        *,
        agencies: Agencies = BUILT_IN,
        lexicons: Lexicons = OUR_LEXICONS,
    ) -> None:
        self._limit = limit
        self._agencies = agencies
        self._lexicons = lexicons
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["watcher.pipeline"])  # loaded once, shared by all workers
        self._pool = ProcessPool(
            max_workers=count, max_tasks=DOCUMENTS_PER_WORKER, initializer=_limit_memory, context=context
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def use(self, agencies: Agencies, lexicons: Lexicons) -> None:
        """Read credits by other agencies, and look for other kinds of event, from the next document on."""
        self._agencies = agencies
        self._lexicons = lexicons

    def submit(self, document: Document, tags: tuple[str, ...] = ()) -> Future[Prepared]:
        """Prepare a document; `prepared()` reads the outcome, also where the pool cannot start or is closed."""
        future: Future[Prepared] = Future()
        try:
            task = [document, tags, self._agencies, self._lexicons]
            future = self._pool.schedule(prepare, args=task, timeout=self._limit.total_seconds())
        except (RuntimeError, OSError) as error:
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Kill what still runs; nothing is lost, since nothing of it was written."""
        self._pool.stop()  # type: ignore[no-untyped-call] # Pebble annotates all but this
        self._pool.join()


def prepared(future: Future[Prepared]) -> Prepared:
    """Give the outcome of a finished task.

    Raises:
        DocumentError: the document could not be read, or reading it broke the limits on time or memory.
    """
    try:
        return future.result()
    except Overdue:
        raise DocumentError("took too long to read; it is set aside") from None
    except MemoryError:
        raise DocumentError(f"needs more than {MEMORY_LIMIT >> 20} MiB to read; it is set aside") from None
    except ProcessExpired as error:
        raise DocumentError(f"broke the process that read it (exit code {error.exitcode}); it is set aside") from error
    except DocumentError:
        raise
    except Exception as error:  # part of the poll loop: a bug in reading one document must not stop its feed's schedule
        raise DocumentError(f"could not be read because of a bug ({type(error).__name__}); please report it") from error


def _keep_quiet_about_what_an_end_cut_off() -> None:
    """Let Python's own bookkeeper, a process beside the workers, not warn of semaphores that were cut off with them."""
    given = os.environ.get("PYTHONWARNINGS", "")
    if NO_NEWS not in given:
        os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (given, NO_NEWS)))


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
