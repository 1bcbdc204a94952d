"""The events of a story, however many copies tell them, and what further texts change in them."""

from datetime import date, timedelta

import pytest

from tests.builders import NOON, an_event
from tests.unit.pipeline.builders import NOTHING, a_telling
from watcher.model import Event, Evidence, Label, Realis, StoryEvent, StoryId
from watcher.pipeline.happenings import Happenings

TUESDAY, WEDNESDAY = date(2026, 1, 6), date(2026, 1, 7)
STORY, OTHER = StoryId("story"), StoryId("other")
LATER = NOON + timedelta(hours=2)


def said(sentence: str, when: date | None = WEDNESDAY, **fields: object) -> Event:
    """Give an event as another sentence tells it."""
    return an_event(when, evidence=Evidence(field="body", sentence=sentence, start=0, marks=()), **fields)


MOVED = said("The leaders will come a day later.")
FIRST = an_event(TUESDAY)


def told(*events: Event) -> Happenings:
    """Give the events of a story that one text has told."""
    happenings = Happenings(NOTHING, NOON)
    happenings.tell(a_telling(STORY, *events))
    return happenings


def then(happenings: Happenings, *events: Event, label: Label = Label.COPY, **fields: object) -> StoryEvent:
    """Let a later text of another entry tell events; give what the story tells by now, which is one event."""
    plain = {"entry": "another", "label": label, "published": LATER}
    happenings.tell(a_telling(STORY, *events, **{**plain, **fields}))
    [event] = happenings.changed
    return event


def test_an_event_that_is_new_is_of_its_story_and_its_entry() -> None:
    [event] = told(FIRST).changed
    assert (event.story, event.entry, event.event, event.sequence) == (STORY, STORY, FIRST, 0)
    assert (event.first_seen, event.changed_at, event.published) == (NOON, NOON, NOON)


def test_the_same_text_gives_the_same_uid_and_another_story_another() -> None:
    [one], [again] = told(FIRST).changed, told(FIRST).changed
    elsewhere = Happenings(NOTHING, NOON)
    [happening] = elsewhere.tell(a_telling(OTHER, FIRST))
    assert one.uid == again.uid != happening.uid


def test_history_is_no_event_of_the_story_but_wishes_and_denials_are() -> None:
    events = [an_event(None, place=realis.value, realis=realis) for realis in Realis]
    assert [each.event.realis for each in told(*events).changed] == [
        realis for realis in Realis if realis is not Realis.BACKGROUND
    ]


def test_ten_copies_tell_one_event_that_nothing_changes() -> None:
    happenings = told(FIRST)
    before = happenings.changed
    [happening] = happenings.tell(a_telling(STORY, FIRST, label=Label.COPY))
    assert (happening.uid, happenings.changed) == (before[0].uid, before)


def test_a_copy_that_says_more_is_no_change() -> None:
    event = then(
        told(an_event(None, person="Doe", kind="appointment")), said("", person="Jane Doe", kind="appointment")
    )
    assert (event.event.fields["person"], event.event.when.start, event.sequence) == ("Jane Doe", WEDNESDAY, 0)
    assert event.event.evidence == FIRST.evidence


def test_a_date_that_moves_changes_the_event_which_stays_the_same() -> None:
    happenings = told(FIRST)
    [before] = happenings.changed
    after = then(happenings, MOVED)
    assert (after.uid, after.sequence, after.event.when, after.event.evidence) == (
        before.uid,
        1,
        MOVED.when,
        MOVED.evidence,
    )
    assert (after.entry, after.published) == ("another", LATER)


@pytest.mark.parametrize(
    ("event", "label", "fields"),
    [
        pytest.param(an_event(WEDNESDAY), Label.COPY, {}, id="the same sentence, read on another day"),
        pytest.param(said("On Tuesday.", TUESDAY + timedelta(weeks=1)), Label.COPY, {}, id="the same weekday"),
        pytest.param(MOVED, Label.COPY, {"published": NOON - timedelta(hours=1)}, id="an older text"),
        pytest.param(
            said("Talks.", TUESDAY, type="talks", place="Paris", participants=("crews",)), Label.COPY, {}, id="reworded"
        ),
        pytest.param(said("He denies it.", realis=Realis.DENIED), Label.UPDATE, {}, id="somebody denies it"),
    ],
)
def test_these_change_nothing(event: Event, label: Label, fields: dict[str, object]) -> None:
    happenings = told(FIRST)
    assert then(happenings, event, label=label, **fields).sequence == 0


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [
        pytest.param(Label.COPY, {"status": "offered"}, {"status": "appointed"}, id="a copy tells the next step"),
        pytest.param(Label.COPY, {"place": "Paris"}, {"place": "Geneva"}, id="a copy tells another place"),
        pytest.param(Label.CORRECTION, {"post": "defence minister"}, {"post": "premier"}, id="a corrected post"),
        pytest.param(Label.CORRECTION, {"status": "appointed"}, {"status": "offered"}, id="a correction takes it back"),
    ],
)
def test_these_change_an_event(label: Label, before: dict[str, object], after: dict[str, object]) -> None:
    known = an_event(TUESDAY, kind="appointment", person="Jane Doe", **before)
    event = then(told(known), said("Now.", TUESDAY, kind="appointment", person="Jane Doe", **after), label=label)
    assert event.sequence == 1
    assert after.items() <= event.event.fields.items()


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [
        pytest.param(Label.UPDATE, {"post": "chief financial officer"}, {"post": "finance head"}, id="in other words"),
        pytest.param(Label.COPY, {"status": "appointed"}, {"status": "offered"}, id="a copy that is behind"),
        pytest.param(Label.UPDATE, {"status": "appointed"}, {"status": "nominated"}, id="an update that is behind"),
    ],
)
def test_these_change_no_appointment(label: Label, before: dict[str, object], after: dict[str, object]) -> None:
    known = an_event(TUESDAY, kind="appointment", person="Jane Doe", **before)
    event = then(told(known), said("Now.", TUESDAY, kind="appointment", person="Jane Doe", **after), label=label)
    assert (event.sequence, event.event.fields) == (0, known.fields)


def test_what_was_called_for_and_is_done_changes_the_event() -> None:
    event = then(told(an_event(realis=Realis.CALLED_FOR)), said("They meet.", TUESDAY))
    assert (event.sequence, event.event.realis) == (1, Realis.ASSERTED)


def test_a_text_that_was_rewritten_may_be_older_than_a_copy_of_what_it_was() -> None:
    happenings = told(FIRST)
    happenings.tell(a_telling(STORY, FIRST, published=LATER))
    assert then(happenings, MOVED, label=Label.UPDATE, published=None).sequence == 1


def test_two_meetings_that_one_text_tells_are_two_events() -> None:
    soldiers, leaders = (
        an_event(day, place="Paris", participants=(who,)) for day, who in ((TUESDAY, "chiefs"), (WEDNESDAY, "premiers"))
    )
    happenings = told(soldiers, leaders)
    assert [event.event for event in happenings.changed] == [soldiers, leaders]
    happenings.tell(a_telling(STORY, leaders, soldiers, label=Label.COPY))
    assert [event.sequence for event in happenings.changed] == [0, 0]


def test_one_event_that_a_text_tells_twice_is_one() -> None:
    happenings = Happenings(NOTHING, NOON)
    one, two = happenings.tell(a_telling(STORY, FIRST, an_event(None, place="Paris")))
    assert one.uid == two.uid


def test_two_events_that_are_named_alike_have_two_uids() -> None:
    days = (TUESDAY, WEDNESDAY)
    happenings = told(*(an_event(day, place="Paris") for day in days))
    assert len({event.uid for event in happenings.changed}) == len(days)


def test_stories_that_become_one_have_each_event_once_under_the_survivors_uid() -> None:
    happenings = told(FIRST)
    [mine] = happenings.changed
    same, further = happenings.tell(a_telling(OTHER, an_event(None, place="Paris"), an_event(TUESDAY, place="Rome")))
    happenings.merge(OTHER, STORY)

    assert happenings.dropped == {same.uid}
    assert [(event.uid, event.story) for event in happenings.changed] == [(mine.uid, STORY), (further.uid, STORY)]
    assert happenings.find(STORY, same.uid, FIRST) == mine


def test_what_the_absorbed_story_knew_beside_is_kept() -> None:
    happenings = told(an_event(None, place="Paris"))
    happenings.tell(a_telling(OTHER, an_event(TUESDAY, place="Paris")))
    happenings.merge(OTHER, STORY)
    assert [event.event.when for event in happenings.changed] == [FIRST.when]
