"""Putting files away: from a drop folder to a folder inside it, by name, without ever overwriting anything.

Python has no rename that refuses to overwrite, and hard links are refused for files of other users. So the new name is
taken first with an empty file of our own, and that is what the rename replaces.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import PurePath

REASON = ".reason.txt"
_LONGEST = 255  # bytes of a file name on every usual file system
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def put_away(folder: int, name: str, into: str, reason: str | None = None) -> None:
    """Move a file (or link, or pipe) from the open folder to `into` in it, with the reason in a file beside it.

    A name that is taken there gets "-1", "-2" … before its ending. A file that is gone is no error.

    Raises:
        OSError: it could not be moved; it stays where it is.
    """
    target = _open_inside(folder, into)
    try:
        new = _take_name(target, name, reason)
        try:
            os.rename(name, new, src_dir_fd=folder, dst_dir_fd=target)
        except OSError as error:
            _give_up(target, new, reason)
            if not isinstance(error, FileNotFoundError):
                raise
    finally:
        os.close(target)


def _open_inside(folder: int, name: str) -> int:
    """Open a folder in the open folder, made on need; a link in its place is refused."""
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=folder)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)


def _take_name(target: int, name: str, reason: str | None) -> str:
    for new in _names(name, _LONGEST - len(REASON) if reason else _LONGEST):
        if not _create(target, new, b""):
            continue
        taken = False
        try:
            taken = not reason or _create(target, new + REASON, f"{reason}\n".encode(errors="backslashreplace"))
        finally:
            if not taken:
                os.unlink(new, dir_fd=target)
        if taken:
            return new
    raise AssertionError  # `_names` never ends


def _names(name: str, longest: int) -> Iterator[str]:
    """Give a name and its variants without end, each of at most `longest` bytes."""
    path = PurePath(name)
    for number in count():
        ending = f"-{number}{path.suffix}" if number else path.suffix
        stem = path.stem
        while len(os.fsencode(stem + ending)) > longest and stem:
            stem = stem[:-1]
        yield stem + ending


def _create(target: int, name: str, content: bytes) -> bool:
    """Create a file; False where the name is taken."""
    try:
        with os.fdopen(os.open(name, _CREATE, 0o666, dir_fd=target), "wb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _give_up(target: int, new: str, reason: str | None) -> None:
    for name in (new, new + REASON) if reason else (new,):
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=target)
