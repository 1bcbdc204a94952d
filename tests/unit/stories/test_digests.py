"""Texts that retell several stories."""

from dataclasses import replace

import pytest

from tests.builders import HERRING, REFERENDUM
from tests.unit.stories.builders import FERRY, a_side, an_article, known, told
from watcher.model import Label, StoryId
from watcher.stories import StoryIndex, fingerprint
from watcher.stories.digests import is_digest, looks_like_digest

TRAIN = (
    "Night trains between Ostrel and the lake towns return in December after a gap of nine years, the railway said on "
    "Thursday. Each train carries eleven sleeping cars that were rebuilt in the workshops of Marrow, and a berth costs "
    "forty crowns. Mayors along the line had asked for the service since the airport at Varden closed its small runway."
)
FERRY_PIECE = an_article(title="Harbour ferry runs aground off Port Linden, all aboard safe", body=FERRY)
HERRING_PIECE = an_article(title="Fisheries board cuts herring quota by a fifth", body=HERRING)
BILL_PIECE = an_article(title="Parliament takes up islands bill", body=REFERENDUM)
TRAIN_PIECE = an_article(title="Night trains return between Ostrel and lakes", body=TRAIN)
PIECES = (FERRY_PIECE, HERRING_PIECE, BILL_PIECE, TRAIN_PIECE)
DIGEST = an_article(
    title="What else moved on Friday", body=" ".join(piece.body[:240] for piece in (*PIECES[:1], *PIECES[1:]))
)


def test_a_text_of_pieces_of_unrelated_stories_begins_a_story_of_its_own() -> None:
    found = told(DIGEST, known(*PIECES))
    assert (found.story, found.label, found.digest) == (None, Label.NEW, True)
    assert found.reason == "first seen; retells several stories"


def test_a_whole_story_with_another_one_behind_it_is_a_copy_and_no_digest() -> None:
    merged = replace(FERRY_PIECE, body=f"{FERRY} {HERRING[:150]}")
    found = told(merged, known(*PIECES))
    assert (found.story, found.digest) == ("0", False)


def test_pieces_of_stories_that_nobody_knows_are_one_text() -> None:
    assert not told(DIGEST, StoryIndex((), {})).digest


def test_pieces_of_one_event_make_no_digest() -> None:
    parts = [
        an_article(title=f"Ferry aground off Port Linden, part {n}", body=FERRY[n * 170 :][:240]) for n in range(4)
    ]
    assert not is_digest(a_side(replace(FERRY_PIECE, title="The ferry and its hull")), map(a_side, parts))


def test_a_digest_is_known_again_by_its_exact_words_only() -> None:
    index = known(*PIECES)
    index.put_exact(fingerprint(DIGEST), StoryId("1"))
    assert told(DIGEST, index).story == "1"


def test_nothing_joins_a_digest() -> None:
    from tests.unit.stories.builders import begun  # noqa: PLC0415

    index = StoryIndex([begun("digest", DIGEST, digest=True)], {})
    assert told(replace(DIGEST, source="courier"), index).story is None
    assert told(an_article(title=DIGEST.title, body=FERRY[:240]), index).story is None


@pytest.mark.parametrize("body", ["", FERRY[:200]], ids=["headline only", "short text"])
def test_a_short_text_is_no_digest(body: str) -> None:
    assert not is_digest(a_side(an_article(title="Friday", body=body)), map(a_side, PIECES))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("monday s news in brief", True),
        ("five things to know on friday", True),
        ("дайджест новин за 7 березня", True),
        ("нічний потяг повертається до міста", False),
        ("briefcase found in harbour", False),
        ("", False),
    ],
)
def test_a_digest_is_known_by_its_headline(title: str, found: bool) -> None:  # noqa: FBT001 - a case
    assert looks_like_digest(title) is found
