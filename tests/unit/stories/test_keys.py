"""The keys of the entries of one document."""

from datetime import datetime, timedelta

import pytest

from tests.builders import NOON, an_entry
from watcher.model import EntryKey
from watcher.stories import entry_keys, keyed, stored_keys, without

SOON = NOON + timedelta(minutes=17)  # a full hour is no second that tells anything


def kinds(keys: tuple[EntryKey, ...]) -> list[str]:
    return [key.partition(":")[0] for key in keys]


def test_keys_come_best_first() -> None:
    (keys,) = entry_keys([an_entry(guid=" A-1 ", link="http://www.harbour.example/n1/?utm_source=rss")])
    assert keys[:3] == ("guid: A-1 ", "path:/n1", "link:harbour.example/n1")
    assert kinds(keys) == ["guid", "path", "link", "title"]


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        pytest.param({"guid": "1", "published": SOON}, ["path", "time"], id="a guid"),
        pytest.param({"guid": None, "published": SOON}, ["path", "time"], id="a link only"),
        pytest.param({"guid": "1", "link": None, "published": SOON}, ["time"], id="no link"),
        pytest.param({"guid": "1"}, ["path"], id="no time"),
        pytest.param({"guid": None, "link": None, "published": SOON}, ["time"], id="a text only"),
    ],
)
def test_an_entry_is_stored_under_two_further_keys_at_most(fields: dict[str, object], stored: list[str]) -> None:
    (keys,) = entry_keys([an_entry(**{"link": "https://harbour.example/n1", **fields})])
    assert kinds(stored_keys(keys)) == stored


def test_entries_of_one_second_are_stored_under_title_and_time() -> None:
    both = entry_keys([an_entry(guid=name, title=name, published=SOON) for name in ("One", "Two")])
    assert [kinds(stored_keys(keys)) for keys in both] == [["text"], ["text"]]


def test_pages_of_one_path_on_two_hosts_are_stored_with_their_hosts() -> None:
    links = ("https://harbour.example/about", "https://quay.example/about")
    both = entry_keys([an_entry(guid=link, link=link, title=link) for link in links])
    assert [kinds(stored_keys(keys)) for keys in both] == [["link"], ["link"]]


def test_a_guid_that_is_an_address_stands_in_for_a_missing_link() -> None:
    (keys,) = entry_keys([an_entry(guid="https://harbour.example/n1", link=None)])
    assert "path:/n1" in keys


def test_a_title_alone_is_no_key_to_be_found_by() -> None:
    (keys,) = entry_keys([an_entry(guid="1", link="https://harbour.example/n1", body="")])
    assert kinds(keys)[-1] == "title"
    assert kinds(stored_keys(keys)) == ["path"]


def test_guids_and_links_that_different_entries_have_are_told() -> None:
    page = "https://harbour.example/news"
    given = keyed([an_entry(guid="N/A", link=page, title=title, body=title) for title in ("One", "Two")])
    assert given.shared == {"guid:N/A", "link:harbour.example/news"}


def test_a_shared_guid_is_left_out_and_the_link_names_the_entry() -> None:
    (keys,) = entry_keys([an_entry(guid="N/A", link="https://harbour.example/b1", published=SOON)])
    left = without(keys, frozenset({EntryKey("guid:N/A")}))
    assert kinds(left) == ["link", "path", "time", "text"]


@pytest.mark.parametrize("published", [None, SOON], ids=["no time", "a time"])
def test_without_guid_and_link_an_entry_is_named_as_in_the_document_that_shared_them(published: object) -> None:
    page = "https://harbour.example/news"
    one, two = (
        an_entry(guid="N/A", link=page, title=title, body=title, published=published) for title in ("One", "Two")
    )
    given = keyed([one, two])
    (alone,) = entry_keys([one])
    assert without(alone, given.shared)[0] == given.keys[0][0]


def test_keys_that_nobody_shares_stay_as_they_are() -> None:
    (keys,) = entry_keys([an_entry()])
    assert without(keys, frozenset({EntryKey("guid:other")})) == keys


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
    assert set(kinds(keys)) == {"text"}


def test_a_link_that_entries_share_is_no_key() -> None:
    page = "https://harbour.example/news"
    both = entry_keys([an_entry(guid="1", link=page, title="One"), an_entry(guid="2", link=page, title="Two")])
    assert [kinds(keys) for keys in both] == [["guid", "title"], ["guid", "title"]]


def test_entries_without_guid_link_and_time_are_told_apart_by_their_body() -> None:
    bare = {"guid": None, "link": None, "title": "Bulletin"}
    first, second = entry_keys([an_entry(**bare, body="Rain."), an_entry(**bare, body="Sun.")])
    assert first[0] != second[0]


def test_entries_of_one_title_and_time_are_told_apart_by_their_body() -> None:
    bare = {"guid": None, "link": None, "title": "Bulletin", "published": SOON}
    first, second = entry_keys([an_entry(**bare, body="Rain."), an_entry(**bare, body="Sun.")])
    assert first
    assert second
    assert first != second


def test_no_document_has_an_entry_without_a_key() -> None:
    empty = an_entry(guid=None, link=None, title="", body="")
    assert all(entry_keys([empty, empty, an_entry(guid="", title="", body="")]))


def test_a_text_key_survives_an_edited_body_where_a_time_is_given() -> None:
    bare = {"guid": None, "link": None, "published": SOON}
    (before,) = entry_keys([an_entry(**bare)])
    (after,) = entry_keys([an_entry(**bare, body="Rewritten.")])
    assert before[0] == after[0]


@pytest.mark.parametrize(
    "published", [NOON, NOON.replace(hour=0), NOON.replace(hour=23)], ids=["noon", "a date", "a date elsewhere"]
)
def test_a_full_hour_is_no_time_that_names_an_entry(published: datetime) -> None:
    (keys,) = entry_keys([an_entry(guid="1", published=published)])
    assert [key.partition(":")[0] for key in keys] == ["guid", "text"]
