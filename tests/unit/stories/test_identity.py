from datetime import timedelta

import pytest

from tests.builders import NOON, an_entry
from watcher.model import EntryId, EntryKey, StoryId
from watcher.stories import KnownEntry, alert_id, entry_id, entry_keys, recognise, short_id


def a_known(key: str, name: str = "one") -> KnownEntry:
    return KnownEntry(id=EntryId(name), key=EntryKey(key), story=StoryId(name), words=1)


def kinds(keys: tuple[EntryKey, ...]) -> list[str]:
    return [key.partition(":")[0] for key in keys]


def test_keys_come_best_first() -> None:
    (keys,) = entry_keys([an_entry(guid=" A-1 ", link="http://www.harbour.example/n1/?utm_source=rss")])
    assert keys[:2] == ("guid: A-1 ", "link:harbour.example/n1")
    assert kinds(keys) == ["guid", "link", "text"]


def test_a_guid_of_two_different_entries_is_no_identity_for_either() -> None:
    first, second = entry_keys(
        [
            an_entry(guid="N/A", link="https://harbour.example/b1", title="Build 1"),
            an_entry(guid="N/A", link="https://harbour.example/b0", title="Build 0"),
        ]
    )
    assert first[0] == "link:harbour.example/b1"
    assert second[0] == "link:harbour.example/b0"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"title": "Islands bill, second version"}, id="same guid and link"),
        pytest.param({"link": "https://harbour.example/other"}, id="same guid and text"),
    ],
)
def test_an_entry_shown_twice_in_one_document_gets_the_same_keys(second: dict[str, str]) -> None:
    once = {"guid": "g", "link": "https://harbour.example/n1"}
    first, again = entry_keys([an_entry(**once), an_entry(**{**once, **second})])
    assert first == again
    assert first[0] == "guid:g"


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("https://harbour.example/", id="a bare site"),
        pytest.param("https://harbour.example", id="a bare host"),
        pytest.param(None, id="no link"),
    ],
)
def test_a_link_that_names_no_page_is_no_key(link: str | None) -> None:
    (keys,) = entry_keys([an_entry(guid=None, link=link)])
    assert kinds(keys) == ["text"]


def test_a_link_that_entries_share_is_no_key() -> None:
    page = "https://harbour.example/news"
    both = entry_keys([an_entry(guid="1", link=page, title="One"), an_entry(guid="2", link=page, title="Two")])
    assert [kinds(keys) for keys in both] == [["guid", "text"], ["guid", "text"]]


def test_entries_without_guid_link_and_time_are_told_apart_by_their_body() -> None:
    bare = {"guid": None, "link": None, "title": "Bulletin"}
    first, second = entry_keys([an_entry(**bare, body="Rain."), an_entry(**bare, body="Sun.")])
    assert first[0] != second[0]


def test_entries_of_one_title_and_time_are_told_apart_by_their_body() -> None:
    bare = {"guid": None, "link": None, "title": "Bulletin", "published": NOON}
    first, second = entry_keys([an_entry(**bare, body="Rain."), an_entry(**bare, body="Sun.")])
    assert first
    assert second
    assert first != second


def test_no_document_has_an_entry_without_a_key() -> None:
    empty = an_entry(guid=None, link=None, title="", body="")
    assert all(entry_keys([empty, empty, an_entry(guid="", title="", body="")]))


def test_a_text_key_survives_an_edited_body_where_a_time_is_given() -> None:
    bare = {"guid": None, "link": None, "published": NOON}
    (before,) = entry_keys([an_entry(**bare)])
    (after,) = entry_keys([an_entry(**bare, body="Rewritten.")])
    assert before == after


def test_ids_are_thirteen_characters_of_crockford_base32() -> None:
    assert len(short_id("harbour", "guid:1")) == 13
    assert set(short_id("harbour", "guid:1")) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_ids_never_change() -> None:
    assert entry_id("harbour", EntryKey("guid:1")) == "ah752y8zvyvy5"
    assert alert_id("referendums", StoryId("ah752y8zvyvy5")) == "0wtnzerhjmkft"


def test_parts_of_an_id_do_not_run_together() -> None:
    assert short_id("ab", "c") != short_id("a", "bc")


def test_an_id_can_be_made_of_half_a_surrogate_pair() -> None:
    assert len(short_id("\ud800")) == 13


def test_a_known_first_key_is_recognised() -> None:
    known = a_known("guid:1")
    assert recognise([(EntryKey("guid:1"),), (EntryKey("guid:2"),)], {EntryKey("guid:1"): known}) == (known, None)


def test_a_moved_site_is_recognised_by_title_and_time() -> None:
    (before,) = entry_keys([an_entry(guid="http://old.example/1", link="http://old.example/1", published=NOON)])
    (after,) = entry_keys([an_entry(guid="tag:new.example,1", link="https://new.example/a", published=NOON)])
    known = a_known(before[0])
    assert recognise([after], dict.fromkeys(before, known)) == (known,)


def test_a_link_with_a_new_token_at_each_poll_is_recognised_by_its_text() -> None:
    poll = [an_entry(guid=None, link=f"https://harbour.example/p?v={token}", published=NOON) for token in "ab"]
    (before,), (after,) = entry_keys(poll[:1]), entry_keys(poll[1:])
    known = a_known(before[0])
    assert recognise([after], dict.fromkeys(before, known)) == (known,)


def test_an_alias_never_takes_an_entry_whose_own_first_key_is_in_the_document() -> None:
    known = a_known("guid:1")
    found = recognise(
        [(EntryKey("guid:2"), EntryKey("link:a")), (EntryKey("guid:1"),)],
        {EntryKey("guid:1"): known, EntryKey("link:a"): known},
    )
    assert found == (None, known)


def test_two_entries_are_never_taken_for_one() -> None:
    known = a_known("guid:old")
    keys = [(EntryKey("guid:1"), EntryKey("link:a")), (EntryKey("guid:2"), EntryKey("text:t"))]
    assert recognise(keys, {EntryKey("link:a"): known, EntryKey("text:t"): known}) == (known, None)


def test_a_key_that_an_entry_began_under_counts_before_one_it_gained_later() -> None:
    first, second = a_known("link:a", "first"), a_known("link:b", "second")
    keys = [(EntryKey("guid:shared"), EntryKey("link:b"))]
    known = {EntryKey("guid:shared"): first, EntryKey("link:b"): second}
    assert recognise(keys, known) == (second,)


def test_the_same_entry_twice_gets_the_same_answer() -> None:
    known = a_known("guid:1")
    assert recognise([(EntryKey("guid:1"),)] * 2, {EntryKey("guid:1"): known}) == (known, known)


def test_a_time_moved_by_an_hour_is_another_text_key_but_the_same_entry() -> None:
    link = "https://harbour.example/n1"
    (before,) = entry_keys([an_entry(link=link, published=NOON)])
    (after,) = entry_keys([an_entry(link=link, published=NOON + timedelta(hours=1))])
    assert before[2] != after[2]
    assert recognise([after], dict.fromkeys(before, a_known(before[0]))) == (a_known(before[0]),)
