from collections import Counter

import pytest

from watcher.stories.agencies import agencies, agency_at, agency_named, holder_named


def test_the_table_is_large_enough_to_be_useful() -> None:
    assert len(agencies()) >= 60


def test_no_name_and_no_domain_means_two_agencies() -> None:
    names = Counter(name for each in agencies() for name in {each.name, *each.marks, *each.copyright, *each.domains})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("text", ["Reuters", "(reuters)", "REUTERS.", "Thomson Reuters", "ロイター"])
def test_names_are_known_however_they_are_written(text: str) -> None:
    assert agency_named(text).name == "Reuters"


@pytest.mark.parametrize("text", ["", "Reuters reported", "ap", "Mena", "The Harbour Gazette"])
def test_other_words_name_no_agency(text: str) -> None:
    assert agency_named(text) is None


def test_a_holder_may_be_followed_by_more() -> None:
    assert holder_named("Bloomberg L.P").name == "Bloomberg"
    assert holder_named("Tribune Content Agency, LLC").name == "Tribune Content Agency"
    assert holder_named("Harbour Gazette") is None


def test_a_domain_holds_for_its_subdomains_only() -> None:
    assert agency_at("uk.reuters.com").name == "Reuters"
    assert agency_at("notreuters.com") is None
    assert agency_at("") is None
