"""The one thread that writes: documents a few at a time, and polls that brought none many at a time.

A poll without a document costs a transaction and a wait for the disk, as one with news does. So such polls wait for
each other, for a moment at most: what a crash takes of them is polled again. Documents wait for no others, but those
that wait anyhow are written together: each transaction writes a good part of the index's pages again.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from threading import Condition, Thread
from time import monotonic
from typing import Generic, TypeVar

from watcher.engine.ingest import Polled

TOGETHER_WITHIN = timedelta(seconds=1)
TOGETHER_AT_MOST = 250  # a transaction of so many takes some 20 ms

FEW = 4
"""Documents of one transaction; of eight the index takes hardly less."""

Work = Callable[[], None]
Document = TypeVar("Document")


class Writer(Generic[Document]):
    """Runs what is handed in from any thread, in one thread of its own. Work must not raise."""

    def __init__(self, together: Callable[[Sequence[Polled]], None], few: Callable[[Sequence[Document]], None]) -> None:
        """`together` writes polls that brought no document, `few` up to `FEW` documents."""
        self._together = together
        self._few = few
        self._documents: list[Document] = []
        self._works: list[Work] = []
        self._quiet: list[Polled] = []
        self._write_at = 0.0  # when the quiet ones are written at the latest, in seconds of `monotonic`
        self._closed = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, work: Work) -> bool:
        """Run the work when its turn comes; False: the writer is closed, and it is not run."""
        with self._changed:
            if not self._closed:
                self._works.append(work)
                self._changed.notify()
            return not self._closed

    def write_document(self, document: Document) -> bool:
        """Write the document when its turn comes, with others that wait; False: the writer is closed, it is not."""
        with self._changed:
            if not self._closed:
                self._documents.append(document)
                self._changed.notify()
            return not self._closed

    def write_together(self, polled: Polled) -> bool:
        """Write the poll with others that come within a second; False: the writer is closed, and it is not written."""
        with self._changed:
            if not self._closed:
                self._quiet.append(polled)
                self._wake_for_quiet()
            return not self._closed

    def waiting(self) -> int:
        """Say how many polls wait for others."""
        return len(self._quiet)

    def hurry(self) -> None:
        """Write the polls that wait: no others will come."""
        with self._changed:
            self._write_at = 0.0
            self._changed.notify()

    def close(self, *, drop: bool) -> None:
        """End; what waits is written first, or dropped, where the work under way goes on beside the caller."""
        with self._changed:
            self._closed = True
            if drop:
                self._works.clear()
                self._documents.clear()
                self._quiet.clear()
            self._changed.notify()
        if not drop:
            self._thread.join()

    def _wake_for_quiet(self) -> None:
        """Begin the wait with the first, end it with the last of a transaction; none in between wakes the thread."""
        if len(self._quiet) == 1:
            self._write_at = monotonic() + TOGETHER_WITHIN.total_seconds()
        if len(self._quiet) in {1, TOGETHER_AT_MOST}:
            self._changed.notify()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            work()

    def _next(self) -> Work | None:
        with self._changed:
            while True:
                pause = self._write_at - monotonic()
                if self._quiet and (self._closed or len(self._quiet) >= TOGETHER_AT_MOST or pause <= 0):
                    return self._batch()
                if self._works:
                    return self._works.pop(0)
                if self._documents:
                    return self._next_few()
                if self._closed:
                    return None
                self._changed.wait(pause if self._quiet else None)

    def _next_few(self) -> Work:
        few, self._documents = self._documents[:FEW], self._documents[FEW:]
        return partial(self._few, few)

    def _batch(self) -> Work:
        batch, self._quiet = self._quiet[:TOGETHER_AT_MOST], self._quiet[TOGETHER_AT_MOST:]
        return partial(self._together, batch)
