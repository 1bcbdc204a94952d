"""Entries that come as they came are not measured again, and never hide what is not known."""

from datetime import timedelta

import pytest

from tests.builders import NOON, REFERENDUM, a_document
from watcher.pipeline import Known, NotAsItWasError, Prepared, decide, prepare, seen_in
from watcher.pipeline.seen import MOST, seen_before
from watcher.rules import RuleSet
from watcher.stories import KnownEntry

NOTHING = Known(entries={}, stories=(), exact={}, alerted=frozenset())


def rss(*items: str) -> bytes:
    shown = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>Harbour Times</title>{shown}</channel></rss>".encode()


def item(number: int, text: str = REFERENDUM, more: str = "") -> str:
    return f"<guid>{number}</guid><title>Bill {number}</title><description>{text}</description>{more}"


def read(*items: str, seen: bytes = b"") -> Prepared:
    return prepare(a_document(rss(*items)), seen=seen)


def test_what_comes_as_it_came_is_left_as_it_is_known():
    first = read(item(1), item(2))
    second = read(item(3), item(1), item(2), seen=seen_in(first))
    assert second.same == {1, 2}
    assert [each.keys for each in second.entries[1:]] == [each.keys for each in first.entries]
    assert [each.fingerprint.words for each in second.entries[1:]] == [each.fingerprint.words for each in first.entries]
    assert second.entries[0].fingerprint.shingles


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(item(1, f"{REFERENDUM} It was close."), id="text"),
        pytest.param(item(1, more="<link>https://times.example/1</link>"), id="link"),
        pytest.param(item(1, more="<pubDate>Fri, 06 Mar 2026 09:00:00 GMT</pubDate>"), id="date"),
        pytest.param(item(1, more="<author>Ada Quist</author>"), id="author"),
    ],
)
def test_an_entry_of_which_anything_changed_is_measured_again(changed: str):
    assert read(changed, seen=seen_in(read(item(1)))).same == frozenset()


def test_what_is_remembered_is_the_same_whether_entries_were_measured_or_not():
    seen = seen_in(read(item(1), item(2)))
    assert seen_in(read(item(1), item(2), seen=seen)) == seen


def test_of_a_long_document_so_many_entries_are_remembered():
    assert len(seen_before(seen_in(read(*map(item, range(MOST + 1)))))) == MOST


def test_two_texts_of_one_entry_are_measured_both():
    page = "<link>https://times.example/1</link><pubDate>Fri, 06 Mar 2026 09:00:00 GMT</pubDate>"
    first = read(item(1, more=page), item(2))
    again = read(item(1, f"{REFERENDUM} It was close.", page), item(1, more=page), item(2), seen=seen_in(first))
    assert again.same == {2}
    assert [each.keys[0] for each in again.entries] == ["guid:1", "guid:1", "guid:2"]


def test_one_text_that_a_document_shows_twice_is_known():
    assert read(item(1), item(1), seen=seen_in(read(item(1)))).same == {0, 1}


@pytest.mark.parametrize("written", [b"", b"broken"])
def test_what_is_no_memory_remembers_nothing(written: bytes):
    assert seen_before(written) == {}


def test_an_entry_that_the_store_does_not_know_any_more_is_asked_for_in_full():
    again = read(item(1), seen=seen_in(read(item(1))))
    with pytest.raises(NotAsItWasError):
        decide(again, NOTHING, RuleSet([]), NOON)


@pytest.mark.parametrize(("words", "refused"), [(0, False), (1, True)], ids=["the same", "another"])
def test_the_store_has_the_last_word_on_a_text(words: int, refused: bool):  # noqa: FBT001 - a parameter of the test
    again = read(item(1), seen=seen_in(read(item(1))))
    [entry] = again.entries
    stored = KnownEntry(id="e", key=entry.keys[0], story="s", words=entry.fingerprint.words + words, title="Bill 1")
    known = Known(entries={entry.keys[0]: stored}, stories=(), exact={}, alerted=frozenset())
    assert outcome_is_refused(again, known) is refused


def outcome_is_refused(prepared: Prepared, known: Known) -> bool:
    try:
        outcome = decide(prepared, known, RuleSet([]), NOON + timedelta(hours=1))
    except NotAsItWasError:
        return True
    return bool(outcome.new or outcome.changed)
