"""Which copy speaks for a story."""

from datetime import timedelta

from tests.builders import NOON
from watcher.model import Copy, EntryId, Label, PublishedFrom, StoryId
from watcher.stories import by_standing, lead_copy


def a_copy(outlet: str, **fields: object) -> Copy:
    given = {"published": NOON, "published_from": PublishedFrom.FEED, "first_seen": NOON, **fields}
    shared = {
        "entry": EntryId(outlet),
        "story": StoryId("s"),
        "label": Label.COPY,
        "score": 1.0,
        "reason": "",
        "title": "",
    }
    return Copy(outlet=outlet, source=outlet, **shared, **given)


def test_the_copy_that_says_it_is_earliest_leads():
    early, late = a_copy("A", published=NOON - timedelta(hours=1)), a_copy("B")
    assert lead_copy([late, early]) is early


def test_the_origins_own_copy_leads_though_a_reprint_says_it_is_earlier():
    own, reprint = (
        a_copy("Quay Wire", origin="Quay Wire"),
        a_copy("B", origin="Quay Wire", published=NOON - timedelta(1)),
    )
    assert lead_copy([reprint, own]) is own


def test_a_copy_without_a_time_leads_only_when_it_is_alone():
    untimed, timed = a_copy("A", published=None), a_copy("B")
    assert (lead_copy([untimed, timed]), lead_copy([untimed])) == (timed, untimed)


def test_when_a_file_was_saved_is_not_when_its_text_was_published():
    saved = a_copy("A", published=NOON - timedelta(1), published_from=PublishedFrom.MODIFIED)
    assert lead_copy([saved, a_copy("B")]).outlet == "B"


def test_of_equals_the_first_seen_leads():
    assert lead_copy([a_copy("A"), a_copy("B", first_seen=NOON - timedelta(1))]).outlet == "B"


def test_the_origins_own_copies_come_before_the_others_each_by_time():
    own, correction = a_copy("Q", origin="Q"), a_copy("Q", origin="Q", published=NOON + timedelta(1))
    early, untimed = a_copy("A", published=NOON - timedelta(1)), a_copy("B", published=None)
    assert by_standing([untimed, correction, early, own]) == (own, correction, early, untimed)
