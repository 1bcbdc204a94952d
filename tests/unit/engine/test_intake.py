"""What becomes of work under way when the intake closes."""

from concurrent.futures import Future
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.builders import FakeClock
from watcher.engine.intake import Intake, key_of

FILE = SimpleNamespace(drop="inbox", name="boat.txt", document=None)


class Workers:
    """Prepares nothing until it is told that it broke."""

    def __init__(self) -> None:
        self.future: Future[object] = Future()

    def submit(self, _document: object, _tags: object, _seen: object) -> Future[object]:
        return self.future


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
