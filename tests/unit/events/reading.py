"""A small lexicon of its own for the engine's tests, so that they do not change with ours."""

import tomllib
from datetime import UTC, datetime

from watcher.events import Lexicons, detect
from watcher.events.phrases import Sentence
from watcher.model import Event

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday

KIND = """
kind = "hiring"
language = "en"
keys = ["person"]

[fields]
person = "person"
post = "post"
org = "name"
place = "place"
status = ["hired", "gone"]

[lists]
houses = ["harbour board", "ferry line"]

[types]
post = ["cook", "captain", "chief of staff", "harbour master", "chair"]

[modifiers]
post = ["first", "chief"]

[block]
sentence = ["cooking show"]
title = ["quiz:"]

[frames.take]
person = ["object"]
post = ["as", "object2", "object"]
org = ["subject"]
place = ["in"]
needs = ["person|post"]

[[triggers]]
frame = "take"
status = "hired"
active = ["hires", "hire", "hired", "chairs"]
passive = ["hired"]
not-object = ["bikes"]

[[triggers]]
status = "gone"
active = ["walks out", "walked out"]
person = ["subject", "pronoun"]
post = ["as", "subject"]
needs = ["person|post"]

[[triggers]]
status = "gone"
noun = ["departure"]
person = ["of", "possessive"]
post = ["as"]
needs = ["person"]

[[triggers]]
status = "gone"
noun = ["sacking"]
subject = ["@houses"]
person = ["of"]
confidence = 0.5
"""


def lexicons(text: str = KIND) -> Lexicons:
    """Give ours and one of the test's own."""
    return Lexicons({"hiring.toml": tomllib.loads(text)})


def hirings(title: str, body: str = "", text: str = KIND) -> tuple[Event, ...]:
    """Give the events of the test's own kind in an article."""
    found = detect(title, body, published=NOON, language="en", lexicons=lexicons(text))
    return tuple(event for event in found if event.kind == "hiring")


def fields(title: str, body: str = "") -> list[dict[str, object]]:
    """Give the fields of those events."""
    return [dict(event.fields) for event in hirings(title, body)]


def sentence(text: str, *, trigger: str | None = None) -> Sentence:
    """Give a sentence as the engine reads it; `trigger` is a verb of it that a lexicon knows."""
    verbs = frozenset() if trigger is None else frozenset({text.index(trigger)})
    return Sentence(text, "body", 0, lexicons().grammars["en"], verbs)
