"""What became of each message, on its way into the outbox: kept while the outbox is away, and written when it is back.

A delivery is recorded after it was sent, so a crash in between sends it twice: at least once is the promise. An outbox
that is away costs nothing as long as this process lives: what was sent is not sent again.
"""

from collections import deque
from collections.abc import Callable

from watcher.deliver.result import Delivered

Entry = Callable[[], Delivered | None]
"""Writes into the outbox, raises what the outbox raises, and gives what there is to report."""


class Ledger:
    """The entries of one courier. `record` is for all of its threads, `settle` for one."""

    def __init__(self, report: Callable[[Delivered], None]) -> None:
        """Tell `report` of each delivery after it was written."""
        self._report = report
        self._kept: deque[Entry] = deque()

    def record(self, entry: Entry) -> None:
        """Write an entry, or keep it for `settle`, whatever the outbox raises."""
        try:
            self._write(entry)
        except Exception:  # noqa: BLE001 - `settle` meets it again, and raises it in the deliver loop
            self._kept.append(entry)

    def keep(self, entry: Entry) -> None:
        """Keep an entry for `settle`."""
        self._kept.append(entry)

    def settle(self) -> None:
        """Write what was kept, oldest first; raises what the outbox raises, and keeps the rest."""
        while self._kept:
            self._write(self._kept[0])
            self._kept.popleft()

    def _write(self, entry: Entry) -> None:
        delivered = entry()
        if delivered is not None:
            self._report(delivered)
