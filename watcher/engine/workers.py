"""The worker pool: `prepare` in processes that can be killed, so that one poisonous document costs only itself.

Neither the processes nor what they need are there before the first document comes: most rounds bring none.
"""

from concurrent.futures import Future
from datetime import timedelta
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons
from watcher.model import Document
from watcher.pipeline import Prepared
from watcher.stories import BUILT_IN, Agencies

if TYPE_CHECKING:
    from watcher.engine.pool import Pool

WORKERS = 2  # at most: preparing is cheap next to fetching, so that two processes serve thousands of feeds
TASK_LIMIT = timedelta(seconds=30)


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
        self._count = count
        self._limit = limit
        self._agencies = agencies
        self._lexicons = lexicons
        self._closed = False

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

    def submit(self, document: Document, tags: tuple[str, ...] = (), seen: bytes = b"") -> Future[Prepared]:
        """Prepare a document; `prepared()` reads the outcome, also where the pool cannot start or is closed."""
        future: Future[Prepared] = Future()
        try:
            return self._open_pool().submit(document, tags, self._agencies, self._lexicons, seen)
        except (RuntimeError, OSError) as error:
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Kill what still runs; nothing is lost, since nothing of it was written."""
        self._closed = True
        if "_pool" in self.__dict__:
            self._pool.close()

    def _open_pool(self) -> "Pool":
        if self._closed:
            raise RuntimeError("the workers are closed")
        return self._pool

    @cached_property
    def _pool(self) -> "Pool":
        from watcher.engine.pool import Pool  # noqa: PLC0415 - half of what a round without news would import

        return Pool(self._count, self._limit)


def prepared(future: Future[Prepared]) -> Prepared:
    """Give the outcome of a finished task.

    Raises:
        DocumentError: the document could not be read; PoisonError where reading it broke the limits.
    """
    from watcher.engine.pool import outcome  # noqa: PLC0415 - as above

    return outcome(future)
