"""The couriers' threads: one for each channel, replaced while messages are under way.

The courier that replaces another one of its channel begins when that one has ended: no message is sent by both, and
what was sent is recorded by who sent it.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from watcher.clock import Clock
from watcher.deliver import Courier

RECORD_AGAIN = timedelta(seconds=5)  # what a courier sent last, while the outbox does not answer


class Couriers:
    """The running couriers. Safe from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._running: list[_Running] = []
        self._replaced: list[_Running] = []  # not to take further messages; perhaps sending one

    def follow(self, couriers: Sequence[Courier]) -> None:
        """Run these couriers and no other; one that runs already goes on undisturbed."""
        with self._lock:
            if self._end.is_set():
                return
            left = [one for one in self._running if one.courier not in couriers]
            for one in left:
                one.halt()
            self._replaced = [one for one in (*self._replaced, *left) if one.thread.is_alive()]
            running = {one.courier: one for one in self._running}
            self._running = [running.get(courier) or self._started(courier) for courier in couriers]

    def wake(self) -> None:
        """Say that something new may be due."""
        for one in self._running:
            one.wake.set()

    def alive(self) -> bool:
        """Say whether every courier still runs."""
        return all(one.thread.is_alive() for one in self._running)

    def stop(self) -> None:
        """Let no courier take another message; returns at once."""
        with self._lock:
            self._end.set()
            for one in self._running:
                one.halt()

    def join(self, timeout: timedelta) -> None:
        """Wait for the messages under way, of all channels together, no longer than `timeout`."""
        give_up = self._clock.monotonic() + timeout.total_seconds()
        for one in (*self._running, *self._replaced):
            one.thread.join(max(0, give_up - self._clock.monotonic()))

    def _started(self, courier: Courier) -> "_Running":
        before = [one.thread for one in self._replaced if one.courier.channel.name == courier.channel.name]
        one = _Running(courier)
        name = f"channel {courier.channel.name}"
        one.thread = threading.Thread(target=self._run, args=(one, before), name=name, daemon=True)
        one.thread.start()
        return one

    def _run(self, one: "_Running", before: Sequence[threading.Thread]) -> None:
        for thread in before:
            thread.join()
        one.courier.run(one.stop, one.wake)
        while not one.courier.settle() and not self._end.wait(RECORD_AGAIN.total_seconds()):
            pass


@dataclass(eq=False, slots=True)
class _Running:
    courier: Courier
    stop: threading.Event = field(default_factory=threading.Event)
    wake: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread = field(init=False)

    def halt(self) -> None:
        self.stop.set()
        self.wake.set()
