"""Which story an article belongs to, what it is to it, and why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import HERRING, NOON, REFERENDUM
from tests.unit.stories.builders import FERRY, PAGE, TITLE, a_story, an_article, begun, known, numbered, told
from watcher.model import Article, Credit, Label, StoryId
from watcher.stories import Assignment, StoryIndex, fingerprint, grown, rewritten, united

HERRING_TITLE = "Herring quota cut by a fifth"
FERRY_TITLE = "Harbour ferry runs aground off Port Linden, all aboard safe"
FOOT = "Read more on our site. Follow the Harbour Times on all channels. All rights reserved by the publisher."
EDITED = FERRY.replace("late on Wednesday", "on Wednesday night").replace("leads the inquiry", "heads the inquiry")

COPIES = [
    pytest.param({"title": "Passengers rescued as island boat hits bank"}, id="retitled"),
    pytest.param({"body": FERRY[:450]}, id="shortened"),
    pytest.param({"title": "Ferry runs aground off Port Linden", "body": FERRY[:200]}, id="summary"),
    pytest.param({"body": f"{FOOT} {FERRY} {FOOT}"}, id="in other furniture"),
    pytest.param({"body": EDITED}, id="edited"),
    pytest.param({"body": ""}, id="the headline alone"),
]


@pytest.mark.parametrize("fields", COPIES)
def test_copies_join_in_either_order(fields: dict[str, str]) -> None:
    whole = an_article(title=FERRY_TITLE, body=FERRY)
    copy = replace(whole, source="courier", **fields)
    assert (told(copy, known(whole)).story, told(whole, known(copy)).story) == ("0", "0")


def test_the_first_text_begins_a_story() -> None:
    found = told(an_article(), StoryIndex((), {}))
    assert found == Assignment(story=None, label=Label.NEW, score=1.0, reason="first seen")


def test_the_same_text_is_a_copy() -> None:
    found = told(an_article(source="courier"), known(an_article()))
    assert found == Assignment(story=StoryId("0"), label=Label.COPY, score=1.0, reason="same text; same headline")


def test_another_story_begins_anew() -> None:
    assert told(an_article(title=HERRING_TITLE, body=HERRING), known(an_article())).story is None


def test_a_reason_says_how_much_of_how_many_sentences_is_shared_and_who_is_credited() -> None:
    whole = an_article(title=FERRY_TITLE, body=FERRY)
    credit = Credit(distributor="Tribune Content Agency")
    copy = replace(whole, title="Island boat hits bank", body=EDITED, credit=credit)
    found = told(copy, known(whole), NOON + timedelta(hours=3))
    share = f"{int(found.score * 100)} % of 5 sentences"
    assert found.reason == f"{share}; credit line Tribune Content Agency; other headline; 3 hours later"


def test_a_headline_alone_is_compared_as_such() -> None:
    index = known(an_article(title=FERRY_TITLE, body=FERRY))
    assert told(an_article(title=FERRY_TITLE, body=""), index).reason == "100 % of the headline; same headline"


def test_of_two_stories_the_one_with_the_same_headline_is_taken() -> None:
    headline = "Parliament of Norvania takes up a bill on the islands"
    index = known(
        an_article(title="The isles and their tax office", body=f"{REFERENDUM} {HERRING}"),
        an_article(title=headline, body=REFERENDUM[:300] + " A new ending was written for this one."),
    )
    assert told(an_article(title=headline), index).reason.endswith("; same headline")


def test_the_same_page_with_another_text_is_an_update() -> None:
    index = known(an_article(link=PAGE, body=REFERENDUM[:150]))
    found = told(an_article(link=PAGE, title="Islands bill passes", body=HERRING), index)
    assert (found.story, found.label, found.score) == ("0", Label.UPDATE, 0.0)
    assert found.reason == "same page; 0 % of 1 sentence; other headline"


def test_the_same_page_with_the_same_text_in_full_is_a_copy() -> None:
    found = told(an_article(link=PAGE), known(an_article(link=PAGE, body=REFERENDUM[:200])))
    assert (found.label, found.reason[:9]) == (Label.COPY, "same page")


def test_a_link_that_all_entries_share_joins_none_of_them() -> None:
    article = an_article(title=HERRING_TITLE, body=HERRING, link=PAGE)
    assert assign_without_page(article, known(an_article(link=PAGE))).story is None


def assign_without_page(article: Article, index: StoryIndex) -> Assignment:
    return told(replace(article, link=None), index)


def test_a_page_used_again_days_later_is_another_story() -> None:
    later = an_article(link=PAGE, title="Islands bill dies", body=HERRING)
    assert told(later, known(an_article(link=PAGE)), NOON + timedelta(days=2)).story == "0"
    assert told(later, known(an_article(link=PAGE)), NOON + timedelta(days=4)).story is None


def test_a_page_that_still_shows_its_text_days_later_is_the_same_story() -> None:
    later = an_article(link=PAGE, body=f"{REFERENDUM} {FOOT}")
    assert told(later, known(an_article(link=PAGE)), NOON + timedelta(days=4)).story == "0"


def test_a_short_text_that_comes_back_days_later_word_by_word_is_another_story() -> None:
    note = an_article(title="Harbour closed", body="The old harbour stays closed for boats until further notice today.")
    assert told(note, known(note), NOON + timedelta(days=2)).story == "0"
    assert told(note, known(note), NOON + timedelta(days=4)).story is None


@pytest.mark.parametrize(
    ("title", "body", "label"),
    [
        pytest.param(f"CORRECTED-{TITLE}", REFERENDUM, Label.CORRECTION, id="CORRECTED- in the title"),
        pytest.param(f"REFILE-{TITLE}", REFERENDUM, Label.CORRECTION, id="refile"),
        pytest.param(
            TITLE, f"(Corrects name in lead)\n\n{REFERENDUM}", Label.CORRECTION, id="(Corrects …) in the body"
        ),
        pytest.param(f"UPDATE 2-{TITLE}", REFERENDUM, Label.UPDATE, id="UPDATE 2-"),
        pytest.param(f"{TITLE}, 1st Ld-Writethru", REFERENDUM, Label.UPDATE, id="writethru"),
        pytest.param(f"Correction looms: {TITLE}", REFERENDUM, Label.COPY, id="the word alone is no mark"),
    ],
)
def test_a_text_says_itself_what_it_is_to_its_story(title: str, body: str, label: Label) -> None:
    found = told(an_article(title=title, body=body), known(an_article()))
    assert (found.story, found.label) == ("0", label)


def test_a_text_that_takes_its_story_back_says_so_first() -> None:
    found = told(an_article(title=f"WITHDRAWN-{TITLE}"), known(an_article()))
    assert (found.story, found.label) == ("0", Label.CORRECTION)
    assert found.reason.startswith('withdrawn; marked "WITHDRAWN')


def test_a_correction_of_what_was_never_seen_is_new() -> None:
    assert told(an_article(title=f"CORRECTED-{TITLE}"), StoryIndex((), {})).label is Label.NEW


def test_background_told_again_does_not_join() -> None:
    news = (
        "Fishing boats blocked the harbour of Port Linden on Sunday in protest against new rules on nets and engines. "
    )
    follow = an_article(title="Boats block harbour in protest", body=news + REFERENDUM.split(". ", 1)[1][:300])
    assert told(follow, known(an_article())).story is None


def test_a_long_copy_is_known_weeks_later() -> None:
    late = an_article(title=FERRY_TITLE, body=f"{FERRY} Advertisement.")
    assert told(late, known(an_article(title=FERRY_TITLE, body=FERRY)), NOON + timedelta(days=30)).story == "0"


# --- fragments that a later text unites

WHOLE = an_article(title=FERRY_TITLE, body=FERRY)
START = an_article(title="Boat with 214 aboard stuck at Port Linden", body=FERRY[: len(FERRY) // 2])
END = an_article(title="Divers examine the hull of island vessel", body=FERRY[len(FERRY) // 2 :])


def parts(start: Article = START, end: Article = END) -> StoryIndex:
    """Give an index of two stories, of which the second came first."""
    return StoryIndex([begun("start", start, at=NOON + timedelta(minutes=5)), begun("end", end)], {})


def test_two_parts_of_a_text_are_two_stories_at_first() -> None:
    assert told(END, known(START)).story is None


def test_a_text_that_holds_two_stories_makes_them_one_and_the_older_one_stays() -> None:
    found = told(WHOLE, parts())
    assert (found.story, found.unites) == ("end", ("start",))


def test_stories_of_two_origins_stay_two() -> None:
    start, end = (
        replace(part, credit=Credit(origin=name, origin_confidence=0.9))
        for part, name in ((START, "Larkhaven Wire"), (END, "Coast Agency"))
    )
    assert told(WHOLE, parts(start, end)).unites == ()


def test_a_headline_alone_does_not_unite_what_only_its_words_lead_to() -> None:
    one, other, third = (
        an_article(title=title, body="", credit=Credit(outlet="Harbour Times"))
        for title in (
            "Harbour ferry Aurora Bay runs aground off Port Linden, all safe",
            "Big harbour ferry Aurora Bay runs aground off Port Linden",
            "Harbour ferry Aurora Bay runs aground off Port Linden today",
        )
    )
    assert told(third, StoryIndex([begun("other", other)], {})).story == "other"
    found = told(third, StoryIndex([begun("one", one), begun("other", other)], {}))
    assert (found.story, found.unites) == ("one", ())


def test_a_page_that_shows_something_else_does_not_unite_what_it_showed_with_what_it_shows() -> None:
    index = known(an_article(link=PAGE), an_article(title=FERRY_TITLE, body=FERRY))
    shown = an_article(title="Passengers of island boat are safe", body=f"{FERRY} {FOOT}", link=PAGE)
    found = told(shown, index)
    assert (found.story, found.unites) == ("0", ())


# --- the same entry with another text


def test_a_changed_entry_stays_in_its_story_however_much_it_changed() -> None:
    article = an_article(title=HERRING_TITLE, body=HERRING)
    found = rewritten(article, fingerprint(article), StoryId("0"), known(an_article()), NOON)
    assert (found.story, found.label, found.unites) == ("0", Label.UPDATE, ())
    assert found.reason == "same entry, changed text; other headline"


def test_a_changed_entry_that_now_holds_another_story_too_makes_them_one() -> None:
    index = StoryIndex([begun("0", START), begun("1", END, at=NOON + timedelta(hours=1))], {})
    found = rewritten(WHOLE, fingerprint(WHOLE), StoryId("0"), index, NOON + timedelta(hours=2))
    assert (found.story, found.unites) == ("0", ("1",))


def test_a_changed_entry_that_shows_something_else_does_not_carry_its_story_there() -> None:
    article = an_article(title=FERRY_TITLE, body=FERRY)
    index = known(an_article(), article)
    assert rewritten(article, fingerprint(article), StoryId("0"), index, NOON).unites == ()


def test_an_entry_whose_story_is_not_at_hand_is_an_error() -> None:
    with pytest.raises(KeyError):
        rewritten(an_article(), fingerprint(an_article()), StoryId("gone"), StoryIndex((), {}), NOON)


# --- what is kept of a story


def test_a_longer_copy_becomes_the_text_of_the_story() -> None:
    full = an_article(title="Islands bill in full")
    after = grown(a_story("0", REFERENDUM[:200]), fingerprint(full), full)
    assert (after.title, after.fingerprint.words) == ("Islands bill in full", fingerprint(full).words)


def test_a_copy_that_says_nothing_new_changes_nothing() -> None:
    short = an_article(body=REFERENDUM[:200])
    assert grown(a_story("0"), fingerprint(short), short) is None


def test_a_page_rewritten_is_known_by_both_of_its_versions() -> None:
    first, second = an_article(link=PAGE), an_article(link=PAGE, title="Islands bill and herring", body=HERRING * 2)
    index = known(first)
    index.put(grown(index.get(StoryId("0")), fingerprint(second, PAGE), second))
    for_first = an_article(source="courier", body=REFERENDUM[:260])
    for_second = an_article(source="courier", title="Islands bill and herring", body=HERRING[:260])
    assert (told(for_first, index).story, told(for_second, index).story) == ("0", "0")


def test_the_best_known_origin_is_kept() -> None:
    plain = a_story("0")
    named = an_article(credit=Credit(origin="Reuters", origin_confidence=0.9, distributor="Tribune Content Agency"))
    after = grown(plain, fingerprint(named), named)
    assert (after.origin, after.distributor) == ("Reuters", "Tribune Content Agency")
    other = an_article(credit=Credit(origin="AFP", origin_confidence=0.6))
    assert grown(after, fingerprint(other), other).origin == "Reuters"


def test_two_stories_that_are_one_keep_id_and_time_of_the_one_that_stays_and_the_longer_text() -> None:
    stays, absorbed = a_story("0", REFERENDUM[:150], "Short"), replace(a_story("1", FERRY, FERRY_TITLE), origin="AFP")
    both = united(stays, replace(absorbed, origin_confidence=0.7, first_seen=NOON + timedelta(hours=1)))
    assert (both.id, both.first_seen, both.title, both.origin, both.origin_confidence) == (
        "0",
        NOON,
        FERRY_TITLE,
        "AFP",
        0.7,
    )
    assert {*both.fingerprint.beside} == {*stays.fingerprint.shingles}


def test_a_page_rewritten_all_day_stays_one_story_and_within_bounds() -> None:
    index = known(an_article(link=PAGE, body=numbered(0, 900)))
    versions = [
        an_article(link=PAGE, title=f"{an_article().title} {n}", body=numbered(n * 900, n * 900 + 900))
        for n in range(1, 6)
    ]
    assert {told(version, index).story for version in versions} == {"0"}
