"""A server that hangs holds up neither another channel nor the end of the program."""

import io
import random
import subprocess
import sys
import threading
import time
from zoneinfo import ZoneInfo

import pytest

from tests.integration.faults import DRIP, HANG, Faults
from tests.integration.servers import Receiver
from tests.unit.alerts.builders import a_view
from tests.unit.deliver.fakes import FakeOutbox
from watcher.clock import SystemClock
from watcher.deliver import Courier, Delivered, Outcome, build_sender, reachable
from watcher.model import Channel


def courier(channel: Channel, outbox: FakeOutbox, heard: list[Delivered]) -> Courier:
    return Courier(
        channel,
        build_sender(channel, stream=io.StringIO()),
        outbox,
        clock=SystemClock(),
        timezone=ZoneInfo("UTC"),
        rng=random.Random(7),  # noqa: S311 - jitter, not a secret
        report=heard.append,
    )


def test_a_hanging_channel_holds_up_no_other(hanging: int, receiver: Receiver) -> None:
    outbox, heard = FakeOutbox(), list[Delivered]()
    slow = courier(Channel(name="slow", url=f"json://127.0.0.1:{hanging}/?rto=1"), outbox, heard)
    quick = courier(Channel(name="quick", url=f"json://127.0.0.1:{receiver.port}/"), outbox, heard)
    outbox.add(a_view(created_at=SystemClock().now()), channel="slow")
    outbox.add(a_view(created_at=SystemClock().now()), channel="quick")
    hung = threading.Thread(target=slow.deliver_due, daemon=True)
    hung.start()
    began = time.monotonic()
    assert quick.deliver_due() == 1
    assert time.monotonic() - began < 2
    assert [(delivered.channel, delivered.outcome) for delivered in heard] == [("quick", Outcome.SENT)]
    hung.join(10)
    assert [(delivered.channel, delivered.outcome) for delivered in heard[1:]] == [("slow", Outcome.UNKNOWN)]


@pytest.mark.parametrize("fault", [pytest.param(HANG, id="no answer"), pytest.param(DRIP, id="a byte a second")])
def test_a_channel_that_is_stuck_has_no_more_threads_than_hands_and_others_deliver_all_the_while(
    faults: Faults, receiver: Receiver, fault: object
) -> None:
    faults.script = [fault]
    outbox, heard = FakeOutbox(), list[Delivered]()
    slow = courier(Channel(name="slow", url=f"json://127.0.0.1:{faults.port}/?rto=60", parallel=2), outbox, heard)
    quick = courier(Channel(name="quick", url=f"json://127.0.0.1:{receiver.port}/"), outbox, heard)
    for _ in range(20):
        outbox.add(a_view(created_at=SystemClock().now()), channel="slow")
        outbox.add(a_view(created_at=SystemClock().now()), channel="quick")
    stop, before = threading.Event(), set(threading.enumerate())
    loop = threading.Thread(target=slow.run, args=(stop, threading.Event()), daemon=True)
    loop.start()
    assert quick.deliver_due() == 20
    hands = [thread for thread in threading.enumerate() if thread not in before and thread.name == "channel slow"]
    assert len(hands) <= 2
    assert len(faults.taken) <= 2
    stop.set()


def test_a_server_that_takes_connections_is_reachable(hanging: int) -> None:
    assert reachable(Channel(name="slow", url=f"json://127.0.0.1:{hanging}/"), 2) is None


PROGRAM = """
import io, random, sys, threading, time
from zoneinfo import ZoneInfo
from tests.unit.alerts.builders import a_view
from tests.unit.deliver.fakes import FakeOutbox
from watcher.clock import SystemClock
from watcher.deliver import Courier, build_sender
from watcher.model import Channel

hands = int(sys.argv[2])
channel = Channel(name="slow", url=f"json://127.0.0.1:{sys.argv[1]}/?rto=60", parallel=hands)
outbox = FakeOutbox()
for _ in range(hands):
    outbox.add(a_view(created_at=SystemClock().now()), channel="slow")
courier = Courier(channel, build_sender(channel, stream=io.StringIO()), outbox, clock=SystemClock(),
                  timezone=ZoneInfo("UTC"), rng=random.Random(), report=print)
threading.Thread(target=courier.run, args=(threading.Event(), threading.Event()), daemon=True).start()
while outbox.states() != ["sending"] * hands:
    time.sleep(0.01)
time.sleep(0.5)
print(time.time())
"""


@pytest.mark.parametrize("hands", [1, 4])
def test_a_hanging_channel_does_not_hold_up_the_end_of_the_program(hanging: int, hands: int) -> None:
    command = [sys.executable, "-c", PROGRAM, str(hanging), str(hands)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert time.time() - float(ended.stdout) < 3


@pytest.mark.parametrize("module", ["apprise", "requests", "jinja2", "structlog"])
def test_importing_the_room_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, watcher.deliver, watcher.alerts; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
