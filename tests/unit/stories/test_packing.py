"""Fingerprints and furniture as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import REFERENDUM
from tests.unit.stories.builders import PAGE, TITLE, a_fingerprint, numbered
from watcher.stories import (
    Fingerprint,
    Furniture,
    exact_hashes,
    pack,
    pack_furniture,
    sampled,
    unpack,
    unpack_furniture,
)

HASH = st.integers(-(2**31), 2**31 - 1)
HASHES = st.lists(HASH, max_size=9).map(tuple)
HEADLINES = st.lists(st.text("aé 東\ud800", min_size=1), max_size=3).map(tuple)
FINGERPRINTS = st.builds(
    Fingerprint,
    words=st.integers(-(2**63), 2**63 - 1),
    tokens=st.integers(0, 2**31 - 1),
    page=st.none() | st.integers(-(2**63), 2**63 - 1),
    shingles=HASHES,
    heading=st.integers(0, 99),
    size=st.integers(0, 9_999),
    beside=HASHES,
    numbers=HASHES,
    names=HASHES,
    slots=HASHES,
    titles=HEADLINES,
    stamps=HASHES,
    publishers=HASHES,
    origins=HASHES,
    sites=HASHES,
    begun=st.none() | st.integers(0, 2**31 - 1),
    marked=st.booleans(),
    digest=st.booleans(),
)


@given(FINGERPRINTS)
def test_a_fingerprint_comes_back_as_it_was(fp: Fingerprint) -> None:
    assert unpack(fp.words, fp.tokens, fp.page, pack(fp)) == fp


@given(st.integers(0, 2**31 - 1), st.lists(st.tuples(HASH, st.integers(1, 9_999)), max_size=9).map(tuple))
def test_furniture_comes_back_as_it_was(stories: int, counts: tuple[tuple[int, int], ...]) -> None:
    known = Furniture(stories=stories, counts=counts)
    assert unpack_furniture(stories, pack_furniture(known)) == known


def test_the_bytes_are_little_endian_and_stand_where_other_machines_read_them() -> None:
    fp = Fingerprint(
        words=1, tokens=2, page=None, shingles=(1, -2), heading=1, names=(3,), titles=("a", "b"), begun=258
    )
    numbers = (1, 0, 258, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 1, -2, 3)
    assert pack(fp) == b"".join(number.to_bytes(4, "little", signed=True) for number in numbers) + b"a\nb"
    assert pack_furniture(Furniture(stories=9, counts=((-1, 3),))) == b"\xff\xff\xff\xff\x03\x00\x00\x00"


def test_the_bytes_are_the_same_on_a_machine_that_counts_from_the_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    fp = a_fingerprint(TITLE, REFERENDUM, sample=None)
    here = pack(fp)
    monkeypatch.setattr("sys.byteorder", "big")
    swapped = b"".join(here[at : at + 4][::-1] for at in range(0, len(here) - len(TITLE), 4))
    assert pack(fp)[: len(swapped)] == swapped
    assert unpack(fp.words, fp.tokens, fp.page, pack(fp)) == fp


def test_an_empty_text_takes_little_room() -> None:
    assert len(pack(a_fingerprint())) == 52


def test_what_is_kept_of_a_long_text_takes_some_1400_bytes() -> None:
    assert 1_200 < len(pack(sampled(a_fingerprint(TITLE, numbered(0, 5_000))))) < 1_700


def test_the_same_text_is_asked_for_from_twelve_words_on() -> None:
    short, long = a_fingerprint("Morning", numbered(0, 10)), a_fingerprint("Morning", numbered(0, 11))
    assert ([*exact_hashes(short)], [*exact_hashes(long)]) == ([], [long.words])


def test_the_same_page_is_asked_for_always() -> None:
    fp = a_fingerprint("Morning", "", PAGE)
    assert [*exact_hashes(fp)] == [fp.page]
