"""How many independent origins tell an event."""

import pytest

from watcher.model import StoryId, StoryLink
from watcher.stories import Teller, independent_origins, same_teller

TELLERS = {
    StoryId("wire"): Teller(origin="Norvania Wire", outlet="Harbour Times"),
    StoryId("coast"): Teller(origin="Coast Agency", outlet="Quay Herald"),
    StoryId("again"): Teller(origin="NORVANIA WIRE", outlet="Islander"),
    StoryId("own"): Teller(origin=None, outlet="Evening Gull"),
    StoryId("other"): Teller(origin=None, outlet="Morning Gull"),
}


def a_link(story: str, other: str, cites: str | None = None) -> StoryLink:
    return StoryLink(story=StoryId(story), other=StoryId(other), cites=cites, score=1.0, reason="")


@pytest.mark.parametrize(
    ("story", "links", "names"),
    [
        pytest.param("wire", [], ("Norvania Wire",), id="a story by itself"),
        pytest.param("own", [], ("Evening Gull",), id="an unknown origin counts as the outlet"),
        pytest.param("wire", [a_link("coast", "wire")], ("Norvania Wire", "Coast Agency"), id="two agencies"),
        pytest.param("coast", [a_link("coast", "wire")], ("Coast Agency", "Norvania Wire"), id="its own comes first"),
        pytest.param("wire", [a_link("again", "wire")], ("Norvania Wire",), id="one agency with two texts"),
        pytest.param("wire", [a_link("own", "wire")], ("Norvania Wire", "Evening Gull"), id="an outlet's own text"),
        pytest.param(
            "wire", [a_link("own", "wire", "Norvania Wire")], ("Norvania Wire",), id="an outlet that names the agency"
        ),
        pytest.param(
            "own",
            [a_link("own", "wire", "Norvania Wire")],
            ("Norvania Wire",),
            id="counted from the story that retells",
        ),
        pytest.param(
            "coast",
            [a_link("coast", "wire", "Norvania Wire")],
            ("Coast Agency", "Norvania Wire"),
            id="an agency that names another has its own word too",
        ),
        pytest.param(
            "own", [a_link("own", "other", "Third")], ("Third",), id="two that retell one story not seen here"
        ),
        pytest.param(
            "own",
            [a_link("own", "other", "Third"), a_link("own", "wire", "Norvania Wire")],
            ("Norvania Wire", "Third"),
            id="one that names two sources, of which one is here",
        ),
        pytest.param(
            "wire",
            [a_link("coast", "wire"), a_link("other", "coast")],
            ("Norvania Wire", "Coast Agency"),
            id="links of linked stories do not count",
        ),
    ],
)
def test_the_independent_origins_of_an_event(story: str, links: list[StoryLink], names: tuple[str, ...]) -> None:
    assert independent_origins(StoryId(story), links, TELLERS) == names


def test_the_order_of_the_links_does_not_matter() -> None:
    links = [a_link("own", "wire", "Norvania Wire"), a_link("coast", "wire"), a_link("other", "wire")]
    backwards = independent_origins(StoryId("wire"), links[::-1], TELLERS)
    assert independent_origins(StoryId("wire"), links, TELLERS) == backwards


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("wire", "again", True, id="one origin, however it is written"),
        pytest.param("wire", "coast", False, id="two origins"),
        pytest.param("own", "other", False, id="two outlets of unknown origin"),
        pytest.param("own", "own", True, id="one outlet of unknown origin"),
        pytest.param("wire", "own", False, id="an agency and an outlet that does not carry it"),
    ],
)
def test_whether_two_stories_have_one_teller(one: str, other: str, *, same: bool) -> None:
    assert same_teller(TELLERS[StoryId(one)], TELLERS[StoryId(other)]) is same


def test_an_outlet_whose_text_has_no_origin_may_have_carried_the_agency_without_saying_so() -> None:
    carried = Teller(origin=None, outlet="Harbour Times")
    assert same_teller(TELLERS[StoryId("wire")], carried)


def test_an_outlet_that_carries_two_agencies_has_two_tellers() -> None:
    one, other = (Teller(origin=origin, outlet="Harbour Times") for origin in ("Norvania Wire", "Coast Agency"))
    assert not same_teller(one, other)
