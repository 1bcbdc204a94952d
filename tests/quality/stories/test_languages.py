"""Ten languages, with invented news: copies join, near-misses do not (tests/quality)."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON
from tests.remembering import Remembered, shown
from watcher.model import Entry

LANGUAGES: Sequence[Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("languages.toml").read_text("utf-8"),
)["languages"]
COPIES = ("other furniture", "other headline", "first third", "summary", "light edits")
NEAR_MISSES = ("form filled in again", "next day", "other event", "other author", "digest")
SUMMARY = 190  # characters, with spaces between words
SUMMARY_WITHOUT_SPACES = 95
THIRD = 2  # sentences of six
Text = tuple[str, str]  # title and body


def whole(language: Mapping[str, Any]) -> Text:
    return language["title"], "\n\n".join(language["text"])


def filled(language: Mapping[str, Any], number: int) -> Text:
    title, *text = (line.format(**language["fillings"][number]) for line in language["form"])
    return title, "\n\n".join(text)


def copy_of(language: Mapping[str, Any], kind: str) -> Text:
    title, text, joint = language["title"], language["text"], language["joint"]
    edited = joint.join(text)
    for before, after in language["edits"]:
        edited = edited.replace(before, after)
    return {
        "other furniture": (title, "\n\n".join((*language["head"], *text, *language["foot"]))),
        "other headline": (language["retitled"], joint.join(text)),
        "first third": (language["retitled"], joint.join(text[:THIRD])),
        "summary": (title, joint.join(text)[: SUMMARY if joint else SUMMARY_WITHOUT_SPACES] + "…"),
        "light edits": (title, edited),
    }[kind]


def near_miss(language: Mapping[str, Any], kind: str) -> tuple[Text, Text]:
    """Give two texts that are two stories."""
    text = language["text"]
    follow_up, other_event, other_author = (language[name] for name in ("follow-up", "other-event", "other-author"))
    quoted = (text[0], other_event["text"][0], filled(language, 0)[1].partition("\n")[0])
    return {
        "form filled in again": (filled(language, 0), filled(language, 1)),
        "next day": (whole(language), (follow_up["title"], "\n\n".join((*follow_up["text"], *text[-2:])))),
        "other event": (whole(language), (other_event["title"], "\n\n".join(other_event["text"]))),
        "other author": (whole(language), (other_author["title"], "\n\n".join(other_author["text"]))),
        "digest": (whole(language), (f"{language['head'][0]} 24", "\n\n".join(quoted))),
    }[kind]


def stories(texts: tuple[Text, Text]) -> int:
    """Show one text after the other, each in its own feed at its own address; give the number of stories they are."""
    remembered = Remembered()
    links = (f"https://outlet-{number}.example/{number}" for number in (1, 2))
    entries = (
        Entry(guid=link, link=link, title=title, body=body, published=NOON)
        for link, (title, body) in zip(links, texts, strict=True)
    )
    verdicts = [remembered.take(shown(entry, f"feed of {entry.link}"))[0] for entry in entries]
    return len({remembered.story_of(verdict) for verdict in verdicts})


languages = pytest.mark.parametrize("language", LANGUAGES, ids=[each["code"] for each in LANGUAGES])


def test_the_languages_are_those_promised() -> None:
    assert [each["code"] for each in LANGUAGES] == ["uk", "ru", "fr", "de", "es", "pl", "ar", "zh", "ja", "tr"]


@languages
@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_joins(language: Mapping[str, Any], kind: str) -> None:
    assert copy_of(language, kind) != whole(language)
    assert stories((whole(language), copy_of(language, kind))) == 1


@languages
@pytest.mark.parametrize("kind", COPIES)
def test_a_text_joins_the_copy_that_came_before_it(language: Mapping[str, Any], kind: str) -> None:
    assert stories((copy_of(language, kind), whole(language))) == 1


@languages
@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_a_near_miss_does_not_join(language: Mapping[str, Any], kind: str) -> None:
    assert stories(near_miss(language, kind)) == 2


@languages
@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_a_near_miss_does_not_join_the_other_way_round(language: Mapping[str, Any], kind: str) -> None:
    first, second = near_miss(language, kind)
    assert stories((second, first)) == 2
