"""Drop folders: texts that people and programs put into a folder, each taken once, when it is whole.

Names in a drop folder are anyone's, so everything happens relative to the open folder, and no link is followed.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from watcher.collect.content import check_ending, check_text, hash_of
from watcher.collect.files import (
    ChangingError,
    Signature,
    UnfitError,
    check_kind,
    modified_at,
    printable,
    read_regular,
)
from watcher.collect.filing import REASON, put_away
from watcher.collect.permission import moving_problem, reading_problem
from watcher.collect.settling import Settling
from watcher.model import AfterDrop, Document, DocumentKind, Drop

DONE, FAILED = "done", "failed"
_UNFINISHED = (".tmp", ".part", ".crdownload")  # how programs name what they are still writing
_SWAPPED = frozenset({errno.ENOENT, errno.ELOOP, errno.ENXIO})  # gone, or a link or socket by now
_BATCH = 64 * 2**20  # bytes of bodies held by one scan, and one file more


@dataclass(frozen=True, slots=True, kw_only=True)
class DropFile:
    """A whole file, read. `name` is as on disk and may hold anything; show `document.file_name`."""

    drop: str
    name: str
    document: Document = field(repr=False)
    content_hash: str  # 32 hexadecimal digits
    signature: Signature = field(repr=False)  # of what was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that is not read. `name` is as on disk and may hold anything; show `file_name`."""

    drop: str
    name: str
    file_name: str
    reason: str  # goes on after the name: "is empty"
    signature: Signature = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What one look into a drop folder found, oldest first."""

    ready: tuple[DropFile, ...] = ()
    refused: tuple[Refused, ...] = ()
    settling: int = 0  # files that are perhaps still being written
    more: bool = False  # further files are whole: finish these, then scan again
    problem: str | None = None  # the folder cannot be read; one sentence for the user


class DropFolder:
    """One drop folder. A file is given by every scan until `finish` or `fail` is called for it.

    Where files stay (`AfterDrop.KEEP`), this object knows what it gave by name and looks only; over restarts the caller
    knows contents by their hash. Callable from any thread, one call at a time.
    """

    def __init__(self, drop: Drop, max_size: int) -> None:
        self._drop = drop
        self._max_size = max_size
        self._lock = Lock()
        self._settling = Settling()
        self._seen: dict[str, Signature] = {}  # by the last scan
        self._settled: dict[str, Signature] = {}  # finished or failed, and still there

    @property
    def keeps(self) -> bool:
        """Whether files stay where they are."""
        return self._drop.after is AfterDrop.KEEP

    def problem(self) -> str | None:
        """Say in one sentence why this folder cannot be used; None where it can."""
        return self._reading_problem() or (self._moving_problem() if self._drop.after is AfterDrop.MOVE else None)

    def scan(self, now: datetime) -> Scan:
        """Look through the folder once and read what is whole."""
        try:
            with self._lock, self._opened() as folder:
                return self._scan(folder, now)
        except OSError as error:
            return Scan(problem=f"drop folder {self._drop.path} cannot be read: {_words(error)}")

    def finish(self, file: DropFile) -> str | None:
        """Put a file away that was read; give a problem where it cannot be moved. A file that changed since stays."""
        with self._lock:
            return self._settle(file.name, file.signature, DONE)

    def fail(self, file: DropFile | Refused | str, reason: str) -> str | None:
        """Put a file away that cannot be used, with the reason beside it; otherwise as `finish`.

        A bare name means the file as the last scan saw it, which is another one where it was replaced meanwhile.
        """
        with self._lock:
            name, signature = (file, self._seen.get(file)) if isinstance(file, str) else (file.name, file.signature)
            return self._settle(name, signature, FAILED, f"{printable(name)}: {reason}")

    def _reading_problem(self) -> str | None:
        path = self._drop.path
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except FileNotFoundError:
            return f"drop folder {path} is not there: create it, or correct the path of drop {self._drop.name!r}"
        except OSError as error:
            return f"drop folder {path} cannot be read: {_words(error)}"
        if not is_folder:
            return f"drop folder {path} is not a folder: correct the path of drop {self._drop.name!r}"
        unreadable = reading_problem(path)
        return f"drop folder {path} {unreadable}" if unreadable else None

    def _moving_problem(self) -> str | None:
        path = self._drop.path
        for name in (DONE, FAILED):
            if _is_no_folder(path / name):
                return f"{path / name} is in the way: files are moved to a folder of that name"
        folders = [path, *(path / name for name in (DONE, FAILED) if (path / name).exists())]
        problems = (f"drop folder {folder} {why}" for folder in folders if (why := moving_problem(folder)))
        return next(problems, None)

    def _scan(self, folder: int, now: datetime) -> Scan:
        found = _listed(folder)
        self._seen = {name: Signature.of(status) for name, status in found.items()}
        self._settled = {name: known for name, known in self._settled.items() if self._seen.get(name) == known}
        self._settling.keep_only(set(found))
        waiting = [name for name in found if name not in self._settled]
        whole = [name for name in waiting if self._is_whole(name, found[name], now)]
        batch = _Batch(settling=len(waiting) - len(whole))
        for name in whole:
            if batch.size < _BATCH:
                batch.add(self._take(folder, name, found[name], now))
            else:
                batch.more = True
        if self._drop.after is AfterDrop.KEEP:
            self._settled |= {file.name: file.signature for file in batch.refused}
        return batch.scan()

    def _is_whole(self, name: str, found: os.stat_result, now: datetime) -> bool:
        return not stat.S_ISREG(found.st_mode) or self._settling.is_whole(name, self._seen[name], now)

    def _take(self, folder: int, name: str, found: os.stat_result, now: datetime) -> DropFile | Refused | None:
        """Read one file; None where it changed under our hands: a later scan decides."""
        try:
            check_kind(found.st_mode)
            check_ending(name)
            body, opened = read_regular(name, self._max_size, folder=folder)
            check_text(body)
        except ChangingError:
            return None
        except UnfitError as error:
            return self._refused(name, str(error))
        except OSError as error:
            return None if error.errno in _SWAPPED else self._refused(name, f"cannot be read: {_words(error)}")
        if Signature.of(opened) != self._seen[name]:
            return None
        return self._ready(name, body, opened, now)

    def _ready(self, name: str, body: bytes, found: os.stat_result, now: datetime) -> DropFile:
        document = Document(
            source=self._drop.name,
            kind=DocumentKind.DROP,
            body=body,
            received_at=now,
            file_name=printable(name),
            modified_at=modified_at(found),
        )
        return DropFile(
            drop=self._drop.name,
            name=name,
            document=document,
            content_hash=hash_of(body),
            signature=Signature.of(found),
        )

    def _refused(self, name: str, reason: str) -> Refused:
        return Refused(
            drop=self._drop.name,
            name=name,
            file_name=printable(name),
            reason=reason,
            signature=self._seen[name],
        )

    def _settle(self, name: str, signature: Signature | None, into: str, reason: str | None = None) -> str | None:
        if signature is None:
            return None
        if self._drop.after is AfterDrop.KEEP:
            self._settled[name] = signature
            return None
        try:
            with self._opened() as folder:
                if Signature.of(os.stat(name, dir_fd=folder, follow_symlinks=False)) == signature:
                    put_away(folder, name, into, reason)
                    self._settling.forget(name)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._settled[name] = signature
            return f"{printable(name)} cannot be moved to {self._drop.path / into}: {_words(error)}"
        return None

    @contextmanager
    def _opened(self) -> Iterator[int]:
        folder = os.open(self._drop.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield folder
        finally:
            os.close(folder)


@dataclass(slots=True, kw_only=True)
class _Batch:
    """A scan in the making."""

    settling: int
    ready: list[DropFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    more: bool = False
    size: int = 0  # bytes of bodies

    def add(self, taken: DropFile | Refused | None) -> None:
        if isinstance(taken, DropFile):
            self.ready.append(taken)
            self.size += len(taken.document.body)
        elif taken is not None:
            self.refused.append(taken)
        else:
            self.settling += 1

    def scan(self) -> Scan:
        return Scan(ready=tuple(self.ready), refused=tuple(self.refused), settling=self.settling, more=self.more)


def _listed(folder: int) -> dict[str, os.stat_result]:
    """Give everything in the folder that may be a drop, oldest first."""
    found: dict[str, os.stat_result] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if not entry.is_dir(follow_symlinks=False) and _is_meant(entry.name):
                    found[entry.name] = entry.stat(follow_symlinks=False)
    return dict(sorted(found.items(), key=lambda each: (each[1].st_mtime_ns, each[0])))


def _is_meant(name: str) -> bool:
    return not name.startswith(".") and not name.lower().endswith((*_UNFINISHED, REASON))


def _is_no_folder(path: Path) -> bool:
    return path.is_symlink() or (path.exists() and not path.is_dir())


def _words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
