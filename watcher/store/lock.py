"""One running watcher per SQLite file."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watcher.errors import ServiceUnavailable, StoreBusy


@contextmanager
def sole_watcher(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` while the block runs. The kernel lets go of it when the process ends, however it ends.

    The file stays behind: were it deleted, two could each hold a lock on a file of that name.

    Raises:
        StoreBusy: another process holds it.
        ServiceUnavailable: the lock file cannot be opened.
    """
    real = database.resolve()
    path = real.with_name(f"{real.name}.lock")
    try:
        file = path.open("ab")
    except OSError as error:
        raise ServiceUnavailable(f"the lock file {path} cannot be opened: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy(f"another watcher runs on {database}; stop it first") from error
        yield
