"""Synthetic stories for an index: random hashes, texts of real sizes. Not news; only fit to make it large."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from watcher import stories
from watcher.store import Store
from watcher.store.columns import EPOCH, MICROSECOND
from watcher.store.index import WEEKS, week_of
from watcher.stories import Fingerprint

ROUND = 100_000  # stories in a transaction: their postings ascend, and go between those of the rounds before
HASHES = 1 << 32

_SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count})",
    "postgresql": "WITH s(n) AS (SELECT generate_series(CAST(1 AS BIGINT), {count}))",
}
_CHANCE = {"sqlite": "abs(random() % {below})", "postgresql": "CAST(floor(random() * {below}) AS BIGINT)"}
_HEADLINE = "'A synthetic headline of ordinary length: ' || n"
_INTO_STORY = (
    "INSERT INTO story (public, first_seen, touched_at, title)"
    " {stories} SELECT 's' || (100000000000 + :first + n), :at, :at, {headline} FROM s"
)
_INTO_TEXT = (
    "INSERT INTO story_text (story, week, words, tokens, title, fingerprint)"
    " {stories} SELECT :first + n, :week, n, 150, {headline}, data FROM s JOIN sample ON number = n % :samples"
)
_INTO_EXACT = (
    "INSERT INTO exact (hash, story)"
    " {exact} SELECT {any_hash}, :first + 1 + n / 2 FROM s WHERE n / 2 < :count ON CONFLICT DO NOTHING"
)
_INTO_POSTING = (
    "INSERT INTO posting (hash, week, story)"
    " {postings} SELECT (n - 1) * :step - 2147483648 + {in_step}, :week, :first + 1 + {any_story} FROM s"
)


def fill(
    store: Store, wanted: int, texts: Sequence[Fingerprint], at: datetime, progress: Callable[[int], None]
) -> None:
    """Write so many stories of the weeks that are looked through, with texts and as many hashes as these have."""
    postings = sum(len(stories.postings(text)) for text in texts) // len(texts)
    for done in range(0, wanted, ROUND):
        count, week = min(ROUND, wanted - done), week_of(at) - done // ROUND % WEEKS
        with store.write() as tx:
            samples = _sample(tx.connection, map(stories.pack, texts))
            about = {"week": week, "at": (at - EPOCH) // MICROSECOND, "samples": samples}
            _write(tx.connection, count, postings, about)
        progress(done + count)


def _write(connection: Connection, count: int, postings: int, about: dict[str, int]) -> None:
    first = connection.scalar(text("SELECT coalesce(max(id), 0) FROM story")) or 0
    step = HASHES // (count * postings)
    given = {**about, "first": first, "count": count, "step": step}
    series, chance = _SERIES[connection.dialect.name], _CHANCE[connection.dialect.name]
    made = {
        "headline": _HEADLINE,
        "stories": series.format(count=count),
        "exact": series.format(count=2 * count),
        "postings": series.format(count=count * postings),
        "any_hash": chance.format(below=1 << 62),
        "in_step": chance.format(below=step),
        "any_story": chance.format(below=count),
    }
    for statement in (_INTO_STORY, _INTO_TEXT, _INTO_EXACT, _INTO_POSTING):
        filled = statement.format(**made)
        connection.execute(text(filled), {name: value for name, value in given.items() if f":{name}" in filled})


def _sample(connection: Connection, data: Iterable[bytes]) -> int:
    kind = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    connection.execute(text("DROP TABLE IF EXISTS sample"))
    connection.execute(text(f"CREATE TEMPORARY TABLE sample (number INTEGER PRIMARY KEY, data {kind})"))
    marks = [{"number": number, "data": each} for number, each in enumerate(data)]
    connection.execute(text("INSERT INTO sample VALUES (:number, :data)"), marks)
    return len(marks)
