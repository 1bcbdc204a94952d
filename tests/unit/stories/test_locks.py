"""What two writers must not both hold."""

import pytest

from tests.builders import HERRING, REFERENDUM
from watcher.model import Article
from watcher.stories import exact_hashes, fingerprint, lock_keys, postings, probes

LINK = "https://harbour.example/islands"


def measured(title: str, body: str, link: str | None = None):
    return fingerprint(Article(source="harbour", title=title, body=body, link=link), link)


WHOLE = measured("Parliament takes up islands bill", REFERENDUM, LINK)
LONG = measured("Fleet stays in port", f"{HERRING} {REFERENDUM}", LINK)


@pytest.mark.parametrize("text", [WHOLE, LONG, measured("Herring", ""), measured("", REFERENDUM)])
def test_a_text_is_indexed_only_under_what_it_looks_up(text) -> None:
    assert set(postings(text)) <= set(probes(text))


def test_everything_that_is_looked_up_is_held_in_one_order() -> None:
    keys = lock_keys("harbour", [WHOLE, LONG])
    assert list(keys) == sorted(set(keys))
    assert {*probes(WHOLE), *probes(LONG), *exact_hashes(WHOLE), *exact_hashes(LONG)} < set(keys)


def test_the_order_of_the_texts_does_not_matter() -> None:
    assert lock_keys("harbour", [WHOLE, LONG]) == lock_keys("harbour", [LONG, WHOLE])


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(measured("Islands may vote", REFERENDUM), id="retitled"),
        pytest.param(measured("Islands may vote", REFERENDUM[:200]), id="a summary"),
        pytest.param(measured("Islands may vote", REFERENDUM[150:]), id="the end"),
        pytest.param(measured("Something else", HERRING, LINK), id="the same page"),
    ],
)
def test_writers_of_two_copies_hold_something_in_common(copy) -> None:
    assert {*lock_keys("harbour", [WHOLE])} & {*lock_keys("quay", [copy])}


def test_writers_of_two_stories_of_two_sources_hold_nothing_in_common() -> None:
    other = measured("Herring quota falls again", HERRING)
    assert not {*lock_keys("harbour", [WHOLE])} & {*lock_keys("quay", [other])}


def test_a_source_without_a_text_holds_itself() -> None:
    assert lock_keys("harbour", []) == lock_keys("harbour", [])
    assert len({*lock_keys("harbour", []), *lock_keys("quay", [])}) == 2


def test_every_key_fits_into_64_signed_bits() -> None:
    assert all(
        -(2**63) <= key < 2**63 for source in ("harbour", "quay", "Київ\udc80") for key in lock_keys(source, [LONG])
    )
