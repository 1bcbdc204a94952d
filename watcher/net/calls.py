"""One JSON request to a server that the user chose, and its answer; for threads, which may wait.

No redirect is followed: what was sent would arrive nowhere, or elsewhere. All calls run in one event loop, in a daemon
thread: a loop of its own for each would take as long as the rest of it.
"""

import asyncio
import json
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from http import HTTPStatus
from threading import current_thread, main_thread
from weakref import finalize

import aiohttp
import httpx
from yarl import URL

from watcher import __version__
from watcher.errors import ServiceUnavailable
from watcher.net.credentials import with_userinfo
from watcher.net.options import KIB, ClientOptions
from watcher.net.problems import NO_ADDRESS, problem_of
from watcher.net.resolver import SystemResolver
from watcher.net.threads import shared_loop
from watcher.net.tls import trusted_roots

_SCHEMES = frozenset({"http", "https"})
_HEADERS = {
    "User-Agent": f"watcher/{__version__}",
    "Content-Type": "application/json",
    "Accept-Encoding": "identity",
}
_KEEP_OPEN = 1.0  # seconds: a server that ends a connection while we write leaves open whether it took what was sent
_CLOSE_WITHIN = 0.5  # seconds
_NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)  # look-up and encryption included
_UNUSABLE = (httpx.InvalidURL, aiohttp.InvalidURL, ValueError)  # an address that is none, a header with a line break


class CallError(ServiceUnavailable):
    """There is no answer. `str()` says why, in a clause without any part of the address.

    Attributes:
        written: the request was sent, or part of it: the server may have taken it.
        late: there was no answer in time.
    """

    def __init__(self, problem: str, *, written: bool, late: bool) -> None:
        self.written = written
        self.late = late
        super().__init__(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered, whatever its status."""

    status: int
    headers: Mapping[str, str]  # looked up in any case
    body: bytes  # the beginning; what came of it, where it broke off

    @property
    def taken(self) -> bool:
        """Tell whether the status is one of success."""
        return HTTPStatus(200) <= self.status < HTTPStatus(300)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def fields(self) -> Mapping[str, object]:
        """The JSON object that the body is; empty where it is none."""
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}


class Caller:
    """Calls servers; `call` may be used by several threads at once. It goes anywhere: addresses are the user's own."""

    def __init__(
        self,
        *,
        connect_timeout: timedelta = timedelta(seconds=10),  # the look-up of the name and encryption included
        read_timeout: timedelta = timedelta(seconds=20),  # for the next bytes of the answer
        total_timeout: timedelta = timedelta(seconds=30),
        max_answer: int = 64 * KIB,  # bytes of the body; no more are read
    ) -> None:
        self._limits = ClientOptions(connect_timeout=connect_timeout)
        self._max_answer = max_answer
        self._timeout = aiohttp.ClientTimeout(
            connect=connect_timeout.total_seconds(),
            sock_read=read_timeout.total_seconds(),
            total=total_timeout.total_seconds(),
            ceil_threshold=total_timeout.total_seconds(),  # else aiohttp rounds up what is over 5 seconds
        )
        self._session: aiohttp.ClientSession | None = None  # belongs to the loop

    def call(self, method: str, url: str, content: object, headers: Mapping[str, str]) -> Answer:
        """Send `content` as JSON; user name and password in the address go as basic authentication.

        Raises:
            CallError: there is no answer.
        """
        try:
            target = httpx.URL(url)
            if target.scheme not in _SCHEMES or not target.host:
                raise ValueError(NO_ADDRESS)
            body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
            tls = self._tls if target.scheme == "https" else True
            calling = self._call(method, target, body, {**_HEADERS, **with_userinfo(target, headers)}, tls=tls)
            return asyncio.run_coroutine_threadsafe(calling, shared_loop()).result()
        except (aiohttp.ClientError, *_UNUSABLE, OSError) as error:
            raise self._error(error) from None  # its text may hold the address

    async def _call(
        self, method: str, target: httpx.URL, body: bytes, headers: Mapping[str, str], *, tls: ssl.SSLContext | bool
    ) -> Answer:
        url = URL(str(target.copy_with(username=None, password=None)), encoded=True)
        session = self._session = self._session or self._opened()
        async with session.request(method, url, data=body, headers=headers, ssl=tls, allow_redirects=False) as response:
            return Answer(status=response.status, headers=response.headers, body=await self._beginning(response))

    def _opened(self) -> aiohttp.ClientSession:
        """Make the session, which is closed when nobody has this caller any more."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEP_OPEN, resolver=SystemResolver())
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=self._timeout,
        )
        finalize(self, _close, session)
        return session

    async def _beginning(self, response: aiohttp.ClientResponse) -> bytes:
        """Read what comes of a body, within the limits: the status has said already whether it was taken."""
        body = bytearray()
        with suppress(aiohttp.ClientError, OSError):
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) >= self._max_answer:
                    break
        return bytes(body[: self._max_answer])

    def _error(self, error: Exception) -> CallError:
        written = not isinstance(error, (*_NOT_CONNECTED, *_UNUSABLE))
        late = isinstance(error, TimeoutError)
        problem = "no answer in time" if late and written else problem_of(error, self._limits)
        return CallError(problem, written=written, late=late)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Whom to trust, read at the first encrypted call."""
        return trusted_roots()


def _close(session: aiohttp.ClientSession) -> None:
    """Close a session; in the main thread, where the program may be at its end, see to it that it is done."""
    closing = asyncio.run_coroutine_threadsafe(session.close(), shared_loop())
    if current_thread() is main_thread():
        with suppress(TimeoutError):
            closing.result(_CLOSE_WITHIN)
