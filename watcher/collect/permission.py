"""Whether the user that runs watcher may use a folder; where not, one sentence that says what to do."""

import os
from pathlib import Path


def reading_problem(folder: Path) -> str | None:
    """Say why the files of a folder cannot be listed and opened, and what to do; None where they can."""
    if _may(folder, os.R_OK | os.X_OK):
        return None
    user = os.geteuid()
    return f"cannot be read by user {user}: give it the right to (chown {user} {folder})"


def moving_problem(folder: Path) -> str | None:
    """Say why files cannot be moved within a folder, and what to do; None where they can."""
    if _may(folder, os.W_OK | os.X_OK):
        return None
    keep = 'set after = "keep"'
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return f"is mounted read-only, so files cannot be moved: mount it writable, or {keep}"
    user = os.geteuid()
    return f"cannot be written by user {user}, so files cannot be moved: chown {user} {folder}, or {keep}"


def _may(folder: Path, mode: int) -> bool:
    return os.access(folder, mode, effective_ids=True)
