import pickle
from collections import Counter

import pytest

from watcher.stories.agencies import BUILT_IN, Agencies, Agency, AgencyKind, built_in, plain, table_with

GAZETTE = Agency(
    name="Harbour Press", kind=AgencyKind.AGENCY, marks=("HP", "Harbour News Agency"), domains=("harbour.example",)
)


def test_the_table_is_large_enough_to_be_useful() -> None:
    assert len(built_in()) >= 60


def test_no_name_and_no_domain_means_two_agencies() -> None:
    names = Counter(
        name
        for each in built_in()
        for name in {plain(name) for name in (each.name, *each.marks, *each.copyright)} | set(each.domains)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("text", ["Reuters", "(reuters)", "REUTERS.", "Thomson Reuters", "ロイター"])
def test_names_are_known_however_they_are_written(text: str) -> None:
    assert BUILT_IN.named(text).name == "Reuters"


@pytest.mark.parametrize("text", ["", "Reuters reported", "ap", "Mena", "The Harbour Gazette"])
def test_other_words_name_no_agency(text: str) -> None:
    assert BUILT_IN.named(text) is None


def test_a_holder_may_be_followed_by_more() -> None:
    assert BUILT_IN.holding("Bloomberg L.P").name == "Bloomberg"
    assert BUILT_IN.holding("Tribune Content Agency, LLC").name == "Tribune Content Agency"
    assert BUILT_IN.holding("Harbour Gazette") is None


def test_a_domain_holds_for_its_subdomains_only() -> None:
    assert BUILT_IN.at("uk.reuters.com").name == "Reuters"
    assert BUILT_IN.at("notreuters.com") is None
    assert BUILT_IN.at("") is None


def test_an_own_entry_is_one_more() -> None:
    table = Agencies(own=(GAZETTE,))
    assert (table.named("HP"), table.holding("Harbour Press Ltd"), table.at("www.harbour.example")) == (GAZETTE,) * 3
    assert table.named("Reuters").name == "Reuters"
    assert BUILT_IN.named("HP") is None


def test_an_own_entry_with_one_of_our_names_adds_to_it_and_gives_the_kind() -> None:
    own = Agency(name="reuters", kind=AgencyKind.PUBLISHER, marks=("Reuters Norvania",), domains=("reuters.example",))
    table = Agencies(own=(own,))
    assert {table.named(name).name for name in ("Reuters", "Reuters Norvania", "ロイター")} == {"reuters"}
    assert {table.at(host).kind for host in ("reuters.com", "reuters.example")} == {AgencyKind.PUBLISHER}


def test_a_name_that_an_own_entry_claims_is_no_longer_ours() -> None:
    own = Agency(name="Ardley Press Agency", kind=AgencyKind.AGENCY, marks=("APA",), domains=("apa.at",))
    more = Agency(name="APA", kind=AgencyKind.AGENCY, marks=("Austrian News",))
    assert Agencies(own=(own,)).named("APA").name == Agencies(own=(own,)).at("apa.at").name == "Ardley Press Agency"
    assert Agencies(own=(own, more)).at("apa.at").name == "Ardley Press Agency"


def test_a_table_crosses_a_process_border_as_its_own_entries_alone() -> None:
    table = table_with((GAZETTE,))
    assert table.named("HP") == GAZETTE
    sent = pickle.dumps(table)
    assert len(sent) < 500
    assert pickle.loads(sent) is table  # noqa: S301 - written a line above


def test_tables_of_the_same_own_entries_are_equal() -> None:
    assert Agencies(own=(GAZETTE,)) == Agencies(own=(GAZETTE,)) != BUILT_IN
