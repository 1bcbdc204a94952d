"""Whose text it is."""

import pytest

from tests.unit.stories.builders import TITLE, an_article
from watcher.model import Credit
from watcher.stories.hashing import hash32
from watcher.stories.publishers import origins, publishers, site


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"credit": Credit(outlet="The Harbour Times")}, id="outlet"),
        pytest.param({"credit": Credit(origin="Harbour Times", origin_confidence=0.9)}, id="origin"),
        pytest.param({"title": f"{TITLE} - Harbour Times"}, id="end of the title"),
        pytest.param({"link": "https://www.harbourtimes.com/n1"}, id="host"),
        pytest.param({"link": "https://news.harbourtimes.co.uk/n1"}, id="host with two endings"),
        pytest.param({"title": f"{TITLE} - HarbourTimes.com"}, id="host at the end of the title"),
    ],
)
def test_a_publisher_is_known_by_any_of_its_names(fields: dict[str, object]) -> None:
    assert publishers(an_article(**fields)) == (hash32("publisher harbourtimes"),)


def test_names_that_differ_are_all_kept_once() -> None:
    article = an_article(
        title=f"{TITLE} - Quay Herald", link="https://harbourtimes.com/1", credit=Credit(outlet="Harbour Times")
    )
    assert publishers(article) == (hash32("publisher harbourtimes"), hash32("publisher quayherald"))


@pytest.mark.parametrize("link", [None, "https://news.google.com/rss/articles/x"], ids=["no link", "a pool"])
def test_nothing_said_names_nobody(link: str | None) -> None:
    assert publishers(an_article(link=link)) == ()


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        pytest.param({"credit": Credit(origin="Larkhaven Wire", origin_confidence=0.9)}, "larkhavenwire", id="credit"),
        pytest.param({"title": f"{TITLE} - Reuters"}, "reuters", id="an agency at the end of the title"),
    ],
)
def test_the_origin_is_what_the_text_says(fields: dict[str, object], origin: str) -> None:
    assert origins(an_article(**fields)) == (hash32(f"origin {origin}"),)


def test_an_outlet_at_the_end_of_a_title_is_no_origin() -> None:
    assert origins(an_article(title=f"{TITLE} - The Linden Courier")) == ()


def test_a_site_is_the_host_without_www() -> None:
    assert (
        site("https://www.harbour.example/n1") == site("http://harbour.example/n2") == (hash32("site harbour.example"),)
    )
    assert site(None) == ()
