from datetime import timedelta

import pytest

from tests.builders import HERRING, NOON, REFERENDUM
from watcher.model import Article, Credit, Label, StoryId
from watcher.stories import Assignment, StoryIndex, StoryText, assign, fingerprint, longer

TITLE = "Parliament takes up islands bill"
PAGE = "https://harbour.example/n1"


def an_article(**fields: object) -> Article:
    return Article(**{"source": "harbour", "title": TITLE, "body": REFERENDUM, **fields})


def measured(article: Article) -> tuple[Article, object]:
    return article, fingerprint(article.title, article.body, article.link)


def known(*articles: Article) -> StoryIndex:
    """Give an index of one story for each article, named by its place."""
    index = StoryIndex((), {})
    for name, article in enumerate(articles):
        _, text = measured(article)
        index.put(StoryText(id=StoryId(str(name)), title=article.title, fingerprint=text, first_seen=NOON))
        index.put_exact(text, StoryId(str(name)))
    return index


def told(article: Article, index: StoryIndex) -> Assignment:
    return assign(*measured(article), index)


def test_the_first_text_begins_a_story() -> None:
    found = told(an_article(), StoryIndex((), {}))
    assert found == Assignment(story=None, label=Label.NEW, score=1.0, reason="first seen")


def test_the_same_text_is_a_copy() -> None:
    found = told(an_article(source="courier"), known(an_article()))
    assert found == Assignment(story=StoryId("0"), label=Label.COPY, score=1.0, reason="same text")


def test_a_shortened_text_is_a_copy_and_says_how_much_is_shared() -> None:
    found = told(an_article(body=REFERENDUM[:260]), known(an_article()))
    assert (found.story, found.label) == ("0", Label.COPY)
    assert found.reason == f"{int(found.score * 100)} % of the shorter text"


def test_a_copy_may_come_before_the_whole_text() -> None:
    assert told(an_article(), known(an_article(body=REFERENDUM[:260]))).story == "0"


def test_another_story_begins_anew() -> None:
    assert told(an_article(title="Herring quota cut by a fifth", body=HERRING), known(an_article())).story is None


def test_a_retitled_copy_is_found() -> None:
    assert told(an_article(title="Northern isles may get a tax office"), known(an_article())).story == "0"


def test_of_two_stories_the_one_with_the_same_headline_is_taken() -> None:
    digest = an_article(title="The day in the islands at a glance", body=f"{REFERENDUM} {HERRING}")
    headline = "Parliament of Norvania takes up a bill on the islands"
    index = known(digest, an_article(title=headline, body=REFERENDUM[:300] + " A new ending was written for this one."))
    assert told(an_article(title=headline), index).story == "1"


def test_the_same_page_with_another_text_is_an_update() -> None:
    index = known(an_article(link=PAGE, body=REFERENDUM[:150]))
    found = told(an_article(link=PAGE, title="Islands bill passes", body=HERRING), index)
    assert (found.story, found.label, found.reason) == ("0", Label.UPDATE, "same page")


def test_the_same_page_with_the_same_text_in_full_is_a_copy() -> None:
    found = told(an_article(link=PAGE), known(an_article(link=PAGE, body=REFERENDUM[:200])))
    assert (found.label, found.reason) == (Label.COPY, "same page")


def test_a_page_that_all_entries_link_to_joins_none_of_them() -> None:
    index = known(an_article(link=PAGE))
    assert told(an_article(link=PAGE, title="Herring quota cut by a fifth", body=HERRING), index).story is None


def test_a_page_used_again_days_later_is_another_story() -> None:
    later = an_article(link=PAGE, title="Islands bill dies", body=HERRING, published=NOON + timedelta(days=4))
    assert told(later, known(an_article(link=PAGE))).story is None


@pytest.mark.parametrize(
    ("title", "body", "label"),
    [
        pytest.param(f"CORRECTED-{TITLE}", REFERENDUM, Label.CORRECTION, id="CORRECTED- in the title"),
        pytest.param(f"Correction: {TITLE}", REFERENDUM, Label.CORRECTION, id="Correction: in the title"),
        pytest.param(f"(CORRECTED)-{TITLE}", REFERENDUM, Label.CORRECTION, id="in brackets"),
        pytest.param(f"REFILE-{TITLE}", REFERENDUM, Label.CORRECTION, id="refile"),
        pytest.param(
            TITLE, f"(Corrects name in lead)\n\n{REFERENDUM}", Label.CORRECTION, id="(Corrects …) in the body"
        ),
        pytest.param(
            TITLE, f"This story has been corrected.\n\n{REFERENDUM}", Label.CORRECTION, id="a sentence that says so"
        ),
        pytest.param(f"UPDATE 2-{TITLE}", REFERENDUM, Label.UPDATE, id="UPDATE 2-"),
        pytest.param(f"{TITLE}, 1st Ld-Writethru", REFERENDUM, Label.UPDATE, id="writethru"),
        pytest.param(TITLE, f"(Adds quotes, background)\n\n{REFERENDUM}", Label.UPDATE, id="(Adds …)"),
        pytest.param(f"Correction looms: {TITLE}", REFERENDUM, Label.COPY, id="the word alone is no mark"),
        pytest.param(f"Updates on: {TITLE}", REFERENDUM, Label.COPY, id="nor is an update that is told of"),
    ],
)
def test_a_text_says_itself_what_it_is_to_its_story(title: str, body: str, label: Label) -> None:
    found = told(an_article(title=title, body=body), known(an_article()))
    assert (found.story, found.label) == ("0", label)


def test_a_correction_of_what_was_never_seen_is_new() -> None:
    assert told(an_article(title=f"CORRECTED-{TITLE}"), StoryIndex((), {})).label is Label.NEW


def test_a_write_through_with_a_new_lead_joins_its_story() -> None:
    lead = "The lower house passed the islands bill by two votes on Friday night after a debate of nine hours. "
    index = known(an_article())
    body = lead + REFERENDUM.split(". ", 1)[1]
    assert told(an_article(title="UPDATE 1-Islands bill passes by two votes", body=body), index).label is Label.UPDATE
    assert told(an_article(title="Islands bill passes by two votes", body=body), index).story is None


@pytest.mark.parametrize(
    ("title", "other"),
    [
        pytest.param("Magnitude 4.1 quake near Ardley", "Magnitude 5.0 quake near Ardley", id="another number"),
        pytest.param("Helix names Okafor finance chief", "Helix names Brandt head of research", id="another name"),
    ],
)
def test_titles_of_one_form_are_two_stories(title: str, other: str) -> None:
    index = known(an_article(title=title, body=""))
    assert told(an_article(title=other, body=""), index).story is None


def test_numbers_written_in_other_ways_are_the_same() -> None:
    index = known(an_article(title="Helix to build $21 billion plant in the north of Ostrel", body=""))
    assert (
        told(an_article(title="Helix to build $21bn plant in the north of Ostrel", body=REFERENDUM), index).story
        is None
    )
    body = "Helix said on Friday that it would build a plant for power chips near Marrow, its first outside its home."
    index = known(an_article(title="Helix to build $21 billion plant in the north of Ostrel", body=body))
    assert told(an_article(title="Helix to build $21bn plant in the north of Ostrel", body=body), index).story == "0"


def test_a_recurring_short_text_of_the_next_day_is_another_story() -> None:
    body = "The crown was little changed at {} to the euro in early trading as importers waited for figures on wages."
    index = known(an_article(title="Crown little changed against euro in early trading", body=body.format("11.42")))
    next_day = an_article(
        title="Crown little changed against euro in early trading",
        body=body.format("11.47"),
        published=NOON + timedelta(hours=23),
    )
    assert told(next_day, index).story is None


def test_a_long_copy_is_known_weeks_later() -> None:
    late = an_article(body=REFERENDUM + " Advertisement.", published=NOON + timedelta(days=30))
    assert told(late, known(an_article())).story == "0"


def test_background_told_again_does_not_join() -> None:
    news = (
        "Fishing boats blocked the harbour of Port Linden on Sunday in protest against new rules on nets and engines. "
    )
    follow = an_article(title="Boats block harbour in protest", body=news + REFERENDUM.split(". ", 1)[1][:300])
    assert told(follow, known(an_article())).story is None


def test_a_longer_copy_becomes_the_text_of_the_story() -> None:
    short, full = an_article(body=REFERENDUM[:200]), an_article(title="Islands bill in full")
    (text,) = known(short).near(measured(short)[1])
    after = longer(text, measured(full)[1], full)
    assert after.title == "Islands bill in full"
    assert after.fingerprint.words == measured(full)[1].words


def test_a_shorter_copy_changes_nothing() -> None:
    full, short = an_article(), an_article(body=REFERENDUM[:200])
    (text,) = known(full).near(measured(full)[1])
    assert longer(text, measured(short)[1], short) is None


def test_a_rewritten_page_is_known_by_both_of_its_versions() -> None:
    first, second = an_article(link=PAGE), an_article(link=PAGE, title="Islands bill and herring", body=HERRING * 2)
    index = known(first)
    index.put(longer(index.exact_match(measured(first)[1]), measured(second)[1], second))
    assert told(an_article(body=REFERENDUM[:260]), index).story == "0"
    assert told(an_article(title="Islands bill and herring", body=HERRING[:260]), index).story == "0"


def test_origin_and_distributor_are_kept_from_the_first_copy_that_names_them() -> None:
    plain = an_article()
    (text,) = known(plain).near(measured(plain)[1])
    named = an_article(credit=Credit(origin="Reuters", distributor="Tribune Content Agency"))
    after = longer(text, measured(named)[1], named)
    assert (after.origin, after.distributor) == ("Reuters", "Tribune Content Agency")
    other = an_article(credit=Credit(origin="AFP"))
    assert longer(after, measured(other)[1], other) is None


def test_a_page_rewritten_all_day_stays_within_bounds() -> None:
    versions = [
        an_article(title=f"Version {day}", body=" ".join(f"w{day}x{number}" for number in range(1_000)))
        for day in range(5)
    ]
    text = known(versions[0]).near(measured(versions[0])[1])[0]
    for version in versions[1:]:
        text = longer(text, measured(version)[1], version) or text
    assert len(text.fingerprint.shingles) <= 3_000
