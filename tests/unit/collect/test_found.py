"""What entries of a feed have, from one document to the next."""

import pytest

from watcher.collect import Found

TITLE, BOTH = frozenset({"title"}), frozenset({"title", "date"})


@pytest.mark.parametrize(
    ("found", "shape"),
    [
        pytest.param(Found(entries=3, most=BOTH, some=BOTH), BOTH, id="most have it"),
        pytest.param(Found(entries=9, most=TITLE, some=BOTH), BOTH, id="one still has it"),
        pytest.param(Found(entries=3, most=TITLE, some=TITLE), TITLE, id="none has it any more"),
        pytest.param(Found(entries=2, most=TITLE, some=TITLE), BOTH, id="two entries say nothing"),
        pytest.param(Found(entries=0), BOTH, id="no entry says nothing"),
    ],
)
def test_what_most_entries_had_is_lost_once_none_has_it(found: Found, shape: frozenset[str]) -> None:
    assert found.shape(BOTH) == shape


def test_what_one_entry_has_is_not_yet_what_entries_of_the_feed_have() -> None:
    assert Found(entries=5, most=TITLE, some=BOTH).shape(TITLE) == TITLE
