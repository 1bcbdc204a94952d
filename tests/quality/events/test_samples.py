"""Events in our own labelled sentences, held to floors that only rise."""

import tomllib

import pytest

from tests.quality.events.samples import FOLDER, names, samples, tally

FLOORS = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))
ENGLISH, OTHER = 80, 20  # samples there must be at least
LEAST_NEGATIVE = 0.4  # share of samples that tell no event


def test_every_kind_is_tried_in_every_language() -> None:
    assert set(names()) == set(FLOORS)


@pytest.mark.parametrize("name", names())
def test_there_are_enough_samples_and_many_of_them_tell_nothing(name: str) -> None:
    read = list(samples(name))
    assert len(read) >= (ENGLISH if name.endswith(".en") else OTHER)
    assert sum(not sample.expect for sample in read) >= LEAST_NEGATIVE * len(read)
    assert len({(sample.title, sample.text) for sample in read}) == len(read)


@pytest.mark.parametrize("name", names())
def test_the_floors_hold(name: str) -> None:
    counted, floor = tally(name), FLOORS[name]
    assert counted.found >= floor["found"]
    assert counted.false <= floor["false"]
    assert counted.fields >= floor["fields"]
