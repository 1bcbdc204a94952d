"""Texts reduced to numbers: what is compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from watcher.model import Article, PublishedFrom
from watcher.stories.agencies import BUILT_IN, Agencies
from watcher.stories.datelines import read_dateline
from watcher.stories.facts import names, numbers, slots, told
from watcher.stories.hashing import hash32, hash64, lane, runs
from watcher.stories.keys import page_of
from watcher.stories.labels import version_mark
from watcher.stories.ports import Fingerprint, StoryText
from watcher.stories.publishers import origins, publishers, site
from watcher.stories.titles import OUTLET_WORDS, headline
from watcher.stories.vocabulary import Wording, wording
from watcher.text import folded_words

SHINGLED = 1_000
"""Words of the body that are shingled: a copy is known by its first pages."""
DATELINE = 200
"""Characters in which a dateline ends."""
LEAD = 96
"""Shingles of the body at the beginning that are all kept; behind them one in `SAMPLED`."""
SAMPLED = 4
BESIDE = 160
"""Shingles kept of other versions that the longest text lacks."""
MOST_TITLES = 24
"""Headlines kept of a story; a page may get another one every hour."""
MOST_OF_COPIES = 12
"""Stamps, publishers, origins and sites kept of a story."""
MINUTE = timedelta(minutes=1)
Value = TypeVar("Value")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Words(NamedTuple):
    """The words of an article, divided once for all who ask for them."""

    title: tuple[str, ...]  # folded
    body: Wording


def words_of(article: Article) -> Words:
    """Give the words of an article."""
    return Words(folded_words(article.title), wording(article.body))


class Text(NamedTuple):
    """What is measured: its body without credit lines, or copies with other credits differ."""

    article: Article
    page: str | None  # its link, where that leads to this text alone
    words: Words


def fingerprint(article: Article, page: str | None = None, agencies: Agencies = BUILT_IN) -> Fingerprint:
    """Measure one text, as `fingerprints` does."""
    return fingerprints([Text(article, page, words_of(article))], agencies)[0]


def fingerprints(texts: Sequence[Text], agencies: Agencies = BUILT_IN) -> tuple[Fingerprint, ...]:
    """Measure texts; `agencies` are whom the ends of their titles may name.

    All go through one step before the next begins: what a step looks up stays in the processor's caches, which hold the
    tables of one step, not of all. That makes it half as long.
    """
    read = [_told(text) for text in texts]
    fields: list[dict[str, Any]] = [{} for _ in texts]
    for step in (_identity, _shingles, _facts, _names, _publication):
        for each, found in zip(read, fields, strict=True):
            found.update(step(each))
    for text, found in zip(texts, fields, strict=True):
        found["origins"] = origins(text.article, agencies)
    return tuple([Fingerprint(**found) for found in fields])


class _Told(NamedTuple):
    """A text with its headline and what its body tells."""

    text: Text
    title: tuple[str, ...]
    begins: int  # words of the body that are its dateline
    is_told: bool  # the body says more than its headline


def _told(text: Text) -> _Told:
    article, body, title = text.article, text.words.body.folded, headline(text.article.title)
    dateline = read_dateline(article.body[:DATELINE])
    begins = len(folded_words(article.body[: dateline.end])) if dateline else 0
    return _Told(text, title, begins, not _repeats(title, body[begins:]))


def _identity(text: _Told) -> dict[str, Any]:
    words, page = text.text.words, text.text.page
    canonical = page_of(page)
    return {
        "words": hash64(" ".join((*words.title, *words.body.folded))),
        "tokens": len(words.title) + len(words.body.folded),
        "page": None if canonical is None else hash64(canonical),
        "sites": () if canonical is None else site(page),
        "titles": (" ".join(text.title),) if text.title else (),
    }


def _shingles(text: _Told) -> dict[str, Any]:
    head = runs([*map(lane, text.title)])
    body = runs(text.text.words.body.lanes[text.begins : text.begins + SHINGLED]) if text.is_told else ()
    every, heading = tuple(dict.fromkeys(chain(head, body))), len({*head})
    return {"shingles": every, "heading": heading, "sample": _sample(every, heading)}


def _facts(text: _Told) -> dict[str, Any]:
    facts = told(text.text.words.body)
    return {"numbers": numbers(facts), "slots": slots(facts) if text.is_told else ()}


def _names(text: _Told) -> dict[str, Any]:
    return {"names": names(text.text.words.body)}


def _publication(text: _Told) -> dict[str, Any]:
    article = text.text.article
    known, minute = publishers(article), _minute(article)
    return {
        "publishers": known,
        "stamps": _stamps(known, minute),
        "begun": minute,
        "marked": version_mark(article.title, article.body) is not None,
    }


def published(text: StoryText) -> datetime:
    """Give when a story was first published, as its copies say; when it was first seen, where that is earlier."""
    return published_at(text.first_seen, text.fingerprint.begun)


def published_at(first_seen: datetime, begun: int | None) -> datetime:
    """Give the same of a story that was first seen then and has this `Fingerprint.begun`."""
    return first_seen if begun is None else min(first_seen, EPOCH + begun * MINUTE)


def is_headline_only(fp: Fingerprint) -> bool:
    """Tell whether a text has no body of its own: entries of pools and search feeds repeat the headline at most."""
    return len(fp.shingles) <= fp.heading


def size(fp: Fingerprint) -> int:
    """Give how many distinct shingles the whole text has."""
    return fp.size or len(fp.shingles)


def lead_and_rest(fp: Fingerprint) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the shingles of headline and lead, and those behind them."""
    end = fp.heading + LEAD
    return fp.shingles[:end], fp.shingles[end:]


def sampled(fp: Fingerprint) -> Fingerprint:
    """Give what is kept of a text: its headline and lead whole, of the rest every fourth shingle by its hash."""
    kept = fp.shingles if fp.size else sample_of(fp)
    return fp if len(kept) == len(fp.shingles) else replace(fp, shingles=kept, size=len(fp.shingles), sample=None)


def sample_of(fp: Fingerprint) -> tuple[int, ...]:
    """Give the shingles that are kept of a text, in their order."""
    if fp.size:
        return fp.shingles
    if fp.sample is not None:
        return fp.sample
    return _sample(fp.shingles, fp.heading)


def with_sample(fp: Fingerprint) -> Fingerprint:
    """Work out once what is kept of a text: it is asked for again and again."""
    return replace(fp, sample=sample_of(fp))


def together(text: Fingerprint, copy: Fingerprint) -> Fingerprint:
    """Give the story's text with what one more copy adds; the longer of the two stays, sampled."""
    long, short = (sampled(copy), sampled(text)) if size(copy) > size(text) else (sampled(text), sampled(copy))
    held = {*long.shingles}
    beside = tuple(dict.fromkeys(value for value in (*short.shingles, *text.beside) if value not in held))
    return replace(
        long,
        beside=beside[:BESIDE],
        titles=_union(text.titles, copy.titles, MOST_TITLES),
        stamps=_union(text.stamps, copy.stamps),
        publishers=_union(text.publishers, copy.publishers),
        origins=_union(text.origins, copy.origins),
        sites=_union(text.sites, copy.sites),
        begun=min((each.begun for each in (text, copy) if each.begun is not None), default=None),
        digest=text.digest,
    )


def _union(one: tuple[Value, ...], other: tuple[Value, ...], most: int = MOST_OF_COPIES) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*one, *other)))[:most]


def _repeats(head: tuple[str, ...], body: tuple[str, ...]) -> bool:
    """Tell whether a body only says the headline again, as search feeds do, with the outlet's name behind it."""
    return bool(head) and body[: len(head)] == head and len(body) - len(head) <= OUTLET_WORDS


def _sample(shingles: tuple[int, ...], heading: int) -> tuple[int, ...]:
    end = heading + LEAD
    return (*shingles[:end], *[value for value in shingles[end:] if value % SAMPLED == 0])


def _stamps(publishers: tuple[int, ...], minute: int | None) -> tuple[int, ...]:
    if minute is None:
        return ()
    return tuple(hash32(f"stamp {publisher} {minute}") for publisher in publishers)


def _minute(article: Article) -> int | None:
    """Give when a text says it was published; a file's time of modification says when it was saved."""
    if article.published is None or article.published_from is PublishedFrom.MODIFIED:
        return None
    return (article.published - EPOCH) // MINUTE
