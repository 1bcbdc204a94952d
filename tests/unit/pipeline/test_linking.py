"""Links between the stories of one document and those known before."""

from dataclasses import replace

import pytest

from tests.unit.pipeline.builders import COAST, NOTHING, THIRD, WIRE, a_prepared_entry, a_text
from watcher.model import StoryId, StoryLink
from watcher.pipeline import Known
from watcher.pipeline.linking import Linking
from watcher.stories import Report, StoryText, Teller, published
from watcher.stories.titles import pairs

WIRE_STORY, COAST_STORY = a_text("wire", WIRE, "Norvania Wire"), a_text("coast", COAST, "Coast Agency")
KNOWN = replace(
    NOTHING,
    stories=(WIRE_STORY,),
    tellers={StoryId("wire"): Teller(origin="Norvania Wire", outlet="Harbour Times")},
)


def placed(text: StoryText, known: Known = KNOWN, outlet: str = "Quay Herald", *cites: str) -> Linking:
    linking = Linking(known)
    linking.place(a_prepared_entry(text.title, outlet=outlet, cites=cites), text)
    return linking


def test_another_origin_s_text_on_the_event_is_linked() -> None:
    linking = placed(a_text("coast", COAST, "Coast Agency"))
    [link] = linking.new
    assert (link.story, link.other, link.cites) == ("coast", "wire", None)
    assert list(linking.linked(StoryId("coast"))) == ["wire"]
    assert list(linking.linked(StoryId("wire"))) == ["coast"]
    assert linking.origins(StoryId("wire")) == ("Norvania Wire", "Coast Agency")


def test_a_story_that_stands_beside_is_linked_like_any_other() -> None:
    beside = Report(story=WIRE_STORY.id, title=WIRE_STORY.title, at=published(WIRE_STORY))
    linking = placed(a_text("coast", COAST, "Coast Agency"), replace(KNOWN, stories=(), beside=(beside,)))
    assert [(link.story, link.other) for link in linking.new] == [("coast", "wire")]


def test_a_text_that_names_the_origin_as_its_source_is_linked_as_a_retelling() -> None:
    linking = placed(a_text("gull", COAST), KNOWN, "Evening Gull", "Norvania Wire")
    assert [link.cites for link in linking.new] == ["Norvania Wire"]
    assert linking.origins(StoryId("gull")) == ("Norvania Wire",)


def test_a_text_that_came_before_the_one_it_names_as_its_source_is_a_retelling_too() -> None:
    linking = Linking(NOTHING)
    linking.place(a_prepared_entry(COAST, outlet="Evening Gull", cites=("NORVANIA WIRE",)), a_text("gull", COAST))
    linking.place(a_prepared_entry(WIRE), WIRE_STORY)
    assert [(link.story, link.other, link.cites) for link in linking.new] == [("gull", "wire", "NORVANIA WIRE")]
    assert linking.origins(WIRE_STORY.id) == ("Norvania Wire",)


def test_two_that_name_one_source_retell_one_story() -> None:
    linking = Linking(NOTHING)
    linking.place(a_prepared_entry(COAST, outlet="Evening Gull", cites=("Third",)), a_text("gull", COAST))
    linking.place(a_prepared_entry(THIRD, outlet="Islander", cites=("Other", "Third")), a_text("islander", THIRD))
    assert [link.cites for link in linking.new] == ["Third"]
    assert linking.origins(StoryId("islander")) == ("Third",)


def test_two_agencies_that_name_one_source_have_each_their_own_word() -> None:
    linking = Linking(NOTHING)
    linking.place(a_prepared_entry(WIRE, cites=("Third",)), WIRE_STORY)
    linking.place(a_prepared_entry(COAST, cites=("Third",)), a_text("coast", COAST, "Coast Agency"))
    assert [link.cites for link in linking.new] == [None]
    assert linking.origins(WIRE_STORY.id) == ("Norvania Wire", "Coast Agency")


@pytest.mark.parametrize(
    ("origin", "outlet"),
    [
        pytest.param("Norvania Wire", "Quay Herald", id="one origin, two texts"),
        pytest.param(None, "Harbour Times", id="one outlet that may have carried both"),
    ],
)
def test_stories_of_one_teller_are_not_linked(origin: str | None, outlet: str) -> None:
    assert placed(a_text("second", COAST, origin), KNOWN, outlet).new == ()


def test_stories_of_which_only_the_titles_name_one_writer_are_not_linked() -> None:
    wire, coast = (
        replace(text, fingerprint=replace(text.fingerprint, origins=(7,))) for text in (WIRE_STORY, COAST_STORY)
    )
    assert placed(coast, replace(KNOWN, stories=(wire,))).new == ()
    assert placed(coast).new != ()


def test_a_digest_tells_no_event_of_its_own() -> None:
    digest = replace(COAST_STORY, fingerprint=replace(COAST_STORY.fingerprint, digest=True))
    assert placed(digest).new == ()
    known = {**KNOWN.tellers, digest.id: Teller(origin="Coast Agency", outlet="Quay Herald")}
    assert placed(WIRE_STORY, replace(KNOWN, stories=(digest,), tellers=known)).new == ()


def test_words_that_stand_together_in_many_headlines_of_the_last_weeks_link_less() -> None:
    text = a_text("coast", "Aron Vik sworn in as defence minister", "Coast Agency")
    held = dict.fromkeys(pairs("aron vik defence minister"), 24)
    assert placed(text).new != ()
    assert placed(text, replace(KNOWN, held=held)).new == ()


def test_a_story_that_absorbs_another_names_its_sources_too() -> None:
    linking = placed(a_text("gull", COAST), NOTHING, "Evening Gull", "Norvania Wire")
    linking.place(a_prepared_entry("Herring", outlet="Islander"), a_text("islander", "Herring"))
    linking.merge(StoryId("gull"), StoryId("islander"))
    linking.place(a_prepared_entry(COAST, outlet="Islander"), a_text("islander", COAST))
    linking.place(a_prepared_entry(WIRE), WIRE_STORY)
    assert linking.origins(WIRE_STORY.id) == ("Norvania Wire",)


def test_a_story_of_which_nobody_knows_who_tells_it_is_not_linked() -> None:
    assert placed(a_text("coast", COAST, "Coast Agency"), replace(NOTHING, stories=(WIRE_STORY,))).new == ()


def test_stories_of_one_document_are_linked() -> None:
    linking = placed(WIRE_STORY, NOTHING, "Harbour Times")
    linking.place(a_prepared_entry(COAST, outlet="Quay Herald"), a_text("coast", COAST, "Coast Agency"))
    assert [(link.story, link.other) for link in linking.new] == [("coast", "wire")]


def test_a_link_that_is_known_is_not_made_again() -> None:
    coast = a_text("coast", COAST, "Coast Agency")
    [link] = placed(coast).new
    known = replace(
        KNOWN,
        stories=(WIRE_STORY, coast),
        links=(link,),
        tellers={**KNOWN.tellers, coast.id: Teller(origin="Coast Agency", outlet="Quay Herald")},
    )
    again = placed(coast, known)
    assert again.new == ()
    assert list(again.linked(StoryId("coast"))) == ["wire"]


def test_a_copy_that_names_the_source_makes_a_known_link_a_retelling() -> None:
    gull = a_text("gull", COAST)
    [link] = placed(gull, KNOWN, "Evening Gull").new
    known = replace(
        KNOWN,
        stories=(WIRE_STORY, gull),
        links=(link,),
        tellers={**KNOWN.tellers, gull.id: Teller(origin=None, outlet="Evening Gull")},
    )
    linking = placed(gull, known, "Evening Gull", "Norvania Wire")
    assert [new.cites for new in linking.new] == ["Norvania Wire"]
    assert linking.origins(gull.id) == ("Norvania Wire",)


def test_a_copy_may_say_who_wrote_a_story_first_but_not_who_carried_it_first() -> None:
    gull = a_text("gull", COAST)
    linking = placed(gull, KNOWN, "Evening Gull")
    assert linking.origins(gull.id) == ("Evening Gull", "Norvania Wire")
    linking.place(a_prepared_entry(COAST, outlet="Islander"), gull)
    assert linking.origins(gull.id) == ("Evening Gull", "Norvania Wire")
    linking.place(a_prepared_entry(COAST, outlet="Islander"), replace(gull, origin="Coast Agency"))
    assert linking.origins(gull.id) == ("Coast Agency", "Norvania Wire")


def test_a_story_that_is_absorbed_leaves_its_links_to_the_one_that_takes_its_copies() -> None:
    linking = placed(a_text("coast", COAST, "Coast Agency"))
    linking.place(a_prepared_entry(THIRD, outlet="Evening Gull"), a_text("gull", THIRD))
    linking.merge(StoryId("coast"), StoryId("wire"))
    assert list(linking.linked(StoryId("wire"))) == ["gull"]
    assert [(link.story, link.other) for link in linking.new] == [("gull", "wire")]


def test_a_link_moves_to_a_survivor_that_has_none_with_that_story() -> None:
    linking = placed(a_text("coast", COAST, "Coast Agency"))
    linking.merge(StoryId("wire"), StoryId("elder"))
    assert [(link.story, link.other) for link in linking.new] == [("coast", "elder")]
    assert list(linking.linked(StoryId("elder"))) == ["coast"]
    linking.place(a_prepared_entry(THIRD, outlet="Evening Gull"), a_text("gull", THIRD))
    assert list(linking.linked(StoryId("wire"))) == []


def test_a_known_link_that_moves_is_not_new() -> None:
    known = replace(
        KNOWN, links=(StoryLink(story=StoryId("coast"), other=StoryId("wire"), cites=None, score=1, reason=""),)
    )
    linking = Linking(known)
    linking.merge(StoryId("wire"), StoryId("elder"))
    assert linking.new == ()
    assert list(linking.linked(StoryId("coast"))) == ["elder"]
