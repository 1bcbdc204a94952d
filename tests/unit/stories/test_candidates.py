import pytest

from tests.builders import HERRING, NOON, REFERENDUM
from watcher.model import StoryId
from watcher.stories import StoryIndex, StoryText, fingerprint


def a_story(name: str, body: str, title: str = "Parliament takes up islands bill") -> StoryText:
    return StoryText(id=StoryId(name), title=title, fingerprint=fingerprint(title, body, None), first_seen=NOON)


def numbered(start: int, stop: int) -> str:
    return " ".join(f"word{number}" for number in range(start, stop))


def test_the_story_that_shares_most_comes_first() -> None:
    index = StoryIndex([a_story("far", HERRING, "Herring"), a_story("near", REFERENDUM)], {})
    assert [text.id for text in index.near(fingerprint("Elsewhere", REFERENDUM + HERRING[:120], None))] == [
        "near",
        "far",
    ]


def test_at_most_as_many_as_asked_for_are_given() -> None:
    index = StoryIndex([a_story(str(number), numbered(number, 40)) for number in range(9)], {})
    assert len(index.near(fingerprint("", numbered(0, 40), None), limit=3)) == 3


def test_nothing_shared_gives_nothing() -> None:
    assert StoryIndex([a_story("one", REFERENDUM)], {}).near(fingerprint("Herring", HERRING, None)) == ()


def test_a_replaced_text_is_no_longer_found() -> None:
    index = StoryIndex([a_story("one", REFERENDUM)], {})
    index.put(a_story("one", HERRING, "Herring"))
    assert index.near(fingerprint("", REFERENDUM, None)) == ()
    assert [text.id for text in index.near(fingerprint("", HERRING, None))] == ["one"]


def test_what_many_stories_hold_proposes_none_of_them() -> None:
    index = StoryIndex([a_story(str(number), numbered(0, 30), f"Story {number}") for number in range(24)], {})
    assert index.near(fingerprint("", numbered(0, 30), None)) == ()


def test_furniture_that_six_stories_hold_is_nobodys_own() -> None:
    furniture = numbered(0, 30)
    stories = [
        a_story(str(number), numbered(100 * number, 100 * number + 40) + f" {furniture}") for number in range(1, 7)
    ]
    text = fingerprint("", f"{HERRING} {furniture}", None)
    assert len(StoryIndex(stories, {}).own(text).shingles) == len(text.shingles) - 27
    assert StoryIndex(stories[:5], {}).own(text) == text


def test_furniture_is_forgotten_with_the_stories_that_held_it() -> None:
    furniture = numbered(0, 30)
    stories = [
        a_story(str(number), numbered(100 * number, 100 * number + 40) + f" {furniture}") for number in range(1, 7)
    ]
    index = StoryIndex(stories, {})
    index.put(a_story("1", HERRING))
    text = fingerprint("", furniture, None)
    assert index.own(text) == text


def test_the_same_words_and_the_same_page_are_found_exactly() -> None:
    index = StoryIndex([a_story("one", REFERENDUM)], {})
    index.put_exact(fingerprint("Title", HERRING, "https://harbour.example/n1"), StoryId("one"))
    assert index.exact_match(fingerprint("Title", HERRING, None)).id == "one"
    assert index.exact_match(fingerprint("Other", "Text.", "https://harbour.example/n1")).id == "one"
    assert index.exact_match(fingerprint("Other", "Text.", "https://harbour.example/n2")) is None


def test_the_first_story_keeps_its_words() -> None:
    index = StoryIndex([a_story("one", REFERENDUM), a_story("two", REFERENDUM)], {})
    text = fingerprint("Title", HERRING, None)
    index.put_exact(text, StoryId("one"))
    index.put_exact(text, StoryId("two"))
    assert index.exact_match(text).id == "one"


def test_what_the_store_knows_exactly_is_used() -> None:
    text = fingerprint("Title", HERRING, None)
    index = StoryIndex([a_story("one", REFERENDUM)], {text.words: StoryId("one")})
    assert index.exact_match(text).id == "one"


@pytest.mark.parametrize(
    "exact", [pytest.param({}, id="unknown"), pytest.param({"words": "gone"}, id="a story that was not read")]
)
def test_words_without_a_story_at_hand_match_nothing(exact: dict[str, str]) -> None:
    text = fingerprint("Title", HERRING, None)
    index = StoryIndex([], {getattr(text, field): StoryId(story) for field, story in exact.items()})
    assert index.exact_match(text) is None


def test_fewer_than_twelve_words_are_equal_by_chance() -> None:
    index = StoryIndex([a_story("one", REFERENDUM)], {})
    text = fingerprint("Morning briefing", "Read more.", None)
    index.put_exact(text, StoryId("one"))
    assert index.exact_match(text) is None
