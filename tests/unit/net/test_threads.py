"""The event loop that threads share."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from watcher.net.threads import shared_loop


async def where() -> str:
    return threading.current_thread().name


def test_all_threads_get_one_loop_which_runs_in_a_thread_that_no_exit_waits_for() -> None:
    with ThreadPoolExecutor(8) as threads:
        (loop,) = set(threads.map(lambda _: shared_loop(), range(50)))
    name = asyncio.run_coroutine_threadsafe(where(), loop).result(10)
    (thread,) = (each for each in threading.enumerate() if each.name == name)
    assert thread.daemon
