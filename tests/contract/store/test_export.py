"""Everything that was archived comes out, in a shape that does not change."""

import json
import tracemalloc
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.builders import an_event
from tests.contract.store.builders import (
    FULL,
    HOSTILE,
    NOW,
    alert,
    alerting,
    arrival,
    beginning,
    document,
    fingerprint,
    name,
    story,
    story_event,
    story_text,
)
from tests.contract.store.sending import begin
from watcher.model import AlertLabel, AlertState, Label, StoryId, StoryLink, ToldEvent
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store
from watcher.store.export import PAGE, Export, Kind, Plain

ENTRY_KEYS = [
    *("kind", "id", "story", "source", "key", "label", "score", "reason", "version", "first_seen", "changed_at"),
    *("published", "published_from", "language", "link", "author", "outlet", "origin"),
    *("origin_confidence", "distributor", "credit_evidence", "tags", "title", "body"),
]
STORY_KEYS = [
    *("id", "title", "first_seen", "touched_at", "published", "origin", "origin_confidence", "distributor", "cites"),
]
COPY_KEYS = [
    *("entry", "label", "score", "reason", "source", "title", "first_seen", "published", "published_from", "link"),
    *("author", "outlet", "origin", "origin_confidence", "distributor"),
]
ALERT_KEYS = [
    *("kind", "id", "rule", "state", "label", "priority", "created_at", "acked_at", "reason"),
    *("channels", "evidence", "events", "entry", "story", "copies", "deliveries"),
]
DELIVERY_KEYS = [
    *("key", "channel", "recipient", "step", "state", "attempts", "sent_at", "not_before", "remote", "last_error"),
]
DAY = timedelta(days=1)


def write(store: Store, outcome: Outcome, at: datetime = NOW) -> None:
    with store.write() as tx:
        tx.outcomes.write(outcome, document(), at)


def export(store: Store, kind: Kind, since: datetime | None = None) -> list[Plain]:
    return list(Export(store, since).objects(kind))


def numbers(objects: list[Plain]) -> list[int]:
    return [int(each.get("id", each.get("entry"))) for each in objects]


@pytest.fixture
def full(store: Store) -> Store:
    """A store with a story of two copies, one of them changed, that alerted on two channels."""
    first = arrival(1, text=replace(FULL, body="As first seen."))
    alerted = alert(1, channels=("desk", "pager"))
    write(store, beginning(1, new=(first,), events=(story_event(1),), alerts=(alerted,)))
    write(store, Outcome(new=(arrival(2, story=1, label=Label.COPY),)), NOW + DAY)
    write(store, Outcome(changed=(arrival(1, fp=fingerprint(9), text=FULL, label=Label.UPDATE),)), NOW + 2 * DAY)
    return store


def test_an_entry_comes_with_all_that_was_read_of_it(full: Store) -> None:
    first, second = export(full, Kind.ENTRY)

    assert list(first) == ENTRY_KEYS
    assert (first["kind"], first["id"], first["story"], second["story"]) == ("entry", name(1), name(1), name(1))
    assert (first["title"], first["body"], first["tags"]) == (FULL.title, FULL.body, list(FULL.tags))
    assert (first["version"], first["first_seen"], first["changed_at"]) == (2, NOW, NOW + 2 * DAY)
    assert first["credit_evidence"] == list(FULL.credit.evidence)


def test_an_earlier_text_of_an_entry_comes_by_itself(full: Store) -> None:
    [found] = export(full, Kind.VERSION)

    assert list(found) == ["kind", "entry", "story", "hash", "number", "at", "title", "body"]
    assert (found["entry"], found["story"], found["number"], found["at"]) == (name(1), name(1), 1, NOW)
    assert (found["title"], found["body"], found["hash"]) == (FULL.title, "As first seen.", "0000000000000001")


def test_a_story_comes_with_its_copies_and_the_names_of_its_alerts(full: Store) -> None:
    [found] = export(full, Kind.STORY)

    assert list(found) == ["kind", *STORY_KEYS, "merged_into", "copies", "links", "alerts"]
    assert [list(copy) for copy in found["copies"]] == [COPY_KEYS, COPY_KEYS]
    assert [copy["entry"] for copy in found["copies"]] == [name(1), name(2)]
    assert (found["alerts"], found["touched_at"]) == ([name(1)], NOW + 2 * DAY)


def test_a_story_comes_with_its_links_whichever_of_the_two_came_later(store: Store) -> None:
    link = StoryLink(
        story=StoryId(name(2)), other=StoryId(name(1)), cites="Quay Wire", score=0.5, reason="names Quay Wire"
    )
    write(store, beginning(1))
    write(store, beginning(2, links=(link,)))
    write(store, beginning(3))
    told = {
        "story": name(2),
        "other": name(1),
        "cites": "Quay Wire",
        "score": 0.5,
        "reason": "names Quay Wire",
        "at": NOW,
    }

    assert [each["links"] for each in export(store, Kind.STORY)] == [[told], [told], []]


def test_an_alert_comes_with_evidence_text_story_copies_and_where_it_went_when(full: Store) -> None:
    outbox = Outbox(full)
    sent, failed = begin(outbox, "desk"), begin(outbox, "pager")
    outbox.sent(sent.delivery.id, NOW + DAY)
    outbox.dead(failed.delivery.id, "no such number")
    [found] = export(full, Kind.ALERT)

    assert list(found) == ALERT_KEYS
    assert found["evidence"][0] == {
        "field": "title",
        "sentence": "Bridge opens in Larkhaven",
        "start": 0,
        "marks": [[0, 6]],
    }
    assert ["kind", *found["entry"]] == [key for key in ENTRY_KEYS if key != "story"]
    assert found["entry"]["body"] == FULL.body
    assert (list(found["story"]), len(found["copies"])) == (STORY_KEYS, 2)
    assert [list(delivery) for delivery in found["deliveries"]] == [DELIVERY_KEYS, DELIVERY_KEYS]
    assert [(each["channel"], each["state"], each["sent_at"], each["last_error"]) for each in found["deliveries"]] == [
        ("desk", "sent", NOW + DAY, None),
        ("pager", "dead", None, "no such number"),
    ]


def test_an_alert_that_was_recorded_and_not_sent_comes_too(store: Store) -> None:
    write(store, beginning(1, alerts=(alert(1, state=AlertState.BASELINE),)))
    [found] = export(store, Kind.ALERT)

    assert (found["state"], found["deliveries"]) == ("baseline", [])


@pytest.mark.parametrize("kind", Kind)
def test_every_object_is_json_with_times_in_utc(full: Store, kind: Kind) -> None:
    lines = [json.dumps(each, default=datetime.isoformat) for each in export(full, kind)]

    assert all("+00:00" in line and "\n" not in line for line in lines)
    assert json.loads(lines[0])["kind"] == kind


def test_any_text_comes_out_as_it_is_stored(full: Store) -> None:
    assert export(full, Kind.ENTRY)[0]["title"] == HOSTILE


@pytest.mark.parametrize("kind", Kind)
def test_more_than_one_page_comes_out_whole_and_in_order(store: Store, kind: Kind) -> None:
    everything = range(1, 2 * PAGE + 2)
    outcome = Outcome(
        new=tuple(arrival(number) for number in everything),
        begun=tuple(story(number) for number in everything),
        texts=tuple(story_text(number, fingerprint(number)) for number in everything),
        events=tuple(story_event(number, entry=number, story=number) for number in everything),
        alerts=tuple(alert(number, entry=number, story=number) for number in everything),
    )
    write(store, outcome)
    write(store, Outcome(changed=tuple(arrival(number, fp=fingerprint(-number)) for number in everything)))

    assert numbers(export(store, kind)) == list(everything)
    assert Export(store).count(kind) == len(everything)


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_store_gives_nothing(store: Store, kind: Kind) -> None:
    assert export(store, kind) == []


def test_since_leaves_out_what_neither_came_nor_changed_later(store: Store) -> None:
    write(store, alerting(1))
    write(store, alerting(2))
    write(store, Outcome(changed=(arrival(1, fp=fingerprint(9), label=Label.UPDATE),)), NOW + 2 * DAY)
    late = alert(3, entry=3, story=3, created_at=NOW + 3 * DAY)
    write(store, beginning(3, at=NOW + 3 * DAY, alerts=(late,)), NOW + 3 * DAY)
    since = NOW + DAY

    assert numbers(export(store, Kind.ENTRY, since)) == [1, 3]
    assert numbers(export(store, Kind.VERSION, since)) == []
    assert numbers(export(store, Kind.VERSION, NOW)) == [1]
    assert numbers(export(store, Kind.STORY, since)) == [1, 3]
    assert numbers(export(store, Kind.ALERT, since)) == [3]


def test_a_story_that_was_merged_away_names_the_one_that_has_its_copies(store: Store) -> None:
    write(store, alerting(1))
    write(store, beginning(2))
    write(store, Outcome(merged={StoryId(name(1)): StoryId(name(2))}))
    first, second = export(store, Kind.STORY)
    [told] = export(store, Kind.ALERT)

    assert (first["merged_into"], first["copies"], second["merged_into"]) == (name(2), [], None)
    assert (
        [copy["entry"] for copy in second["copies"]] == [copy["entry"] for copy in told["copies"]] == [name(1), name(2)]
    )
    assert told["story"]["id"] == name(2)


def test_what_comes_in_while_an_export_runs_waits_for_the_next_one(store: Store) -> None:
    write(store, beginning(1))
    objects = Export(store).objects(Kind.ENTRY)
    first = next(objects)
    write(store, beginning(2))

    assert numbers([first, *objects]) == [1]


def test_a_writer_need_not_wait_for_an_export_that_pauses(store: Store) -> None:
    """Nor does the log of SQLite grow meanwhile: no transaction is open between two pages."""
    write(store, beginning(1))
    objects = Export(store).objects(Kind.ENTRY)
    next(objects)

    write(store, beginning(2))
    assert store.empty_log()


def test_an_archive_of_any_length_takes_little_memory(store: Store) -> None:
    """Some 30 MB of text go through; a page of 200 takes 4 MB."""
    text = replace(FULL, body="The bridge opened on Monday. " * 700)
    for start in range(0, 1500, 50):
        found = tuple(arrival(number, story=1, text=text) for number in range(start + 2, start + 52))
        write(store, Outcome(new=found) if start else beginning(1, new=(arrival(1), *found)))
    tracemalloc.start()
    seen = sum(len(each["body"]) for each in Export(store).objects(Kind.ENTRY))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert seen > 30_000_000
    assert peak < 15_000_000


def test_an_event_comes_with_its_story_and_what_is_told_of_it(store: Store) -> None:
    written = story_event(1, sequence=2, changed_at=NOW + DAY, published=NOW)
    write(store, beginning(1, events=(written,)))
    [event] = export(store, Kind.EVENT, NOW + DAY)

    told = event.pop("event")
    assert event == {
        "kind": "event",
        "id": name(1),
        "story": name(1),
        "entry": name(1),
        "sequence": 2,
        "first_seen": NOW,
        "changed_at": NOW + DAY,
        "published": NOW,
    }
    assert (told["kind"], told["place"], told["date_start"]) == ("meeting", "Paris", "2026-01-06")
    assert export(store, Kind.EVENT, NOW + 2 * DAY) == []


def test_an_alert_comes_with_the_events_that_it_tells_and_in_an_update_with_what_they_were(store: Store) -> None:
    told = ToldEvent(uid=name(7), sequence=1, event=an_event(), was=an_event(None))
    write(store, beginning(1, alerts=(alert(1, label=AlertLabel.UPDATE, events=(told,)),)))
    [alerted] = export(store, Kind.ALERT)

    [event] = alerted["events"]
    assert (alerted["label"], event["uid"], event["sequence"]) == ("update", name(7), 1)
    assert (event["event"]["date_start"], event["was"]["date_start"]) == ("2026-01-06", None)
