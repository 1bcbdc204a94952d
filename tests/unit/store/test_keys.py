"""Entry keys as they stand in an index."""

import pytest

from watcher.store.keys import stored_key


@pytest.mark.parametrize("key", ["guid:1", "link:https://harbour.example/Київ", "x" * 500], ids=len)
def test_a_key_of_usual_length_is_stored_as_it_is(key: str) -> None:
    assert stored_key(key) == key


def test_a_very_long_key_fits_into_an_index_of_any_database() -> None:
    assert len(stored_key("🦊" * 100_000).encode()) < 2704


def test_very_long_keys_that_differ_at_their_end_stay_different() -> None:
    assert stored_key("guid:" + "x" * 9000) != stored_key("guid:" + "x" * 9000 + "y")


def test_the_beginning_of_a_very_long_key_stays_readable() -> None:
    assert stored_key("guid:" + "x" * 9000).startswith("guid:xxx")


def test_a_key_that_no_database_takes_is_made_fit() -> None:
    assert stored_key("guid:\0\ud83d") == "guid:\ufffd\ufffd"
    stored_key("\0\ud83d" * 1000).encode()
