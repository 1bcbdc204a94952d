"""The face of the room: public names come lazily, and no module of it stands where a name should."""

import pkgutil

import pytest

import watcher.settings as room

MODULES = {module.name for module in pkgutil.iter_modules(room.__path__)}


@pytest.mark.parametrize("name", room.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(room, name).__module__.startswith("watcher.settings.")


def test_no_module_is_named_like_something_that_comes_lazily() -> None:
    assert MODULES.isdisjoint(room._HOMES)  # importing the module would put it in the place of the name


def test_what_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = room.nothing
