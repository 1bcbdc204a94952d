"""Which stories a text may belong to."""

import pytest

from tests.builders import HERRING, REFERENDUM
from tests.unit.stories.builders import PAGE, a_fingerprint, a_story, an_article, begun, numbered
from watcher.model import StoryId
from watcher.stories import COMMON, StoryIndex


def near(index: StoryIndex, body: str, **more: int) -> list[str]:
    return [side.text.id for side in index.near(a_fingerprint("", body), **more)]


def test_the_story_that_shares_most_comes_first() -> None:
    index = StoryIndex([a_story("far", HERRING, "Herring"), a_story("near")], {})
    assert near(index, REFERENDUM + HERRING[:120]) == ["near", "far"]


def test_of_stories_that_share_as_much_the_first_by_name_comes_first() -> None:
    assert near(StoryIndex([a_story("b"), a_story("a")], {}), REFERENDUM) == ["a", "b"]


def test_at_most_as_many_as_asked_for_are_given() -> None:
    index = StoryIndex([a_story(str(number), numbered(number, 40)) for number in range(9)], {})
    assert len(near(index, numbered(0, 40), limit=3)) == 3


def test_nothing_shared_gives_nothing() -> None:
    assert near(StoryIndex([a_story("one")], {}), HERRING) == []


def test_a_replaced_text_is_no_longer_found() -> None:
    index = StoryIndex([a_story("one")], {})
    index.put(a_story("one", HERRING, "Herring"))
    assert near(index, REFERENDUM) == []
    assert near(index, HERRING) == ["one"]


def test_a_story_that_was_searched_for_before_is_found_by_its_new_text_once_it_has_one() -> None:
    words = a_fingerprint("", REFERENDUM).words
    index = StoryIndex([a_story("one"), a_story("two", HERRING, "Herring")], {}, {words: [StoryId("one")]})
    assert (near(index, REFERENDUM), near(index, HERRING)) == (["one"], [])
    index.put(a_story("one", HERRING, "Herring"))
    index.put(a_story("one", HERRING, "Herring"))
    assert near(index, HERRING) == ["one"]


def test_what_many_stories_hold_proposes_none_of_them() -> None:
    index = StoryIndex([a_story(str(number), numbered(0, 30), f"Story {number}") for number in range(COMMON)], {})
    assert near(index, numbered(0, 30)) == []


def test_a_hash_proposes_again_once_a_story_has_left_it() -> None:
    index = StoryIndex([a_story(str(number), numbered(0, 30), f"Story {number}") for number in range(COMMON)], {})
    index.put(a_story("0", HERRING, "Herring"))
    assert len(near(index, numbered(0, 30), limit=99)) == COMMON - 1


def test_a_digest_is_held_and_proposed_by_nothing() -> None:
    index = StoryIndex([begun("digest", an_article(), digest=True)], {})
    assert near(index, REFERENDUM) == []
    assert index.get(StoryId("digest")).fingerprint.digest


def test_the_same_words_and_the_same_page_are_found_exactly() -> None:
    index = StoryIndex([a_story("one")], {})
    index.put_exact(a_fingerprint("Title", HERRING, PAGE), StoryId("one"))
    assert index.same_text(a_fingerprint("Title", HERRING)).text.id == "one"
    assert index.same_page(a_fingerprint("Other", "Text.", PAGE)).text.id == "one"
    assert index.same_page(a_fingerprint("Other", "Text.", f"{PAGE}/2")) is None
    assert index.same_page(a_fingerprint("Title", HERRING)) is None


def test_the_latest_story_of_a_text_owns_it() -> None:
    index = StoryIndex([a_story("one"), a_story("two")], {})
    text = a_fingerprint("Title", HERRING)
    index.put_exact(text, StoryId("one"))
    index.put_exact(text, StoryId("two"))
    assert index.same_text(text).text.id == "two"


def test_what_the_store_knows_exactly_is_used() -> None:
    text = a_fingerprint("Title", HERRING)
    index = StoryIndex([a_story("one")], {text.words: StoryId("one")})
    assert index.same_text(text).text.id == "one"


@pytest.mark.parametrize("story", [None, "gone"], ids=["unknown", "a story that was not read"])
def test_words_without_a_story_at_hand_match_nothing(story: str | None) -> None:
    text = a_fingerprint("Title", HERRING)
    index = StoryIndex([], {text.words if story else 1: StoryId(story or "other")})
    assert index.same_text(text) is None


def test_fewer_than_twelve_words_are_equal_by_chance() -> None:
    index = StoryIndex([a_story("one")], {})
    text = a_fingerprint("Morning briefing", "Read more.")
    index.put_exact(text, StoryId("one"))
    assert index.same_text(text) is None


def test_an_absorbed_story_is_answered_with_the_one_that_has_its_copies() -> None:
    index = StoryIndex(
        [a_story("one"), a_story("two", HERRING, "Herring"), a_story("three", numbered(0, 60), "Three")], {}
    )
    text = a_fingerprint("Title", HERRING, PAGE)
    index.put_exact(text, StoryId("two"))
    index.absorb(StoryId("two"), StoryId("one"))
    assert index.same_text(text).text.id == index.same_page(text).text.id == index.surviving(StoryId("two")) == "one"
    assert near(index, HERRING) == []
    index.absorb(StoryId("one"), StoryId("three"))
    assert {index.surviving(StoryId(name)) for name in ("one", "two", "three")} == {"three"}
