"""Whether two headlines tell one event."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from watcher.model import StoryId, StoryLink
from watcher.stories import Headlines, Report, same_event
from watcher.stories.same_event import telling

MINISTER = "Norvania names Aron Vik defence minister after harbour scandal"


def a_report(title: str, story: str = "known", later: timedelta = timedelta()) -> Report:
    return Report(story=StoryId(story), title=title, at=NOON + later)


def rare(*_: str) -> int:
    return 0


def linked(new: str, known: str = MINISTER, cites: str | None = None, hours: float = 1) -> StoryLink | None:
    return same_event(a_report(new, "new", timedelta(hours=hours)), a_report(known), cites, rare)


def test_two_headlines_that_share_rare_words_within_hours_tell_one_event() -> None:
    assert linked("Aron Vik becomes Norvania's defence minister") == StoryLink(
        story=StoryId("new"),
        other=StoryId("known"),
        cites=None,
        score=0.833,
        reason="headlines share aron, vik, norvania, defence, minister; 60 minutes later",
    )


def test_one_that_names_its_source_says_so_first() -> None:
    link = linked("Vik to run defence in Norvania", cites="Coast Agency", hours=30)
    assert link
    assert link.cites == "Coast Agency"
    assert link.reason == "names Coast Agency as its source; headlines share vik, defence, norvania; 30 hours later"


@pytest.mark.parametrize(
    ("new", "hours"),
    [
        pytest.param("Norvania defence spending grows faster than planned", 1, id="too few words"),
        pytest.param("Norvania says that it has named no defence minister", 1, id="words that every headline has"),
        pytest.param("Aron Vik becomes Norvania's defence minister", 30, id="too late for so few words"),
        pytest.param("Norvania names Aron Vik defence minister, again", 37, id="too late"),
        pytest.param("", 1, id="no headline"),
    ],
)
def test_headlines_that_do_not_tell_one_event(new: str, hours: float) -> None:
    assert linked(new, hours=hours) is None


def test_a_source_makes_up_for_few_words_but_not_for_any_time() -> None:
    few = "Vik to run defence in Norvania"
    assert linked(few) is None
    assert linked(few, cites="Coast Agency")
    assert linked(few, cites="Coast Agency", hours=37) is None


def test_which_of_the_two_came_first_does_not_matter() -> None:
    assert linked("Aron Vik becomes Norvania's defence minister", hours=-1)


def test_headlines_with_other_numbers_tell_two_events() -> None:
    known = "Ferry strike leaves 300 stranded in Port Linden"
    assert linked("Ferry strike leaves travellers stranded in Port Linden", known)
    assert linked("Ferry strike leaves 90 stranded in Port Linden", known) is None


def test_two_subjects_in_the_same_words_are_two_events() -> None:
    known = "Dagholm Steel forecasts annual profit above estimates on strong demand"
    assert linked("Signal Foods forecasts annual profit above estimates on strong demand", known) is None
    assert linked("Signal Foods parent Dagholm forecasts annual profit above estimates", known)


@pytest.mark.parametrize(
    "about",
    [
        "Who is Aron Vik, Norvania's new defence minister?",
        "Why Norvania made Aron Vik defence minister",
        "Aron Vik: how Norvania found its defence minister",
        "Analysis: Norvania bets on Aron Vik as defence minister",
    ],
)
def test_a_headline_that_asks_or_explains_does_not_tell_the_event(about: str) -> None:
    assert linked(about) is None
    assert linked(about, "What to know about Aron Vik, defence minister of Norvania")


def test_words_that_stand_together_in_many_headlines_count_less() -> None:
    new, known = (
        a_report("Herring prices rise as boats stay in port", "new"),
        a_report("Boats in port, herring prices up"),
    )
    assert same_event(new, known, None, rare)
    assert same_event(new, known, None, lambda *_: 24) is None


@pytest.mark.parametrize(
    ("new", "known"),
    [
        pytest.param("Вік очолив міністерство оборони Норванії", "Арон Вік очолив оборону Норванії", id="Ukrainian"),
        pytest.param("ノルヴァニア新国防相にヴィク氏起用", "ヴィク氏をノルヴァニア国防相に起用へ", id="Japanese"),
        pytest.param(
            "Aron Vik devient ministre de la Défense de Norvanie", "Norvanie : Vik à la Défense, ministre", id="French"
        ),
    ],
)
def test_headlines_of_other_languages(new: str, known: str) -> None:
    assert linked(new, known)


def test_two_characters_in_a_row_are_a_word_where_words_have_no_spaces() -> None:
    assert [*telling("国防相 Vik").values()] == [("vik", 1.0), ("国防", 0.5), ("防相", 0.5)]


def test_a_reason_names_whole_words_where_words_have_no_spaces() -> None:
    link = linked("ノルヴァニア新国防相にヴィク氏起用", "ヴィク氏をノルヴァニア国防相に起用へ")
    assert link
    assert link.reason == "headlines share ノルヴァニア, 国防相に, ヴィク氏, 起用; 60 minutes later"


def test_numbers_tell_something_at_any_length_and_small_words_nothing() -> None:
    assert list(telling("The 7 who said no to a new EU pier")) == ["7", "pier"]


def test_stories_are_found_by_enough_words_of_their_headlines() -> None:
    headlines = Headlines([a_report(MINISTER), a_report("Harbour scandal costs minister his post", "scandal")])
    found = headlines.related(a_report("Aron Vik becomes Norvania's defence minister", "new"))
    assert [report.story for report in found] == ["known"]


def test_a_story_is_not_found_by_its_own_headline_nor_by_one_it_had_before() -> None:
    headlines = Headlines([a_report(MINISTER)])
    headlines.put(a_report("Night ferries to cost more from May"))
    assert list(headlines.related(a_report(MINISTER, "new"))) == []
    assert list(headlines.related(a_report("Night ferries to cost more from May"))) == []


def test_a_story_that_was_dropped_is_found_no_more() -> None:
    headlines = Headlines([a_report(MINISTER)])
    headlines.drop(StoryId("known"))
    headlines.drop(StoryId("never there"))
    assert list(headlines.related(a_report(MINISTER, "new"))) == []
