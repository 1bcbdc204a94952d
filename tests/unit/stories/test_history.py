"""The steps from one text of a story to the next."""

from datetime import timedelta

import pytest

from tests.builders import HERRING, NOON, REFERENDUM
from watcher.model import Copy, EntryId, Label, StoryId, Version
from watcher.stories.history import history, lost

TITLE = "Parliament takes up islands bill"


def a_version(
    entry: str = "a", number: int = 1, body: str = REFERENDUM, *, minutes: int = 0, title: str = TITLE
) -> Version:
    at = NOON + timedelta(minutes=minutes)
    return Version(entry=EntryId(entry), number=number, at=at, words=hash((title, body)), title=title, body=body)


def a_copy(entry: str = "a", label: Label = Label.NEW) -> Copy:
    return Copy(
        entry=EntryId(entry),
        story=StoryId("a"),
        label=label,
        score=1.0,
        reason="",
        source=entry,
        title=TITLE,
        first_seen=NOON,
    )


def test_a_text_that_stayed_has_no_step() -> None:
    assert history([a_version()], [a_copy()]) == ()


def test_copies_that_are_neither_updates_nor_corrections_have_no_step() -> None:
    shorter = a_version("b", body=REFERENDUM[:200], minutes=5)
    assert history([a_version(), shorter], [a_copy(), a_copy("b", Label.COPY)]) == ()


def test_each_text_of_an_entry_leads_to_its_next_one() -> None:
    first, second = a_version(), a_version(number=2, body=REFERENDUM + " It passed.", minutes=5)
    third = a_version(number=3, body=second.body, title="Islands bill passes", minutes=9)
    steps = history([first, second, third], [a_copy(label=Label.CORRECTION)])

    assert [(step.before, step.after) for step in steps] == [(first, second), (second, third)]
    assert [step.label for step in steps] == [Label.UPDATE, Label.CORRECTION]
    assert [change.after for change in steps[0].sentences] == ["It passed."]
    assert (steps[0].title, steps[1].sentences) == (None, ())
    assert (steps[1].title.before, steps[1].title.after) == (TITLE, "Islands bill passes")


def test_an_earlier_text_is_what_it_says_itself() -> None:
    first, second = a_version(), a_version(number=2, title=f"CORRECTED-{TITLE}", minutes=5)
    third = a_version(number=3, body=REFERENDUM + " It passed.", minutes=9)
    steps = history([first, second, third], [a_copy(label=Label.UPDATE)])

    assert [step.label for step in steps] == [Label.CORRECTION, Label.UPDATE]


@pytest.mark.parametrize("label", [Label.UPDATE, Label.CORRECTION])
def test_a_copy_that_changes_the_story_is_compared_with_the_text_most_like_it(label: Label) -> None:
    full, summary = a_version("a"), a_version("b", body=REFERENDUM[:90], minutes=5)
    changed = a_version("c", body=REFERENDUM.replace("forty", "fifty"), minutes=9)
    copies = [a_copy("a"), a_copy("b", Label.COPY), a_copy("c", label)]
    [step] = history([full, summary, changed], copies)

    assert (step.before, step.after, step.label, step.missing) == (full, changed, label, 0)
    assert len(step.sentences) == 1


def test_of_equal_texts_the_latest_one_counts_as_the_one_before() -> None:
    one, other = a_version("a"), a_version("b", minutes=5)
    changed = a_version("c", body=REFERENDUM + " It passed.", minutes=9)
    [step] = history([one, other, changed], [a_copy(), a_copy("b", Label.COPY), a_copy("c", Label.UPDATE)])
    assert step.before is other


def test_what_came_later_is_never_the_text_before() -> None:
    changed, later = a_version("a", title=f"UPDATE 1-{TITLE}"), a_version("b", minutes=5)
    assert history([changed, later], [a_copy("a", Label.UPDATE), a_copy("b", Label.COPY)]) == ()


def test_a_copy_that_came_as_an_update_and_changed_since_has_a_step_to_both() -> None:
    first = a_version("a")
    came = a_version("b", title=f"UPDATE 1-{TITLE}", minutes=5)
    again = a_version("b", number=2, body=HERRING, title=came.title, minutes=9)
    steps = history([first, came, again], [a_copy("a"), a_copy("b", Label.UPDATE)])
    assert [(step.before, step.after) for step in steps] == [(first, came), (came, again)]


def test_steps_come_in_the_order_of_the_later_texts() -> None:
    texts = [
        a_version("a"),
        a_version("b", minutes=1, body=HERRING),
        a_version("b", number=2, minutes=2, body=HERRING + " It rained."),
        a_version("a", number=2, minutes=3, body=REFERENDUM + " It rained."),
    ]
    steps = history(texts, [a_copy("a", Label.UPDATE), a_copy("b", Label.UPDATE)])
    assert [step.after for step in steps] == texts[2:]


def test_texts_that_are_no_longer_kept_are_counted() -> None:
    first, later = a_version(), a_version(number=12, body=HERRING, minutes=9)
    [step] = history([first, later], [a_copy(label=Label.UPDATE)])

    assert (step.missing, lost([first, later])) == (10, 10)
    assert lost([a_version("a"), a_version("b")]) == 0


def test_an_entry_whose_first_text_was_not_kept_is_compared_with_no_other() -> None:
    """A store that kept no versions yet: what its text was before is not known."""
    texts = [a_version("a"), a_version("b", number=3, body=HERRING, minutes=5)]
    assert history(texts, [a_copy("a"), a_copy("b", Label.UPDATE)]) == ()
    assert lost(texts) == 2


def test_a_text_that_takes_the_story_back_is_told_as_such() -> None:
    kill = a_version("b", title=f"MANDATORY KILL: {TITLE}", minutes=5)
    [step] = history([a_version(), kill], [a_copy(), a_copy("b", Label.CORRECTION)])
    assert (step.withdrawn, step.label) == (True, Label.CORRECTION)
