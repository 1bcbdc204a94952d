"""Reading files that others write: only regular ones, never blocking, never more than the limit."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MEGABYTE = 10**6
_KIB = 2**10
_READ_ONLY = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # opening a FIFO would wait for a writer


@dataclass(frozen=True, slots=True)
class Signature:
    """What changes when a file does."""

    inode: int
    size: int  # bytes
    modified: int  # nanoseconds since 1970

    @classmethod
    def of(cls, found: os.stat_result) -> "Signature":
        """Take it from what `stat` gave."""
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


class UnfitError(Exception):
    """A file is not read; `str()` is the reason for the user: "is empty"."""


class ChangingError(UnfitError):
    """A file changed while it was read: look again later."""


def read_regular(path: str | Path, max_size: int, *, folder: int | None = None) -> tuple[bytes, os.stat_result]:
    """Read a whole file, and give what `stat` says of it.

    With an open `folder`, the path is relative to it and a link is not followed.

    Raises:
        ChangingError: it is being written.
        UnfitError: it is no regular file, or has more than `max_size` bytes.
        OSError: it cannot be opened or read.
    """
    flags = _READ_ONLY if folder is None else _READ_ONLY | os.O_NOFOLLOW
    descriptor = os.open(path, flags, dir_fd=folder)
    try:
        found = os.fstat(descriptor)
        check_kind(found.st_mode)
        check_size(found.st_size, max_size)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            body = file.read(max_size + 1)
        if Signature.of(os.fstat(descriptor)) != Signature.of(found):
            raise ChangingError("changed while it was read")
    finally:
        os.close(descriptor)
    return body, found


def check_kind(mode: int) -> None:
    """Refuse everything but a regular file."""
    if stat.S_ISLNK(mode):
        raise UnfitError("is a link; copy the file itself")
    if stat.S_ISDIR(mode):
        raise UnfitError("is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise UnfitError("is a pipe, socket or device, not a file")


def check_size(size: int, max_size: int) -> None:
    """Refuse more than `max_size` bytes."""
    if size > max_size:
        raise UnfitError(f"is {size / MEGABYTE:.1f} MB; the limit is collect.max-size = {_as_setting(max_size)}")


def modified_at(found: os.stat_result) -> datetime | None:
    """Give the modification time; None where it lies outside the calendar."""
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(found.st_mtime, UTC)
    return None


def printable(name: str) -> str:
    """Give a file name that can be shown and stored: control characters and undecodable bytes become "?"."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _as_setting(size: int) -> str:
    """Write a size as the configuration does."""
    for unit, name in ((_KIB**2, "MiB"), (_KIB, "KiB")):
        if size % unit == 0:
            return f"{size // unit}{name}"
    return f"{size}B"
