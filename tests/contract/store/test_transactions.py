"""All or nothing, one writer at a time, readers undisturbed."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.builders import NOW, FixedClock, alerting, beginning, document
from watcher.errors import StoreBusy
from watcher.model import FeedState
from watcher.store import Store

ROOT = Path(__file__).parents[3]

DYING = """
import os, signal, sys
from tests.contract.store.builders import NOW, FixedClock, alerting, document
from watcher.store import Store
with Store.open(sys.argv[1], FixedClock()).write() as tx:
    tx.outcomes.write(alerting(1), document(), NOW)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_block_wrote_stays_when_it_ends(store: Store) -> None:
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)

    with store.read() as tx:
        assert tx.counts().stories == 1


def write_and_break_off(store: Store) -> None:
    with store.write() as tx:
        tx.outcomes.write(alerting(1), document(), NOW)
        raise InterruptedError


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(InterruptedError):
        write_and_break_off(store)

    with store.read() as tx:
        counts = tx.counts()
    assert (counts.entries, counts.stories, sum(counts.alerts.values()), sum(counts.deliveries.values())) == (0,) * 4


def test_a_process_killed_between_two_statements_leaves_nothing(store: Store, url: str) -> None:
    died = subprocess.run([sys.executable, "-c", DYING, url], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL

    with store.write() as tx:
        assert (tx.counts().entries, tx.counts().stories) == (0, 0)
        tx.outcomes.write(beginning(1), document(), NOW)


def test_nothing_written_in_a_reading_block_stays(store: Store) -> None:
    with store.read() as tx:
        tx.feeds.save(FeedState(name="harbour", failures=3))

    with store.read() as tx:
        assert tx.feeds.states(["harbour"])["harbour"].failures == 0


def test_a_second_writer_waits_for_the_first_and_sees_what_it_wrote(store: Store, url: str) -> None:
    other = Store.open(url, FixedClock())
    begun = threading.Event()

    def second() -> int:
        begun.set()
        with other.write() as tx:
            return tx.counts().stories

    with ThreadPoolExecutor(1) as pool:
        with store.write() as tx:
            seen = pool.submit(second)
            begun.wait()
            tx.outcomes.write(beginning(1), document(), NOW)
            with pytest.raises(TimeoutError):
                seen.result(timeout=0.1)
        assert seen.result(timeout=5) == 1
    other.close()


@pytest.mark.parametrize("same_program", [True, False], ids=["of this program", "of another program"])
def test_a_writer_that_does_not_let_go_makes_the_next_one_give_up(store: Store, url: str, same_program: bool) -> None:  # noqa: FBT001 - pytest passes it by name
    hasty = Store.open(url, FixedClock(), patience=timedelta(milliseconds=50))
    first = {True: hasty, False: store}[same_program]

    with first.write(), pytest.raises(StoreBusy, match="try again later"), hasty.write():
        pass

    with hasty.write() as tx:
        tx.feeds.save(FeedState(name="harbour"))
    hasty.close()


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_of_its_work(store: Store) -> None:
    with store.write() as writing:
        writing.outcomes.write(beginning(1), document(), NOW)
        with store.read() as reading:
            assert reading.counts().stories == 0
