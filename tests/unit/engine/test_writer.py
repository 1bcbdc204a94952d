"""The one thread that writes."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.builders import NOON
from watcher.engine import writer as room
from watcher.engine.ingest import Polled
from watcher.engine.writer import Writer
from watcher.model import Feed, FeedState, Poll, PollStatus

WITHIN = 10.0  # seconds; only a mistake takes them


class Written:
    """Notes what is written, and lets a test wait for it."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self._some = threading.Semaphore(0)

    def together(self, polls: Sequence[Polled]) -> None:
        self.note(*(feed.name for feed, _, _ in polls))

    def few(self, documents: Sequence[str]) -> None:
        self.note(*documents)

    def note(self, *names: str) -> None:
        self.batches.append(list(names))
        self._some.release()

    def wait(self) -> bool:
        return self._some.acquire(timeout=WITHIN)


def polled(name: str) -> Polled:
    return Feed(name=name), FeedState(name=name), Poll(feed=name, status=PollStatus.NOT_MODIFIED, at=NOON)


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "TOGETHER_WITHIN", timedelta(hours=1))


def test_polls_wait_for_each_other_until_no_others_will_come(written: Written, patient: None):  # noqa: ARG001 - sets up
    writer = Writer(written.together, written.few)
    assert [writer.write_together(polled(name)) for name in "abc"] == [True] * 3
    assert writer.waiting() == 3
    writer.hurry()
    assert written.wait()
    assert written.batches == [["a", "b", "c"]]
    writer.close(drop=False)


def test_a_poll_waits_for_a_moment_only(written: Written, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "TOGETHER_WITHIN", timedelta(milliseconds=1))
    writer = Writer(written.together, written.few)
    writer.write_together(polled("a"))
    assert written.wait()
    writer.close(drop=False)


def test_so_many_are_written_at_once(written: Written, patient: None, monkeypatch: pytest.MonkeyPatch):  # noqa: ARG001 - sets up
    monkeypatch.setattr(room, "TOGETHER_AT_MOST", 2)
    writer = Writer(written.together, written.few)
    writer.write_together(polled("a"))
    writer.write_together(polled("b"))
    assert written.wait()
    assert written.batches == [["a", "b"]]
    writer.close(drop=False)


def test_documents_are_written_one_after_the_other_and_do_not_wait(written: Written, patient: None):  # noqa: ARG001 - sets up
    writer = Writer(written.together, written.few)
    writer.write_together(polled("quiet"))
    writer.write(lambda: written.note("first"))
    writer.write(lambda: written.note("second"))
    assert written.wait()
    assert written.wait()
    assert written.batches == [["first"], ["second"]]
    writer.close(drop=False)


def test_documents_that_wait_are_written_a_few_at_a_time(written: Written, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "FEW", 2)
    writer, under_way = Writer(written.together, written.few), threading.Event()
    writer.write(lambda: written.note("first") if under_way.wait(WITHIN) else None)
    assert [writer.write_document(name) for name in "abc"] == [True] * 3
    under_way.set()
    writer.close(drop=False)
    assert written.batches == [["first"], ["a", "b"], ["c"]]


def test_what_waits_is_written_before_the_end(written: Written, patient: None):  # noqa: ARG001 - sets up
    writer = Writer(written.together, written.few)
    writer.write_together(polled("a"))
    writer.close(drop=False)
    assert written.batches == [["a"]]


def test_a_closed_writer_takes_nothing(written: Written):
    writer = Writer(written.together, written.few)
    writer.close(drop=True)
    assert not writer.write(written.note)
    assert not writer.write_document("a")
    assert not writer.write_together(polled("a"))
    assert written.batches == []
