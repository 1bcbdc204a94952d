"""Which entries of a document are known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import NOON, an_entry
from watcher.model import Entry, EntryId, EntryKey, StoryId
from watcher.stories import KnownEntry, alike, entry_keys, recognise, stored_keys, surely_same


def a_known(key: str, name: str = "one", title: str = "") -> KnownEntry:
    return KnownEntry(id=EntryId(name), key=EntryKey(key), story=StoryId(name), words=1, title=title)


def among(keys: list[tuple[EntryKey, ...]], known: dict[EntryKey, KnownEntry]) -> tuple[KnownEntry | None, ...]:
    """Recognise entries without titles."""
    return recognise(keys, [""] * len(keys), known)


def again(before: Entry, after: Entry) -> KnownEntry | None:
    """Show an entry, and another one in the next document; give what that is taken for."""
    (old,), (new,) = entry_keys([before]), entry_keys([after])
    known = a_known(old[0], title=before.title)
    (found,) = recognise([new], [after.title], dict.fromkeys((old[0], *stored_keys(old)), known))
    return found


def test_a_known_first_key_is_recognised() -> None:
    known = a_known("guid:1")
    assert among([(EntryKey("guid:1"),), (EntryKey("guid:2"),)], {EntryKey("guid:1"): known}) == (known, None)


def test_a_moved_site_is_recognised_by_title_and_time() -> None:
    (before,) = entry_keys([an_entry(guid="http://old.example/1", link="http://old.example/1", published=NOON)])
    (after,) = entry_keys([an_entry(guid="tag:new.example,1", link="https://new.example/a", published=NOON)])
    known = a_known(before[0])
    assert among([after], dict.fromkeys(before, known)) == (known,)


def test_a_link_with_a_new_token_at_each_poll_is_recognised_by_its_text() -> None:
    poll = [an_entry(guid=None, link=f"https://harbour.example/p?v={token}", published=NOON) for token in "ab"]
    (before,), (after,) = entry_keys(poll[:1]), entry_keys(poll[1:])
    known = a_known(before[0])
    assert among([after], dict.fromkeys(before, known)) == (known,)


def test_an_alias_never_takes_an_entry_whose_own_first_key_is_in_the_document() -> None:
    known = a_known("guid:1")
    found = among(
        [(EntryKey("guid:2"), EntryKey("link:a")), (EntryKey("guid:1"),)],
        {EntryKey("guid:1"): known, EntryKey("link:a"): known},
    )
    assert found == (None, known)


def test_two_entries_are_never_taken_for_one() -> None:
    known = a_known("guid:old")
    keys = [(EntryKey("guid:1"), EntryKey("link:a")), (EntryKey("guid:2"), EntryKey("text:t"))]
    assert among(keys, {EntryKey("link:a"): known, EntryKey("text:t"): known}) == (known, None)


def test_a_key_that_an_entry_began_under_counts_before_one_it_gained_later() -> None:
    first, second = a_known("link:a", "first"), a_known("link:b", "second")
    keys = [(EntryKey("guid:shared"), EntryKey("link:b"))]
    known = {EntryKey("guid:shared"): first, EntryKey("link:b"): second}
    assert among(keys, known) == (second,)


def test_the_same_entry_twice_gets_the_same_answer() -> None:
    known = a_known("guid:1")
    assert among([(EntryKey("guid:1"),)] * 2, {EntryKey("guid:1"): known}) == (known, known)


OLD = an_entry(
    guid="http://old.example/2026/bill",
    link="http://old.example/2026/bill",
    title="Islands bill tabled",
    published=NOON + timedelta(minutes=17),
)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {"guid": "https://old.example/2026/bill", "link": "https://old.example/2026/bill"}, id="http to https"
        ),
        pytest.param({"guid": "http://new.example/2026/bill", "link": "http://new.example/2026/bill"}, id="host"),
        pytest.param({"guid": "urn:1", "link": "http://old.example/p/1"}, id="guid and link"),
        pytest.param({"guid": "urn:1"}, id="guid"),
        pytest.param({"guid": "urn:1", "link": f"{OLD.link}?utm_source=feed"}, id="guid, and a link that is tracked"),
        pytest.param({"title": "Bill on islands"}, id="title"),
        pytest.param({"published": NOON + timedelta(hours=1, minutes=17)}, id="time"),
        pytest.param(
            {"guid": "urn:1", "link": "http://old.example/p/1", "title": "Islands bill is tabled"},
            id="guid and link, and the title a little",
        ),
    ],
)
def test_an_entry_is_recognised_after_a_change_of(change: dict[str, object]) -> None:
    assert again(OLD, replace(OLD, **change)) is not None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"published": NOON + timedelta(days=7)}, id="title a week later"),
        pytest.param({"published": None}, id="title without a time"),
        pytest.param({"title": "Herring quota cut"}, id="second"),
        pytest.param({"title": "Islands bill tabled, part 2"}, id="second and a numbered title"),
    ],
)
def test_an_entry_with_another_guid_and_link_is_new_though_it_has_the_same(change: dict[str, object]) -> None:
    assert again(OLD, replace(OLD, guid="urn:1", link="http://old.example/p/1", **change)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Ferry strike ends", "Ferry strike ends", id="same"),
        pytest.param("Ferry strike ends", "UPDATE: Ferry strike ends", id="with more around it"),
        pytest.param("Ferry strike ends after talks", "Ferry strike over after talks", id="a word for another"),
    ],
)
def test_headlines_are_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Harbour bulletin 6", "Harbour bulletin 7", id="other number"),
        pytest.param("Ferry strike ends", "Council votes on trams", id="other words"),
        pytest.param("", "Ferry strike ends", id="none"),
    ],
)
def test_headlines_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


KNOWN = a_known("guid:1", title="Islands bill tabled")
UNDER = {EntryKey(key): KNOWN for key in ("guid:1", "guid:2", "link:a", "time:7")}


@pytest.mark.parametrize(
    ("names", "title", "words"),
    [
        pytest.param(["guid:1"], "Else", 2, id="it began under this guid"),
        pytest.param(["guid:2"], "Else", 2, id="it has come under this guid before"),
        pytest.param(["guid:3", "link:a"], "Else", 1, id="it says the same"),
        pytest.param(
            ["guid:3", "time:7"], "Islands bill is tabled", 2, id="it is of the same second, and its title too"
        ),
        pytest.param(["guid:3", "link:a", "time:7"], "Else", 2, id="it is of the same page and second"),
    ],
)
def test_it_is_surely_the_same_entry_where(names: list[str], title: str, words: int) -> None:
    assert surely_same(KNOWN, list(map(EntryKey, names)), title, words, UNDER)


@pytest.mark.parametrize(
    ("names", "title"),
    [
        pytest.param(["guid:3", "link:a"], "Else", id="a link that came before"),
        pytest.param(["link:a"], "Else", id="a link that it had too"),
        pytest.param(["guid:3", "time:7"], "Else", id="the same second"),
        pytest.param(["guid:3", "link:a"], "Islands bill tabled", id="a link and the same title at another time"),
    ],
)
def test_another_text_leaves_it_open_whether_it_is_the_same_entry(names: list[str], title: str) -> None:
    assert not surely_same(KNOWN, list(map(EntryKey, names)), title, 2, UNDER)
