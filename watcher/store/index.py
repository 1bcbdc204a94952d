"""The index that finds a story by its texts: shingles of its longest text, and every copy's exact words and page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, select

from watcher import stories
from watcher.store import rows
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, insert_new, listed, put
from watcher.stories.ports import Fingerprint, StoryText

_VALUE = bindparam("value", type_=BigInteger)
_STORY = bindparam("number", type_=BigInteger)


def exact_hashes(text: Fingerprint) -> Iterator[int]:
    """Give the hashes under which another copy is the same text or page."""
    if text.tokens >= stories.SAME_TEXT_TOKENS:
        yield text.words
    if text.page is not None:
        yield text.page


def fingerprint_of(row: AnyRow) -> Fingerprint:
    """Read the fingerprint that stands in a row of `story_text`."""
    return Fingerprint(words=row.words, tokens=row.tokens, page=row.page, shingles=row.shingles)


def add_exact(connection: Connection, copies: Iterable[tuple[Fingerprint, int]]) -> None:
    """Remember words and page of these copies of the numbered stories; the first story that had them keeps them."""
    found = [{"hash": value, "story": story} for text, story in copies for value in exact_hashes(text)]
    insert_new(connection, rows.exact, found)


def put_texts(connection: Connection, texts: Mapping[int, StoryText]) -> None:
    """Make these the texts by which the numbered stories are known, in place of those before."""
    before = _postings_before(connection, tuple(texts))
    after = {story: frozenset(stories.postings(text.fingerprint)) for story, text in texts.items()}
    put(connection, rows.story_text, [_row(story, text) for story, text in texts.items()])
    _remove(connection, [(value, story) for story in texts for value in before[story] - after[story]])
    _add(connection, [(value, story) for story in texts for value in sorted(after[story] - before[story])])


def remove_texts(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the numbered stories, which are to be deleted, out of the postings."""
    found = rows.posting.c
    statement = delete(rows.posting).where(found.story == _STORY, found.hash.in_(listed()))
    for story, values in _postings_before(connection, numbers).items():
        connection.execute(statement, {"number": story, "listed": sorted(values)})


def _postings_before(connection: Connection, numbers: Sequence[int]) -> dict[int, frozenset[int]]:
    query = select(rows.story_text).where(rows.story_text.c.story.in_(listed()))
    found = {row.story: stories.postings(fingerprint_of(row)) for row in each_of(connection, query, numbers)}
    return {number: frozenset(found.get(number, ())) for number in numbers}


def _row(story: int, text: StoryText) -> dict[str, object]:
    return {
        "story": story,
        "title": text.title,
        "words": text.fingerprint.words,
        "tokens": text.fingerprint.tokens,
        "page": text.fingerprint.page,
        "shingles": text.fingerprint.shingles,
    }


def _remove(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    if pairs:
        statement = delete(rows.posting).where(rows.posting.c.hash == _VALUE, rows.posting.c.story == _STORY)
        connection.execute(statement, [{"value": value, "number": story} for value, story in pairs])


def _add(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Add postings, except under hashes that so many stories carry already that they name no candidate."""
    if pairs:
        carriers = select(func.count()).where(rows.posting.c.hash == _VALUE).scalar_subquery()
        rare = select(_VALUE, _STORY).where(carriers < stories.COMMON)
        statement = rows.posting.insert().from_select(["hash", "story"], rare)
        connection.execute(statement, [{"value": value, "number": story} for value, story in pairs])
