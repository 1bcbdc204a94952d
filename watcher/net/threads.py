"""Blocking calls beside the event loop, each in a daemon thread of its own; and an event loop beside blocking threads.

asyncio's executor has few threads and the interpreter waits for them at exit: a few dead name servers would hold up
every other look-up, and then the end of the program.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import TypeVar

T = TypeVar("T")

_loops: list[asyncio.AbstractEventLoop] = []  # the shared one, once there is one
_starting = Lock()
os.register_at_fork(after_in_child=_loops.clear)  # its thread stays behind


def shared_loop() -> asyncio.AbstractEventLoop:
    """Give the loop that runs in a thread of its own for as long as the process does."""
    with _starting:
        if not _loops:
            _loops.append(asyncio.new_event_loop())
            Thread(target=_loops[0].run_forever, name="watcher-loop", daemon=True).start()
        return _loops[0]


async def in_daemon_thread(call: Callable[[], T]) -> T:
    """Run a blocking call and give what it returns or raises; when cancelled, the call is left to end by itself."""
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()
    Thread(target=_run, args=(call, outcome), name="watcher-blocking", daemon=True).start()
    return await asyncio.wrap_future(outcome)


def _run(call: Callable[[], T], outcome: Future[T]) -> None:
    try:
        value = call()
    except Exception as error:  # noqa: BLE001 - handed to the awaiting task, not swallowed
        outcome.set_exception(error)
    else:
        outcome.set_result(value)
