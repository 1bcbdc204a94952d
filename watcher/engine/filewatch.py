"""Seeing that files changed, by looking: notifications of the system do not reach through bind mounts.

A link is followed, so a mounted configuration that is exchanged by swapping a link is seen like any other change.
"""

import glob
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

Look = Mapping[Path, tuple[int, int, int] | None]
"""Each file with modification time (ns), size (bytes) and inode; None: it is not there, or may not be looked at."""


def look_at(files: Iterable[Path], patterns: Iterable[Path]) -> Look:
    """Look at files, and at all files that match one of the patterns; both absolute."""
    matched = (Path(match) for pattern in patterns for match in glob.glob(str(pattern), recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns
    return {path: _signature(path) for path in {*files, *matched}}


def fingerprint(look: Look) -> bytes:
    """Give 16 bytes that are others when the content of the files is; a file that cannot be read counts as empty."""
    digest = blake2b(digest_size=16)
    for path in sorted(look):
        content = _content(path)
        digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.digest()


class FileWatch:
    """Tells when files changed and have rested since for one look: an editor may write in several steps."""

    def __init__(self, look: Look) -> None:
        self._known = self._last = look

    def changed(self, look: Look) -> bool:
        """Say whether files are otherwise than known and just as at the last look; they are known then."""
        changed = self._known != look == self._last
        self._last = look
        if changed:
            self._known = look
        return changed

    def know(self, look: Look) -> None:
        """Take this as known: the files were read after it."""
        self._known = self._last = look


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
