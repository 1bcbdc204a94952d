"""The dead-man switch: an address that is called every minute while the watcher lives, and not when it does not.

Whoever stands behind the address raises the alarm when the calls stay away. It is not called while the poll loop or a
deliver loop is silent. What goes wrong is a line in the log when it begins or changes; the address is a secret.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

import structlog

from watcher.clock import Clock
from watcher.engine.heartbeat import ailments
from watcher.net import Client, ClientOptions, FetchError
from watcher.settings import Settings

EVERY = timedelta(minutes=1)
FIRST_LOOK_EVERY = timedelta(seconds=1)  # until the loops live for the first time
_OPTIONS = ClientOptions(concurrency=1, max_size=2**20, total_timeout=timedelta(seconds=20), guarded=False)
_END_WITHIN = 0.5  # seconds that a call under way is waited for

log = structlog.get_logger("watcher")


class Ping:
    """Calls the address of the settings that hold."""

    def __init__(self, clock: Clock, every: timedelta = EVERY) -> None:
        self._clock = clock
        self._every = every
        self._settings: Settings | None = None
        self._trouble: str | None = None  # as it was logged
        self._stop = threading.Event()

    def follow(self, settings: Settings) -> None:
        """Call the address of these settings from now on, or none."""
        self._settings = settings

    @contextmanager
    def running(self) -> Iterator[None]:
        """Call while the block runs."""
        thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(_END_WITHIN)

    def _run(self) -> None:
        pause = min(FIRST_LOOK_EVERY, self._every)
        while not self._stop.wait(pause.total_seconds()):
            settings = self._settings
            if settings is None or settings.operator.heartbeat_url is None:
                continue
            silence = [*ailments(settings.data_dir, self._clock.now())]
            if not silence:
                pause = self._every
                self._call(settings.operator.heartbeat_url, settings.collect.proxy)
            elif pause == self._every:  # else the loops are only beginning
                self._note("heartbeat.held", "; ".join(silence))

    def _call(self, url: str, proxy: str | None) -> None:
        try:
            asyncio.run(_get(url, replace(_OPTIONS, proxy=proxy)))
        except FetchError as error:
            self._note("heartbeat.failed", error.problem)
        except Exception as error:  # noqa: BLE001 - the switch must go on; by name only, a message may quote the address
            self._note("heartbeat.failed", f"an error inside watcher ({type(error).__name__})")
        else:
            self._note("heartbeat.restored", None)

    def _note(self, event: str, trouble: str | None) -> None:
        """Log what is new."""
        if trouble == self._trouble:
            return
        self._trouble = trouble
        if trouble is None:
            log.info("heartbeat.restored")
        elif event == "heartbeat.held":
            log.warning("heartbeat.held", reason=trouble)
        else:
            log.warning("heartbeat.failed", error=trouble)


async def _get(url: str, options: ClientOptions) -> None:
    async with Client(options) as client:
        response = await client.get(url)
    if not HTTPStatus(200) <= response.status < HTTPStatus(300):
        raise FetchError(url=url, problem=f"the server answered {response.status}")
