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
        self._folders = [(drop.name, DropFolder(drop, max_size)) for drop in drops]
        self._intake = intake
        self._ingest = ingest
        self._report = report
        self._told: dict[str, str | None] = {}

    def sweep(self, now: datetime) -> Swept:
        """Start every whole file that was not taken before and is not under way."""
        looks = [self._look(name, folder, now) for name, folder in self._folders]
        return Swept(handled=sum(look.handled for look in looks), waiting=sum(look.waiting for look in looks))

    def _look(self, name: str, folder: DropFolder, now: datetime) -> Swept:
        scan = folder.scan(now)
        self._tell(name, scan.problem)
        for refused in scan.refused:
            unmoved = folder.fail(refused, refused.reason)
            self._refuse(name, f"{refused.file_name}: {refused.reason}")
            self._tell(name, unmoved)
        started = [file for file in self._fresh(name, folder, scan) if self._start(folder, file)]
        return Swept(handled=len(scan.refused) + len(started), waiting=scan.settling + scan.more)

    def _fresh(self, name: str, folder: DropFolder, scan: Scan) -> list[DropFile]:
        """Leave out content that this folder gave before: a file kept over a restart, or moved in a second time."""
        fresh = []
        for file, taken in zip(scan.ready, self._ingest.taken(scan.ready), strict=True):
            if taken:
                self._tell(name, folder.finish(file))
            else:
                fresh.append(file)
        return fresh

    def _start(self, folder: DropFolder, file: DropFile) -> bool:
        if self._intake.busy(key_of(file)):
            return False
        self._intake.drop(folder, file)
        return True

    def _tell(self, name: str, problem: str | None) -> None:
        if problem and self._told.get(name) != problem:
            self._report(Ingested(source=name, status=FOLDER, error=problem))
        self._told[name] = problem

    def _refuse(self, name: str, problem: str) -> None:
        self._report(Ingested(source=name, status="refused", error=problem))
