"""The worker pool against documents that break workers."""

import os
import signal
import time
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import REFERENDUM, a_document
from tests.integration.engine import slowly
from watcher.engine import pool
from watcher.engine.workers import PrepareWorkers, prepared
from watcher.errors import DocumentError
from watcher.events import BUILT_IN, Lexicons
from watcher.model import DocumentKind
from watcher.pipeline import Prepared
from watcher.stories import BUILT_IN as BUILT_IN_AGENCIES
from watcher.stories import Agencies, Agency, AgencyKind

GOOD = a_document(f"Bill\n\n{REFERENDUM}\n".encode(), kind=DocumentKind.DROP)


def submit_one_without_end(workers: PrepareWorkers) -> Future[Prepared]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pool, "prepare", slowly.prepare)
        return workers.submit(GOOD)


def running_workers() -> set[int]:
    of_threads = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    ours = {int(pid) for path in of_threads for pid in path.read_text().split()}
    return {pid for pid in ours if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()}


def test_a_document_is_prepared_in_another_process():
    with PrepareWorkers(1) as workers:
        [entry] = prepared(workers.submit(GOOD)).entries
    assert entry.article.title == "Bill"


def test_credits_are_read_by_the_agencies_that_are_used_at_the_time():
    document = a_document(f"Bill\n\n{REFERENDUM}\n\n(QW)\n".encode(), kind=DocumentKind.DROP)
    own = Agency(name="Quay Wire", kind=AgencyKind.AGENCY, marks=("QW",))
    with PrepareWorkers(1, agencies=Agencies(own=(own,))) as workers:
        [first] = prepared(workers.submit(document)).entries
        workers.use(Agencies(own=(replace(own, name="Quay News Agency"),)), BUILT_IN)
        [second] = prepared(workers.submit(document)).entries
    assert [each.article.credit.origin for each in (first, second)] == ["Quay Wire", "Quay News Agency"]


def test_events_are_found_by_the_lexicons_that_are_used_at_the_time():
    document = a_document(b"Ferries\n\nThe ferry crews of the islands struck on Monday.\n", kind=DocumentKind.DROP)
    strike = {"kind": "strike", "language": "en", "fields": {"who": "phrase"}}
    own = Lexicons({"strike.toml": {**strike, "triggers": [{"active": ["struck"], "who": ["subject"]}]}})
    with PrepareWorkers(1) as workers:
        [before] = prepared(workers.submit(document)).entries
        workers.use(BUILT_IN_AGENCIES, own)
        [after] = prepared(workers.submit(document)).entries
    assert [[event.kind for event in each.article.events] for each in (before, after)] == [[], ["strike"]]


def test_what_is_wrong_with_a_document_is_told_as_it_was_found():
    with PrepareWorkers(1) as workers, pytest.raises(DocumentError, match="is empty"):
        prepared(workers.submit(a_document(b"")))


def test_a_document_that_takes_too_long_costs_only_itself():
    with PrepareWorkers(1, timedelta(seconds=3)) as workers:
        slow, good = submit_one_without_end(workers), workers.submit(GOOD)
        with pytest.raises(DocumentError, match="took too long"):
            prepared(slow)
        assert len(prepared(good).entries) == 1


def test_a_worker_that_dies_costs_only_its_document():
    with PrepareWorkers(1) as workers:
        assert prepared(workers.submit(GOOD)).entries
        slow, good = submit_one_without_end(workers), workers.submit(GOOD)
        time.sleep(1)
        for pid in running_workers():
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(DocumentError, match="broke the process"):
            prepared(slow)
        assert len(prepared(good).entries) == 1


def test_a_pool_that_is_closed_says_so_as_the_outcome_of_the_document():
    with PrepareWorkers(1) as workers:
        pass
    with pytest.raises(DocumentError, match=r"because of a bug \(RuntimeError\)"):
        prepared(workers.submit(GOOD))


def test_a_document_that_waits_behind_a_slow_one_gets_a_process_of_its_own():
    with PrepareWorkers(2) as workers:
        slow, good = submit_one_without_end(workers), workers.submit(GOOD)
        assert prepared(good).entries
        assert slow.running()


def test_documents_that_need_not_wait_are_prepared_by_one_process():
    with PrepareWorkers(2) as workers:
        one_after_the_other = [prepared(workers.submit(GOOD)) for _ in range(3)]
        assert len(running_workers()) == 1
    assert len(one_after_the_other) == 3
