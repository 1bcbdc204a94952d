"""What becomes of documents that are written together, and of work under way when the intake closes."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.builders import NOON, FakeClock
from watcher.engine.ingest import Brought, Ingested
from watcher.engine.intake import Intake, key_of
from watcher.model import Document, DocumentKind, Feed, FeedState, Poll, PollStatus

FILE = SimpleNamespace(drop="inbox", name="boat.txt", document=None)


class Workers:
    """Prepares nothing until it is told that it broke."""

    def __init__(self) -> None:
        self.future: Future[object] = Future()

    def submit(self, _document: object, _tags: object, _seen: object) -> Future[object]:
        return self.future


class Ingest:
    """Writes no document before all wait, and none with a feed that is called poison."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.all_wait = threading.Event()

    def poll(self, feed: Feed, *_: object) -> Ingested:
        return self.polls([(feed, FeedState(name=feed.name), polled(feed), None)])[0]

    def polls(self, brought: Sequence[Brought]) -> list[Ingested]:
        self.all_wait.wait(10.0)
        names = [feed.name for feed, *_ in brought]
        if "poison" in names:
            raise ValueError(names)
        return [Ingested(source=name, status="fetched") for name in names]


def polled(feed: Feed) -> Poll:
    document = Document(source=feed.name, kind=DocumentKind.FEED, body=b"", received_at=NOON)
    return Poll(feed=feed.name, status=PollStatus.FETCHED, at=NOON, document=document)


def done(result: object) -> Future[object]:
    future: Future[object] = Future()
    future.set_result(result)
    return future


def test_of_documents_that_are_written_together_one_at_fault_costs_only_itself() -> None:
    collectors = SimpleNamespace(
        submit=lambda feed, _: done(polled(feed)), give_up_waiting=lambda: None, release=lambda _: None
    )
    workers, ingest, reported = SimpleNamespace(submit=lambda *_: done(None)), Ingest(), []
    intake = Intake(collectors=collectors, workers=workers, ingest=ingest, report=reported.append)
    for name in ("first", "second", "poison", "last"):
        intake.poll(Feed(name=name), FeedState(name=name))
    ingest.all_wait.set()
    assert intake.close(timedelta(seconds=10))
    statuses = {each.source: each.status for each in reported}
    assert statuses == {"first": "fetched", "second": "fetched", "poison": "failed", "last": "fetched"}
    assert len(reported) == len(statuses)


def test_a_document_whose_worker_is_killed_after_the_close_is_dropped_in_silence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    workers, reported = Workers(), []
    ingest = SimpleNamespace(clock=FakeClock())
    intake = Intake(
        collectors=SimpleNamespace(give_up_waiting=lambda: None), workers=workers, ingest=ingest, report=reported.append
    )
    intake.drop(SimpleNamespace(keeps=False), FILE)
    assert not intake.close(timedelta(0))

    workers.future.set_exception(RuntimeError("the pool was stopped"))

    assert (caplog.records, reported, intake.busy(key_of(FILE))) == ([], [], False)
