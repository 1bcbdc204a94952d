"""Links between stories, who tells them, and alerts that wait for origins, on both stores."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from tests.contract.store.builders import (
    LATER,
    NOW,
    SOURCE,
    alert,
    arrival,
    article,
    beginning,
    document,
    fingerprint,
    name,
    prepared_entry,
    story,
    story_text,
)
from watcher.alerts import Linked, SameEvent
from watcher.errors import InputError
from watcher.model import AlertState, Credit, DeliveryState, StoryId, StoryLink
from watcher.pipeline import Known, Outcome
from watcher.store import Store
from watcher.stories import Fingerprint, Teller


def link(number: int, other: int, cites: str | None = None, **fields: object) -> StoryLink:
    plain = StoryLink(
        story=StoryId(name(number)),
        other=StoryId(name(other)),
        cites=cites,
        score=0.75,
        reason="headlines share bridge",
    )
    return replace(plain, **fields)


def told_by(number: int, outlet: str | None = None, origin: str | None = None, **outcome: object) -> Outcome:
    """Give the outcome of a document whose one entry begins a story that these tell."""
    text = article(credit=Credit(outlet=outlet, origin=origin, origin_confidence=0.9 if origin else 0.0))
    return replace(
        beginning(number, page_of(number)),
        new=(arrival(number, text=text, fp=page_of(number)),),
        begun=(story(number, origin=origin),),
        texts=(story_text(number, page_of(number), origin=origin),),
        **outcome,
    )


def page_of(number: int) -> Fingerprint:
    return fingerprint(number, page=1000 + number)


def write(store: Store, *outcomes: Outcome) -> None:
    for outcome in outcomes:
        with store.write() as tx:
            tx.outcomes.write(outcome, document(), NOW)


def known(store: Store, *numbers: int) -> Known:
    """Give what is known about a document of another source that has the pages of these stories."""
    entries = [prepared_entry(f"guid:asked-{number}", fingerprint(-number, page=1000 + number)) for number in numbers]
    with store.write() as tx:
        return tx.memory.known("quay-herald", entries, LATER)


def deliveries(store: Store, number: int) -> Mapping[str, DeliveryState]:
    with store.read() as tx:
        found = tx.alerts.deliveries(tx.alerts.get(name(number)))
    return {delivery.channel: delivery.state for delivery in found}


def states(store: Store) -> Collection[AlertState]:
    with store.read() as tx:
        return [found.state for found in tx.alerts.list()]


def test_a_link_comes_back_as_it_was_written_from_either_side(store: Store) -> None:
    cited = link(2, 1, "Larkhaven Wire")
    write(store, told_by(1), told_by(2, links=(cited,)))
    assert known(store, 1).links == (cited,)
    assert known(store, 2).links == (cited,)
    assert known(store, 1, 2).links == (cited,)


def test_of_two_stories_there_is_one_link_and_the_last_says_it_all(store: Store) -> None:
    again = link(1, 2, "Larkhaven Wire", score=0.5, reason="names Larkhaven Wire as its source")
    write(store, told_by(1), told_by(2, links=(link(2, 1),)), Outcome(aliases={}, links=(again,)))
    assert known(store, 1).links == (again,)


def test_who_tells_a_story_and_those_linked_to_it_is_known(store: Store) -> None:
    write(
        store,
        told_by(1, "Harbour Times", "Larkhaven Wire"),
        told_by(2, "Quay Gazette", links=(link(2, 1),)),
        told_by(3, links=(link(3, 2),)),
    )
    assert known(store, 1).tellers == {
        name(1): Teller(origin="Larkhaven Wire", outlet="Harbour Times"),
        name(2): Teller(origin=None, outlet="Quay Gazette"),
    }
    assert known(store, 3).tellers[StoryId(name(3))] == Teller(origin=None, outlet=SOURCE)


def test_a_later_copy_does_not_change_who_carried_a_story_first(store: Store) -> None:
    copy = arrival(2, story=1, text=article(credit=Credit(outlet="Quay Gazette")), at=LATER)
    write(store, told_by(1, "Harbour Times"), Outcome(new=(copy,), aliases={}))
    assert known(store, 1).tellers[StoryId(name(1))].outlet == "Harbour Times"


def test_what_copies_name_as_their_source_is_known_of_their_story(store: Store) -> None:
    first, further = (article(cites=names) for names in (("Larkhaven Wire",), ("Delta Press", "Larkhaven Wire")))
    changed = arrival(1, text=article(cites=("Gull Radio",)), at=LATER)
    write(store, beginning(1, page_of(1), new=(arrival(1, text=first, fp=page_of(1)),)))
    write(store, Outcome(new=(arrival(2, story=1, text=further),), aliases={}), Outcome(changed=(changed,), aliases={}))
    assert known(store, 1).tellers[StoryId(name(1))].cites == ("Delta Press", "Gull Radio", "Larkhaven Wire")


def test_a_story_that_absorbs_another_names_its_sources_too(store: Store) -> None:
    cited = (arrival(2, text=article(cites=("Larkhaven Wire",)), fp=page_of(2)),)
    write(store, told_by(1), beginning(2, page_of(2), new=cited))
    write(store, Outcome(aliases={}, merged={StoryId(name(2)): StoryId(name(1))}))
    assert known(store, 1).tellers[StoryId(name(1))].cites == ("Larkhaven Wire",)


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.WAITING, AlertState.BASELINE])
def test_how_the_alerts_of_a_story_and_of_those_linked_to_it_stand_is_known(store: Store, state: AlertState) -> None:
    alerted = alert(2, entry=2, story=2, state=state)
    write(store, told_by(1), told_by(2, alerts=(alerted,), links=(link(2, 1),)))
    found = known(store, 1)
    assert found.alerted == {("bridges", name(2))}
    assert found.waiting == {AlertState.WAITING: (alerted,)}.get(state, ())
    assert found.told == {AlertState.OPEN: {("bridges", name(2)): name(2)}}.get(state, {})


def test_of_a_linked_story_whose_alert_waits_all_is_known_that_is_counted(store: Store) -> None:
    write(
        store,
        told_by(1),
        told_by(2, alerts=(alert(2, entry=2, story=2, state=AlertState.WAITING),), links=(link(2, 1),)),
        told_by(3, alerts=(alert(3, entry=3, story=3),), links=(link(3, 2),)),
        told_by(4, links=(link(4, 3),)),
    )
    found = known(store, 1)
    assert found.links == (link(2, 1), link(3, 2))
    assert found.tellers.keys() == {name(1), name(2), name(3)}
    assert found.told == {("bridges", name(3)): name(3)}


def test_a_waiting_alert_has_no_delivery_until_it_opens(store: Store) -> None:
    waiting = alert(1, state=AlertState.WAITING, channels=("desk", "console"))
    write(store, told_by(1, alerts=(waiting,)))
    assert deliveries(store, 1) == {}
    opened = replace(waiting, state=AlertState.OPEN, reason="2 independent origins", channels=("mail",))
    write(store, Outcome(aliases={}, recounted=(opened,)))
    assert deliveries(store, 1) == {"mail": DeliveryState.NEW}
    with store.read() as tx:
        assert tx.alerts.list() == [opened]


def test_a_waiting_alert_may_wait_for_another_reason(store: Store) -> None:
    waiting = alert(1, state=AlertState.WAITING)
    write(store, told_by(1, alerts=(waiting,)), Outcome(aliases={}, recounted=(replace(waiting, reason="told"),)))
    assert deliveries(store, 1) == {}
    assert known(store, 1).waiting == (replace(waiting, reason="told"),)


def test_an_alert_that_waits_no_more_is_not_opened_twice(store: Store) -> None:
    waiting = alert(1, state=AlertState.WAITING)
    opened = replace(waiting, state=AlertState.OPEN, reason="first")
    again = replace(opened, reason="second", channels=("mail",))
    write(store, told_by(1, alerts=(waiting,)), Outcome(aliases={}, recounted=(opened,)))
    write(store, Outcome(aliases={}, recounted=(again,)))
    assert deliveries(store, 1) == {"console": DeliveryState.NEW}
    with store.read() as tx:
        assert tx.alerts.list() == [opened]


def test_the_event_of_a_story_is_shown_with_all_that_tell_it(store: Store) -> None:
    write(
        store,
        told_by(1, "Harbour Times", "Larkhaven Wire"),
        told_by(2, "Quay Gazette", links=(link(2, 1),)),
        told_by(3, "Islander", links=(link(3, 1, "Larkhaven Wire", reason="names Larkhaven Wire as its source"),)),
    )
    with store.read() as tx:
        event = tx.stories.event(StoryId(name(1)))
    title = "Bridge opens in Larkhaven"
    cited = "names Larkhaven Wire as its source"
    assert event == SameEvent(
        origins=("Larkhaven Wire", "Quay Gazette"),
        linked=(
            Linked(story=StoryId(name(2)), title=title, teller="Quay Gazette", reason="headlines share bridge"),
            Linked(story=StoryId(name(3)), title=title, teller="Islander", reason=cited),
        ),
    )


def test_the_event_of_a_story_that_is_not_there_is_an_error(store: Store) -> None:
    with store.read() as tx, pytest.raises(InputError, match="no story has the id"):
        tx.stories.event(StoryId("nowhere"))


def test_the_links_of_a_story_that_is_absorbed_go_to_the_one_that_absorbs_it(store: Store) -> None:
    write(
        store,
        told_by(1),
        told_by(2, links=(link(2, 1),)),
        told_by(3, links=(link(3, 2), link(3, 1, "Larkhaven Wire"))),
        told_by(4, links=(link(4, 2, "Harbour Times"),)),
        Outcome(aliases={}, merged={StoryId(name(2)): StoryId(name(1))}),
    )
    assert known(store, 1).links == (link(3, 1, "Larkhaven Wire"), link(4, 1, "Harbour Times"))


@pytest.mark.parametrize(
    ("absorbed", "survivor", "left"),
    [
        pytest.param("waiting", None, ["waiting"], id="only the absorbed one has an alert"),
        pytest.param(None, "waiting", ["waiting"], id="only the survivor has one"),
        pytest.param("waiting", "waiting", ["waiting"], id="both wait"),
        pytest.param("waiting", "open", ["open"], id="the survivor was told"),
        pytest.param("open", "waiting", ["open"], id="the absorbed one was told"),
        pytest.param("baseline", "waiting", ["baseline"], id="the absorbed one is of a first run"),
        pytest.param("open", "open", ["open", "open"], id="both were told"),
    ],
)
def test_of_two_alerts_of_stories_that_become_one_the_waiting_one_goes(
    store: Store, absorbed: str | None, survivor: str | None, left: list[str]
) -> None:
    alerts = {
        number: (alert(number, entry=number, story=number, state=AlertState(state)),) if state else ()
        for number, state in ((1, survivor), (2, absorbed))
    }
    write(store, told_by(1, alerts=alerts[1]), told_by(2, alerts=alerts[2]))
    write(store, Outcome(aliases={}, merged={StoryId(name(2)): StoryId(name(1))}))
    assert states(store) == left
    assert known(store, 1).alerted == {("bridges", name(1))}
