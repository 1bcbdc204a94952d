"""The face of the room: public names come lazily."""

import pytest

import watcher.settings as room


@pytest.mark.parametrize("name", room.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(room, name).__module__.startswith("watcher.settings.")


def test_what_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = room.nothing
