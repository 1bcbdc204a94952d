"""The file of a backup: the rows of a store, the same from SQLite and from PostgreSQL.

It is gzip over lines of JSON. The first line says what follows (`Header`), each further one is an array of a table's
name and some of its rows, in the order of the tables and of their keys, and the last one is an object with a digest of
all lines before it: a file that was cut short or changed is known for it. Bytes stand as base64. Nothing depends on the
database the rows come from; the header's revision says which tables and columns there are.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, Self

from watcher import __version__
from watcher.errors import InputError

FORMAT = "watcher backup"
VERSION = 1
LEVEL = 1
"""Of compression: hashes, which are most of a store, do not become smaller with more."""

_GZIP = b"\x1f\x8b"
_HEADER_AT_MOST = 2**20  # bytes; ours has about 2,000

Progress = Callable[[int, int], None]
"""Called now and then with how much is done, rows or bytes, and of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeader:
    """What the file holds of one table."""

    columns: tuple[str, ...]  # in the order of the values of each row
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands in a backup."""

    revision: str  # of the schema
    created_at: datetime
    tables: Mapping[str, TableHeader]  # what a table refers to stands before it
    watcher: str = __version__  # the version that wrote it

    @property
    def rows(self) -> int:
        """Give the rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def line(self) -> dict[str, Any]:
        """Give the header as it stands in the file."""
        tables = [{"name": name, "columns": table.columns, "rows": table.rows} for name, table in self.tables.items()]
        about = {"revision": self.revision, "watcher": self.watcher, "created_at": self.created_at.isoformat()}
        return {"format": FORMAT, "version": VERSION, **about, "tables": tables}

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Self:
        """Read it back; raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            revision=str(line["revision"]),
            watcher=str(line["watcher"]),
            created_at=datetime.fromisoformat(line["created_at"]),
            tables={
                table["name"]: TableHeader(columns=tuple(table["columns"]), rows=int(table["rows"]))
                for table in line["tables"]
            },
        )


class BackupWriter:
    """Writes a backup into an open file."""

    def __init__(self, file: IO[bytes], header: Header) -> None:
        # Neither a name nor a time stands in the file: the same store gives the same bytes.
        self._file = gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=file, mtime=0)
        self._digest = hashlib.sha256()
        self._line(header.line())

    def page(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write some rows of a table; each value is text, a number, None, or what JSON has a form for."""
        self._line([table, rows])

    def end(self) -> None:
        """Write the last line; without it the file counts as cut short."""
        self._line({"sha256": self._digest.hexdigest()})
        self._file.close()

    def _line(self, value: object) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        line = text.encode("utf-8", "surrogatepass") + b"\n"
        self._digest.update(line)
        self._file.write(line)


class BackupFile:
    """A backup to be read; what is wrong with it is an `InputError` that names it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def verify(self, progress: Progress = lambda *_: None) -> Header:
        """Read the whole file, and give its header if it is as it was written.

        Raises:
            InputError: it is no backup, damaged, cut short, or of a format that only a newer watcher knows.
        """
        with self._readable() as (raw, file):
            size = os.fstat(raw.fileno()).st_size
            header, digest = self._header(file)
            for _ in self._pages(file, digest):
                progress(raw.tell(), size)
        return header

    def pages(self) -> Iterator[tuple[str, list[list[Any]]]]:
        """Give the rows again, as `BackupWriter.page` got them, a page at a time.

        Raises:
            InputError: as `verify`; what was given until then is not to be kept.
        """
        with self._readable() as (_, file):
            _, digest = self._header(file)
            for line in self._pages(file, digest):
                table, rows = json.loads(line)
                yield table, rows

    def damaged(self, how: str) -> InputError:
        """Give the error that says so."""
        return InputError(f"the backup {self.path} {how}; nothing was restored, take another one")

    @contextmanager
    def _readable(self) -> Iterator[tuple[BufferedReader, gzip.GzipFile]]:
        try:
            with self.path.open("rb") as raw, gzip.open(raw) as file:
                if raw.read(len(_GZIP)) != _GZIP:
                    raise self._foreign()
                raw.seek(0)
                yield raw, file
        except EOFError as error:
            raise self.damaged("is cut short") from error
        except (gzip.BadGzipFile, zlib.error, ValueError, KeyError, TypeError, RecursionError) as error:
            raise self.damaged("is damaged") from error
        except OSError as error:
            raise InputError(f"the backup {self.path} cannot be read: {error.strerror}") from error

    def _header(self, file: gzip.GzipFile) -> "tuple[Header, hashlib._Hash]":
        line = file.readline(_HEADER_AT_MOST)
        try:
            read = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._foreign() from error
        if not isinstance(read, dict) or read.get("format") != FORMAT:
            raise self._foreign()
        if read["version"] > VERSION:
            raise InputError(f"the backup {self.path} was written by a newer watcher ({read['watcher']}); use that one")
        return Header.read(read), hashlib.sha256(line)

    def _pages(self, file: gzip.GzipFile, digest: "hashlib._Hash") -> Iterator[bytes]:
        for line in file:
            if not line.startswith(b"["):
                if json.loads(line) != {"sha256": digest.hexdigest()} or file.read(1):
                    raise self.damaged("is damaged")
                return
            digest.update(line)
            yield line
        raise self.damaged("is cut short")

    def _foreign(self) -> InputError:
        return InputError(f"{self.path} is not a backup; give a file that `watcher db backup` wrote")
