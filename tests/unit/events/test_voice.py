"""Whether a verb's form is active, passive, or no verb at all, seen by whom an event names."""

import pytest

from tests.unit.events.reading import KIND, fields, hirings

NOT_BARE = KIND.replace("[frames.take]", "[frames.take]\nbare = false")


def person(title: str, body: str = "") -> object:
    (found,) = fields(title, body)
    return found.get("person")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param("The ferry line has hired Ana Reyes as captain.", "Ana Reyes", id="perfect"),
        pytest.param("Ana Reyes has been hired as captain.", "Ana Reyes", id="perfect passive"),
        pytest.param("The board told Omar Diallo it had hired Ana Reyes.", "Ana Reyes", id="pluperfect"),
    ],
)
def test_an_auxiliary_tells_the_voice(text: str, who: str) -> None:
    assert person("", text) == who


@pytest.mark.parametrize(
    ("title", "who"),
    [
        pytest.param("Ana Reyes hired as captain", "Ana Reyes", id="before a preposition"),
        pytest.param("Ana Reyes hired quietly", "Ana Reyes", id="before an adverb"),
        pytest.param("Ana Reyes Hired First Captain of Ferry Line", "Ana Reyes", id="before a post, in capitals"),
        pytest.param("Ferry Line Hired Ana Reyes as Captain", "Ana Reyes", id="before a name"),
    ],
)
def test_a_participle_alone_is_passive_before_what_is_no_object(title: str, who: str) -> None:
    assert person(title) == who


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The newly hired captain Ana Reyes spoke.", id="behind a determiner"),
        pytest.param("Hired captain Ana Reyes spoke.", id="at the beginning"),
        pytest.param("They heard of hired captain Ana Reyes.", id="behind a preposition"),
        pytest.param("Ana Reyes, hired as captain, spoke.", id="behind a comma in running text"),
    ],
)
def test_a_participle_that_goes_with_a_noun_tells_nothing(text: str) -> None:
    assert fields("", text) == []


def test_a_trigger_may_count_without_an_auxiliary_in_headlines_only() -> None:
    told = "Ana Reyes hired as captain"
    assert hirings(told, "", NOT_BARE)
    assert not hirings("", f"{told} by the board spoke.", NOT_BARE)
    assert hirings("", "Ana Reyes was hired as captain.", NOT_BARE)


def test_a_verb_that_is_a_post_too_is_a_noun_behind_a_preposition() -> None:
    (found,) = fields("Ferry line hires Ana Reyes as chair")
    assert found["post"] == "chair"
