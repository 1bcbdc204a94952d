"""A query asked of one sentence of an article, as if that were the whole text."""

from collections.abc import Sequence
from dataclasses import replace

from watcher.model import Evidence
from watcher.query import Hit, IndexedArticle, index


def alone(words: IndexedArticle, shown: Evidence) -> IndexedArticle:
    """Give the article with nothing but this sentence in it; its credit and tags stay."""
    in_title = shown.field == "title"
    text = shown.sentence
    return index(replace(words.article, title=text if in_title else "", body="" if in_title else text))


def in_article(shown: Evidence, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Give what was found in the sentence alone with its place in the article."""
    return tuple(
        hit._replace(start=hit.start + shown.start, end=hit.end + shown.start) if hit.field == shown.field else hit
        for hit in hits
    )
