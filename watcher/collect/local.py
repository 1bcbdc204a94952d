"""Feeds that are files on this machine."""

from datetime import datetime
from pathlib import Path

from watcher.collect.files import UnfitError, modified_at, printable, read_regular
from watcher.errors import DocumentError
from watcher.model import Document, DocumentKind, Feed


def read_feed_file(feed: Feed, now: datetime, max_size: int) -> Document:
    """Read the file of a feed with a `path`; links are followed, for the path is the operator's own.

    Raises:
        DocumentError: it cannot be read; one sentence that names the file.
    """
    path = feed.path or Path()
    try:
        body, found = read_regular(path, max_size)
    except UnfitError as error:
        raise DocumentError(f"{path} {error}") from None
    except FileNotFoundError:
        raise DocumentError(f"{path} is not there") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    return Document(
        source=feed.name,
        kind=DocumentKind.FEED,
        body=body,
        received_at=now,
        file_name=printable(path.name),
        modified_at=modified_at(found),
    )
