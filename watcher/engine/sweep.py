"""Looking into the drop folders: start what is whole, refuse what cannot be taken, leave what still grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from watcher.collect import DropFile, DropFolder, Scan
from watcher.engine.ingest import FOLDER, Ingest, Ingested
from watcher.engine.intake import Intake, Report, key_of
from watcher.model import Drop


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one look into all folders came to, in files."""

    handled: int = 0  # started or refused
    waiting: int = 0  # still being written, or left for the next look


class Sweeper:
    """Looks into drop folders, one call a look. A folder's own problem is reported when it begins or changes."""

    def __init__(self, drops: Iterable[Drop], max_size: int, *, intake: Intake, ingest: Ingest, report: Report) -> None:
        self._folders: dict[tuple[Drop, int], DropFolder] = {}
        self._intake = intake
        self._ingest = ingest
        self._report = report
        self._told: dict[str, str | None] = {}
        self.follow(drops, max_size)

    def follow(self, drops: Iterable[Drop], max_size: int) -> None:
        """Look into these folders from now on, and no other; `max_size` in bytes. Not while a look is under way."""
        before = self._folders
        self._folders = {(drop, max_size): before.get((drop, max_size)) or DropFolder(drop, max_size) for drop in drops}

    def sweep(self, now: datetime) -> Swept:
        """Start every whole file that was not taken before and is not under way."""
        looks = [self._look(drop.name, folder, now) for (drop, _), folder in self._folders.items()]
        return Swept(handled=sum(look.handled for look in looks), waiting=sum(look.waiting for look in looks))

    def _look(self, name: str, folder: DropFolder, now: datetime) -> Swept:
        scan = folder.scan(now)
        self._tell(name, folder.problem() or scan.problem)
        for refused in scan.refused:
            unmoved = folder.fail(refused, refused.reason)
            self._refuse(name, f"{refused.file_name}: {refused.reason}")
            self._tell(name, unmoved)
        started = self._fresh(name, folder, scan)
        for file in started:
            self._intake.drop(folder, file)
        return Swept(handled=len(scan.refused) + len(started), waiting=scan.settling + scan.more)

    def _fresh(self, name: str, folder: DropFolder, scan: Scan) -> list[DropFile]:
        """Leave out what is under way, and content that this folder gave before.

        That is a file kept over a restart, or moved in a second time. What is under way is asked for first: a file that
        is done in between counts as taken then.
        """
        free = [file for file in scan.ready if not self._intake.busy(key_of(file))]
        fresh = []
        for file, taken in zip(free, self._ingest.taken(free), strict=True):
            if taken:
                self._tell(name, folder.finish(file))
            else:
                fresh.append(file)
        return fresh

    def _tell(self, name: str, problem: str | None) -> None:
        if problem and self._told.get(name) != problem:
            self._report(Ingested(source=name, status=FOLDER, error=problem))
        self._told[name] = problem

    def _refuse(self, name: str, problem: str) -> None:
        self._report(Ingested(source=name, status="refused", error=problem))
