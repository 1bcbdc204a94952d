"""Reasons that users read."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from watcher.model import Copy, EntryId, Label, StoryId
from watcher.stories.marks import mark_in
from watcher.stories.reasons import Same, reason, withdrawals


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({}, "92 % of 41 sentences", id="the share alone"),
        pytest.param(
            {"credit": "Tribune Content Agency", "same_headline": False},
            "92 % of 41 sentences; credit line Tribune Content Agency; other headline",
            id="credit and headline",
        ),
        pytest.param({"same_headline": True}, "92 % of 41 sentences; same headline", id="same headline"),
        pytest.param({"same": Same.TEXT, "same_headline": False}, "same text; other headline", id="same text"),
        pytest.param({"same": Same.PAGE}, "same page; 92 % of 41 sentences", id="same page"),
        pytest.param({"same": Same.ENTRY}, "same entry, changed text", id="same entry"),
        pytest.param({"later": timedelta(minutes=40)}, "92 % of 41 sentences; 40 minutes later", id="minutes later"),
        pytest.param(
            {"mark": mark_in("CORRECTED-Islands bill", ""), "same_headline": True},
            'marked "CORRECTED"; 92 % of 41 sentences; same headline',
            id="a mark",
        ),
        pytest.param(
            {"mark": mark_in("MANDATORY KILL: islands bill", "")},
            'withdrawn; marked "MANDATORY KILL"; 92 % of 41 sentences',
            id="withdrawn",
        ),
        pytest.param(
            {"same": Same.PAGE, "credit": "Quay Wire", "same_headline": True, "later": timedelta(hours=3)},
            "same page; 92 % of 41 sentences; credit line Quay Wire; same headline; 3 hours later",
            id="all together",
        ),
    ],
)
def test_a_reason_is_composed_of_what_is_known(known: dict[str, object], expected: str) -> None:
    assert reason(0.92, 41, **known) == expected


@pytest.mark.parametrize(
    ("score", "sentences", "expected"),
    [
        (1.0, 41, "100 % of 41 sentences"),
        (0.999, 41, "99 % of 41 sentences"),
        (0.29, 41, "29 % of 41 sentences"),
        (0.58, 1, "58 % of 1 sentence"),
        (0.8, 0, "80 % of the headline"),
        (0.0, 3, "0 % of 3 sentences"),
    ],
)
def test_a_share_is_rounded_down_to_whole_percents(score: float, sentences: int, expected: str) -> None:
    assert reason(score, sentences) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(), "same text"),
        (timedelta(seconds=59), "same text"),
        (timedelta(minutes=1), "same text; 1 minute later"),
        (timedelta(minutes=119), "same text; 119 minutes later"),
        (timedelta(hours=2), "same text; 2 hours later"),
        (timedelta(hours=47, minutes=59), "same text; 47 hours later"),
        (timedelta(days=2), "same text; 2 days later"),
        (timedelta(days=400), "same text; 400 days later"),
        (timedelta(minutes=-1), "same text; 1 minute earlier"),
        (timedelta(hours=-5), "same text; 5 hours earlier"),
        (timedelta(seconds=-59), "same text"),
    ],
    ids=str,
)
def test_a_distance_in_time_is_told_in_a_unit_that_says_enough(later: timedelta, expected: str) -> None:
    assert reason(1.0, 5, same=Same.TEXT, later=later) == expected


def a_copy(label: Label, reason: str) -> Copy:
    return Copy(
        entry=EntryId("a"),
        story=StoryId("s"),
        label=label,
        score=1.0,
        reason=reason,
        source="harbour",
        title="Islands bill passes",
        first_seen=NOON,
    )


def test_a_story_is_known_to_be_withdrawn_by_its_copies() -> None:
    kill = a_copy(Label.CORRECTION, reason(0.9, 3, mark=mark_in("MANDATORY KILL: islands bill", "")))
    others = [a_copy(Label.COPY, "same text"), a_copy(Label.CORRECTION, 'marked "CORRECTED"; 92 % of 41 sentences')]

    assert withdrawals([*others, kill]) == (kill,)
    assert withdrawals(others) == ()
