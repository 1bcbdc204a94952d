"""Labelled pairs of invented texts, and floors that may only rise (tests/quality)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import NOON
from watcher.model import Article, Entry, StoryId
from watcher.stories import StoryIndex, StoryText, assign, fingerprint, read_credit

HERE = Path(__file__).parent
PAIRS = tomllib.loads(HERE.joinpath("pairs.toml").read_text("utf-8"))["pairs"]
FLOORS = tomllib.loads(HERE.joinpath("floors.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Decision:
    """One pair in one order: what is true and what was found."""

    kind: str
    titles: tuple[str, str]
    same: bool
    joined: bool


def joins(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    """Show the first text, then the second; tell whether the second joins the first one's story."""
    index = StoryIndex((), {})
    article, text = article_of(first)
    seen = article.published or NOON
    index.put(StoryText(id=StoryId("first"), title=article.title, fingerprint=text, first_seen=seen))
    index.put_exact(text, StoryId("first"))
    article, text = article_of(second)
    return assign(article, text, index).story is not None


def article_of(fields: Mapping[str, object]) -> tuple[Article, object]:
    entry = Entry(**fields)
    credit, body = read_credit(entry)
    article = Article(
        source="desk", title=entry.title, body=body, link=entry.link, credit=credit, published=entry.published
    )
    return article, fingerprint(entry.title, body, entry.link)


def decisions() -> Iterator[Decision]:
    for pair in PAIRS:
        one, other = pair["first"], pair["second"]
        for first, second in ((one, other), (other, one)):
            titles = (first["title"], second["title"])
            yield Decision(pair["kind"], titles, pair["same"], joins(first, second))


@pytest.fixture(scope="module")
def decided() -> tuple[Decision, ...]:
    return tuple(decisions())


def test_the_sample_is_large_enough_to_mean_something() -> None:
    assert len(PAIRS) >= 40
    assert sum(pair["same"] for pair in PAIRS) >= 15
    assert sum(not pair["same"] for pair in PAIRS) >= 15


def test_joined_pairs_are_one_story(decided: tuple[Decision, ...]) -> None:
    joined = [each for each in decided if each.joined]
    wrong = [each for each in joined if not each.same]
    assert 1 - len(wrong) / len(joined) >= FLOORS["precision"], wrong


def test_pairs_of_one_story_are_joined(decided: tuple[Decision, ...]) -> None:
    same = [each for each in decided if each.same]
    missed = [each for each in same if not each.joined]
    assert 1 - len(missed) / len(same) >= FLOORS["recall"], missed
