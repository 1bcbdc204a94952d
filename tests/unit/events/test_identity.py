"""Two texts of one story tell the same event, or two."""

from datetime import date

import pytest

from tests.builders import an_event
from watcher.events.identity import key, same
from watcher.model import Event

TUESDAY, WEDNESDAY = date(2026, 1, 6), date(2026, 1, 7)


def into(person: str | None = None, post: str | None = None, status: str = "appointed", **fields: str) -> Event:
    named = {"person": person, "post": post, "status": status, **fields}
    return an_event(None, kind="appointment", **{name: value for name, value in named.items() if value})


def met(when: date | None = TUESDAY, **fields: object) -> Event:
    return an_event(when, **fields)


def law(what: str | None = None, **fields: str) -> Event:
    return an_event(None, kind="law", **({"what": what} if what else {}), **fields)


def strike(**fields: str) -> Event:
    return an_event(None, kind="strike", **fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(into("Jane Doe"), into("Doe"), id="a surname"),
        pytest.param(into("Jane Doe", status="offered"), into("Jane Doe"), id="an offer that is taken"),
        pytest.param(into("Jane Doe"), into("J. R. Doe Jr."), id="initials and a suffix"),
        pytest.param(into("Іван Коваль"), into("Івана Коваля"), id="an inflected name"),
        pytest.param(into(post="defence minister"), into("Jane Doe", "minister of defence"), id="a post, then a name"),
        pytest.param(into(post="CEO", org="Larkhaven Steel"), into(org="Larkhaven Steel"), id="a house alone"),
        pytest.param(into(), into("Jane Doe"), id="nothing that tells them apart"),
        pytest.param(met(place="Paris", type="summit"), met(place="Paris", type="talks"), id="talks called a summit"),
        pytest.param(met(place="Paris"), met(WEDNESDAY, place="Paris"), id="a meeting that moves to another day"),
        pytest.param(
            met(participants=("Ana Reyes", "Jane Doe"), place="Paris"),
            met(participants=("Doe", "Reyes"), place="Geneva"),
            id="a meeting that moves to another place",
        ),
        pytest.param(
            met(participants=("European leaders",), place="Paris"),
            met(participants=("the coalition",), place="Paris"),
            id="participants in other words, the same day and place",
        ),
        pytest.param(
            met(participants=("European leaders",), place="Paris"),
            met(None, participants=("the coalition",), place="Paris"),
            id="participants in other words, the same place and no other day",
        ),
        pytest.param(
            met(participants=("President Ana Reyes", "Premier Edda Lorne"), place=""),
            met(None, participants=("Leader", "Reyes"), place=""),
            id="a leader who is named elsewhere",
        ),
        pytest.param(met(name="Harbour Forum", place=""), met(place="Paris"), id="a name alone, the same day"),
        pytest.param(law("referendum bill", stage="tabled"), law("law on a referendum", stage="passed"), id="a law"),
        pytest.param(law(body="Senate"), law("referendum bill"), id="a law without a name"),
        pytest.param(strike(place="Port Linden"), strike(by="crews", place="Port Linden"), id="a kind of one's own"),
        pytest.param(strike(by="crews"), strike(place="Port Linden"), id="a kind of one's own without a common field"),
    ],
)
def test_these_are_the_same(one: Event, other: Event) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(into("Jane Doe"), met(), id="two kinds"),
        pytest.param(into("Jane Doe"), into("Jane Doe", status="resigned"), id="in and out"),
        pytest.param(into("Jane Doe"), into("Ivan Koval"), id="two persons"),
        pytest.param(into("Jane Doe"), into("Paul Doe"), id="two of one surname"),
        pytest.param(into(post="finance minister"), into("Jane Doe", "defence minister"), id="two posts"),
        pytest.param(into(org="Larkhaven Steel"), into("Jane Doe", org="Quay Bank"), id="two houses"),
        pytest.param(met(type="call", place="Paris"), met(type="talks", place="Paris"), id="a call and talks"),
        pytest.param(met(place="Paris"), met(place="Geneva"), id="two places"),
        pytest.param(
            met(participants=("European leaders",), place="Paris"),
            met(WEDNESDAY, participants=("military chiefs",), place="Paris"),
            id="others meet there on another day",
        ),
        pytest.param(
            met(participants=("Ana Reyes",), place="Paris"),
            met(WEDNESDAY, participants=("Ana Reyes",), place="Geneva"),
            id="somebody meets twice, elsewhere on another day",
        ),
        pytest.param(
            met(participants=("President Ana Reyes", "Premier Edda Lorne"), place=""),
            met(participants=("President Ivan Koval", "Premier Jane Doe"), place=""),
            id="others of the same offices",
        ),
        pytest.param(law("referendum bill"), law("harbour tax bill"), id="two laws"),
        pytest.param(strike(place="Port Linden"), strike(place="Larkhaven"), id="two of a kind of one's own"),
    ],
)
def test_these_are_two(one: Event, other: Event) -> None:
    assert not same(one, other)
    assert not same(other, one)


@pytest.mark.parametrize(
    ("event", "named"),
    [
        pytest.param(into("Jane van Doe", "CEO"), ("in", "doe"), id="person"),
        pytest.param(into(post="minister of defence", status="resigned"), ("out", "defence"), id="post"),
        pytest.param(met(place="Port Linden"), ("", "linden", "port"), id="place"),
        pytest.param(met(type="call", participants=("Doe", "Reyes")), ("call", "reyes", "doe"), id="participants"),
        pytest.param(law("the referendum bill"), ("referendum",), id="law"),
        pytest.param(strike(by="crews", place="Port Linden"), ("crews",), id="a kind of one's own"),
    ],
)
def test_an_event_is_named_by_what_does_not_change_in_it(event: Event, named: tuple[str, ...]) -> None:
    assert sorted(key(event)) == sorted(named)
