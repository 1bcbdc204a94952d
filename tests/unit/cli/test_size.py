"""A store's size in sentences."""

from datetime import UTC, datetime

from watcher.cli.size import size_lines
from watcher.store.sizes import Sizes

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)


def sizes(**fields: object) -> Sizes:
    nothing = {"log": 0, "free": 0, "tables": (), "oldest": None, "newest": None}
    return Sizes(**{"total": 180_000, **nothing, "going": 0, "going_entries": 0, "going_bytes": 0, **fields})


def test_a_new_store_is_one_line():
    assert list(size_lines(sizes(), UTC)) == ["0.2 MB on disk"]


def test_log_free_pages_age_and_what_goes_next_are_told():
    found = sizes(
        total=2_345_600_000,
        log=33_000_000,
        free=1_500_000,
        oldest=NOON,
        newest=NOON.replace(month=9),
        going=1,
        going_entries=2,
        going_bytes=17_000,
    )
    assert list(size_lines(found, UTC)) == [
        "2,345.6 MB on disk, 33.0 MB of it the log, 1.5 MB free inside it",
        "entries from 2026-03-06 12:00 to 2026-09-06 12:00",
        "1 story (2 entries, about 0.0 MB) are older than [store] keep and go next",
    ]
