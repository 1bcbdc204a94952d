"""Smallest valid texts for the tests of stories; every text is invented."""

from dataclasses import replace
from datetime import datetime

from tests.builders import NOON, REFERENDUM
from watcher.model import Article, StoryId
from watcher.stories import Assignment, Fingerprint, StoryIndex, StoryText, assign, begin, fingerprint
from watcher.stories.sides import Side

TITLE = "Parliament takes up islands bill"
PAGE = "https://harbour.example/n1"
FERRY = (
    "A passenger ferry with 214 people aboard ran aground on a sandbank outside Port Linden late on "
    "Wednesday, and all of them were brought ashore unhurt before dawn, the coastguard of Norvania said. The "
    "Aurora Bay was on its last crossing from the island of Skerrow when the wind turned and pushed it out of "
    "the marked channel, Captain Mira Holt told reporters on the quay. Two lifeboats and a tug from the naval "
    "yard took turns to carry passengers to the breakwater, where the town had opened a school hall with "
    "blankets and soup. Divers found a dent in the hull but no leak, said Jonas Brekke, who leads the inquiry "
    "for the maritime board. Skerrow Lines cancelled its night crossings for the rest of the week and "
    "promised to pay for rooms and onward travel."
)
"""Some 120 words: a long text."""


def an_article(**fields: object) -> Article:
    return Article(**{"source": "harbour", "title": TITLE, "body": REFERENDUM, **fields})


def a_fingerprint(title: str = "", body: str = "", page: str | None = None, **fields: object) -> Fingerprint:
    """Measure a text; further fields are set on the fingerprint."""
    return replace(fingerprint(Article(source="harbour", title=title, body=body, link=page), page), **fields)


def a_story(name: str, body: str = REFERENDUM, title: str = TITLE, *, at: datetime = NOON) -> StoryText:
    return begun(name, an_article(title=title, body=body), at=at)


def begun(name: str, article: Article, *, at: datetime = NOON, digest: bool = False) -> StoryText:
    """Give the story that an article begins when it is seen."""
    return begin(StoryId(name), article, fingerprint(article, article.link), at, digest=digest)


def a_side(article: Article, at: datetime = NOON) -> Side:
    """Give an article as it arrives: all of its text, no sample."""
    return Side(replace(begun("side", article, at=at), fingerprint=fingerprint(article, article.link)))


def known(*articles: Article, at: datetime = NOON) -> StoryIndex:
    """Give an index of one story for each article, named by its place."""
    index = StoryIndex((), {})
    for name, article in enumerate(articles):
        index.put(begun(str(name), article, at=at))
        index.put_exact(fingerprint(article, article.link), StoryId(str(name)))
    return index


def told(article: Article, index: StoryIndex, at: datetime = NOON) -> Assignment:
    return assign(article, fingerprint(article, article.link), index, at)


def numbered(start: int, stop: int) -> str:
    """Give a text of distinct words."""
    return " ".join(f"word{number}" for number in range(start, stop))
