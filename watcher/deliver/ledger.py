"""What became of each message, on its way into the outbox: kept while the outbox is away, and written when it is back.

A delivery is recorded after it was sent, so a crash in between sends it twice: at least once is the promise. An outbox
that is away costs nothing as long as this process lives: what was sent is not sent again.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from threading import Lock

from watcher.deliver.result import Delivered
from watcher.errors import STORE_AWAY

FEW = 2
"""Entries that are written together; one is written in a transaction of its own anyhow."""

Entry = Callable[[], Delivered | None]
"""Writes into the outbox, raises what the outbox raises, and gives what there is to report."""


class Ledger:
    """The entries of one courier. For all of its threads: one writes, together with its own, what others brought."""

    def __init__(
        self, report: Callable[[Delivered], None], together: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Tell `report` of each delivery after it was written; what is written in `together` is one transaction."""
        self._report = report
        self._together = together
        self._kept: deque[Entry] = deque()
        self._turn = Lock()

    def record(self, entry: Entry) -> None:
        """Write an entry, or keep it for `settle`, whatever the outbox raises."""
        self.keep(entry)
        with suppress(Exception):  # `settle` meets it again, and raises it in the deliver loop
            self.settle()

    def keep(self, entry: Entry) -> None:
        """Keep an entry for `settle`."""
        self._kept.append(entry)

    def settle(self) -> None:
        """Write what was kept, oldest first; raises what the outbox raises, and keeps the rest."""
        with self._turn:
            entries = tuple(self._kept)
            if len(entries) < FEW or not self._wrote_together(entries):
                for entry in entries:
                    self._written([entry()])

    def _wrote_together(self, entries: Sequence[Entry]) -> bool:
        """Write all or none; False: one of them is at fault."""
        try:
            with self._together():
                delivered = [entry() for entry in entries]
        except STORE_AWAY:
            raise
        except Exception:  # noqa: BLE001 - each is written again, and that one raises it
            return False
        self._written(delivered)
        return True

    def _written(self, delivered: Sequence[Delivered | None]) -> None:
        """Drop as many entries, which are the oldest, and report them."""
        for each in delivered:
            self._kept.popleft()
            if each is not None:
                self._report(each)
