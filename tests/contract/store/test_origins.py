"""A story's origin is what its copies together say, in whatever order they came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.contract.store.builders import (
    NOW,
    SOURCE,
    arrival,
    article,
    beginning,
    document,
    fingerprint,
    name,
    prepared_entry,
)
from watcher.model import Credit, Label, PublishedFrom, StoryId
from watcher.pipeline import Arrival, Outcome
from watcher.store import Store
from watcher.stories.origin import Origin

LINDEN = Credit(outlet="Linden Courier", origin="Reuters", origin_confidence=0.85)
ARDLEY = Credit(outlet="Ardley Post", origin="Reuters", origin_confidence=0.55, distributor="Quay Syndicate")
HARBOUR = Credit(outlet="Harbour Times", origin="AFP", origin_confidence=0.85)
QUAY = Credit(outlet="Quay News", distributor="NewsBank")
CREDITS = (LINDEN, ARDLEY, HARBOUR, QUAY)


def copy(number: int, credit: Credit, *, label: Label = Label.COPY) -> Arrival:
    published = NOW + timedelta(hours=len(credit.outlet or ""))
    return arrival(number, story=1, text=replace(article(), credit=credit, published=published), label=label)


def write(store: Store, *outcomes: Outcome) -> None:
    for outcome in outcomes:
        with store.write() as tx:
            tx.outcomes.write(outcome, document(), NOW)


def origin_of(store: Store) -> Origin:
    with store.read() as tx:
        story = tx.stories.story(StoryId(name(1)))
    return Origin(name=story.origin, confidence=story.origin_confidence, distributor=story.distributor)


@pytest.mark.parametrize(
    "order", list(permutations(CREDITS)), ids=lambda order: " ".join(each.outlet[0] for each in order)
)
def test_the_order_of_arrival_does_not_matter(store: Store, order: Sequence[Credit]) -> None:
    write(store, beginning(1), *(Outcome(new=(copy(number, credit),)) for number, credit in enumerate(order, 2)))
    assert origin_of(store) == Origin(name="Reuters", confidence=0.88, distributor="Quay Syndicate")


def test_a_changed_copy_takes_back_what_it_said(store: Store) -> None:
    write(store, beginning(1), Outcome(new=(copy(2, HARBOUR),)), Outcome(new=(copy(3, ARDLEY),)))
    assert origin_of(store).name == "AFP"
    write(store, Outcome(changed=(copy(2, replace(HARBOUR, origin=None, origin_confidence=0.0), label=Label.UPDATE),)))
    assert origin_of(store) == Origin(name="Reuters", confidence=0.55, distributor="Quay Syndicate")


def test_the_time_at_which_a_file_was_saved_does_not_count(store: Store) -> None:
    saved = copy(2, LINDEN)
    early = replace(saved.article, published=NOW - timedelta(days=9), published_from=PublishedFrom.MODIFIED)
    write(store, beginning(1), Outcome(new=(replace(saved, article=early),)), Outcome(new=(copy(3, HARBOUR),)))
    assert origin_of(store).name == "AFP"


def test_a_story_that_no_copy_claims_is_left_as_it_is(store: Store) -> None:
    write(store, beginning(1), Outcome(new=(copy(2, Credit(outlet="Linden Courier")),)))
    assert origin_of(store) == Origin()


def test_what_a_story_claims_is_known_to_the_next_document(store: Store) -> None:
    write(store, beginning(1), Outcome(new=(copy(2, LINDEN),)))
    with store.read() as tx:
        (text,) = tx.memory.known(SOURCE, [prepared_entry("guid:1", fingerprint(9))], NOW).stories
    assert (text.origin, text.origin_confidence) == ("Reuters", 0.85)
