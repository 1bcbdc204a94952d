"""Texts reduced to numbers: what is compared."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from watcher.model import Article, PublishedFrom
from watcher.stories.agencies import BUILT_IN, Agencies
from watcher.stories.datelines import read_dateline
from watcher.stories.facts import TELLING, names, normal, numbers, slots
from watcher.stories.hashing import hash32, hash64, shingles
from watcher.stories.identity import page_of
from watcher.stories.labels import version_mark
from watcher.stories.ports import Fingerprint, StoryText
from watcher.stories.publishers import origins, publishers, site
from watcher.stories.titles import OUTLET_WORDS, headline
from watcher.text import folded, written_words

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


def fingerprint(article: Article, page: str | None = None, agencies: Agencies = BUILT_IN) -> Fingerprint:
    """Measure a text; its body without credit lines, or copies with other credits differ.

    Args:
        article: the text.
        page: its link, where that leads to this text alone.
        agencies: whom the end of its title may name.
    """
    written = written_words(article.body)
    body, title = folded(written), headline(article.title)
    dateline = read_dateline(article.body[:DATELINE])
    told = body[len(folded(written_words(article.body[: dateline.end]))) :] if dateline else body
    is_told = not _repeats(title, told)
    head = shingles(title)
    all_shingles = tuple(dict.fromkeys((*head, *(shingles(told[:SHINGLED]) if is_told else ()))))
    plain = normal(body[:TELLING])
    canonical = page_of(page)
    measured = Fingerprint(
        words=hash64(" ".join((*folded(written_words(article.title)), *body))),
        tokens=len(folded(written_words(article.title))) + len(body),
        page=None if canonical is None else hash64(canonical),
        shingles=all_shingles,
        heading=len(head),
        numbers=numbers(plain),
        names=names(written[:TELLING]),
        slots=slots(plain) if is_told else (),
        titles=(" ".join(title),) if title else (),
        stamps=_stamps(article),
        publishers=publishers(article),
        origins=origins(article, agencies),
        sites=() if canonical is None else site(page),
        begun=_minute(article),
        marked=version_mark(article.title, article.body) is not None,
    )
    return with_sample(measured)


def published(text: StoryText) -> datetime:
    """Give when a story was first published, as its copies say; when it was first seen, where that is earlier."""
    begun = text.fingerprint.begun
    return text.first_seen if begun is None else min(text.first_seen, EPOCH + begun * MINUTE)


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
    lead, rest = lead_and_rest(fp)
    return (*lead, *[value for value in rest if value % SAMPLED == 0])


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


def _stamps(article: Article) -> tuple[int, ...]:
    minute = _minute(article)
    if minute is None:
        return ()
    return tuple(hash32(f"stamp {publisher} {minute}") for publisher in publishers(article))


def _minute(article: Article) -> int | None:
    """Give when a text says it was published; a file's time of modification says when it was saved."""
    if article.published is None or article.published_from is PublishedFrom.MODIFIED:
        return None
    return (article.published - EPOCH) // MINUTE
