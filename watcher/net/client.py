"""The client: httpx's requests and answers on aiohttp's transport, with a guard between them and the network.

httpx's own client is left out: cookies, logins and redirects are ours to decide, and it takes more CPU than the rest of
a request.
"""

import ssl
from collections.abc import Mapping
from functools import cached_property, partial
from http import HTTPStatus
from types import MappingProxyType, TracebackType
from typing import Self

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from watcher.net.body import CODINGS, Body
from watcher.net.credentials import may_be_told, proxy_of, with_userinfo
from watcher.net.errors import FetchError, RefusedError
from watcher.net.guard import Networks, objection
from watcher.net.literals import literal_of
from watcher.net.options import ClientOptions
from watcher.net.pace import Pace, paced
from watcher.net.problems import NO_ADDRESS, problem_of, too_many_headers
from watcher.net.resolver import GuardedResolver, SystemResolver, refused
from watcher.net.response import Response, is_whole
from watcher.net.tls import trusted_roots

_SCHEMES = frozenset({"http", "https"})
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_KEEP_OPEN = 3  # seconds, for a server's next feed: thousands of idle connections would use up the open files
_FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})


class Client:
    """Fetches addresses. Belongs to the event loop of its first request; use it as an async context manager."""

    def __init__(self, options: ClientOptions | None = None, *, resolver: AbstractResolver | None = None) -> None:
        self._options = options or ClientOptions()
        self._resolver = resolver or SystemResolver()
        self._proxy = proxy_of(self._options.proxy) if self._options.proxy else None
        self._transports: dict[tuple[Networks, bool], AiohttpTransport] = {}
        self._sent = {"User-Agent": self._options.user_agent, "Accept-Encoding": CODINGS}
        self._extensions = {"timeout": {"connect": self._options.connect_timeout.total_seconds()}}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._transports.values():
            await transport.aclose()

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] = _NO_HEADERS,
        *,
        own: Mapping[str, str] = _NO_HEADERS,
        allow: Networks | None = None,
    ) -> Response:
        """Fetch one address, redirects followed; every status is an answer; only one of success comes with a body.

        `own` headers are sent to the host of this address only, not where it redirects to. So are user name and
        password in the address, as basic authentication. `allow` are the networks beside the public internet that
        this address may lead to; None: those of the options.

        Raises:
            FetchError: there is no answer within the limits.
        """
        allowed = self._options.allow_private if allow is None else allow
        hops = [url]
        try:
            async with paced(self._options) as pace:
                return await self._follow(hops, headers, own, allowed, pace)
        except RefusedError as error:
            raise FetchError(url=hops[-1], problem=str(error), refused=error.lasting) from None
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            problem = problem_of(error, self._options)
            raise FetchError(url=hops[-1], problem=problem) from None  # its text may hold a password

    async def _follow(
        self, hops: list[str], headers: Mapping[str, str], own: Mapping[str, str], allowed: Networks, pace: Pace
    ) -> Response:
        """Go from hop to hop, noting each in `hops`."""
        url = first = httpx.URL(hops[0])
        told, moved, for_good = with_userinfo(first, own), None, True
        _check_address(first)
        while True:
            self._check_host(url, allowed)
            response = await self._transport(url, allowed).handle_async_request(self._request(url, headers, told))
            try:
                self._check_headers(response)
                if not response.has_redirect_location:
                    return await self._read(response, pace, moved)
            finally:
                await response.aclose()
            pace.hop()
            for_good = for_good and response.status_code in _FOR_GOOD
            url = self._next(url, response, len(hops))
            hops.append(str(url))
            moved = str(_plain(url)) if for_good else moved
            told = with_userinfo(url, own if may_be_told(first, url) else _NO_HEADERS)

    def _request(self, url: httpx.URL, headers: Mapping[str, str], told: Mapping[str, str]) -> httpx.Request:
        proxy = self._proxy if url.scheme == "http" else None  # https is tunnelled: there it is told beforehand
        sources = (self._sent, headers, told, proxy.headers if proxy else _NO_HEADERS)
        sent = {name.lower(): (name, value) for source in sources for name, value in source.items()}  # the last holds
        return httpx.Request("GET", _plain(url), headers=[*sent.values()], extensions=self._extensions)

    async def _read(self, response: httpx.Response, pace: Pace, moved: str | None) -> Response:
        content, complete = b"", True
        if response.is_success:
            content, complete = await self._body(response, pace)
        return Response(
            status=response.status_code,
            url=str(response.url),
            headers=response.headers,
            body=content,
            complete=complete and is_whole(response.status_code, response.headers),
            moved=moved,
        )

    async def _body(self, response: httpx.Response, pace: Pace) -> tuple[bytes, bool]:
        """Read a body; False with what came of it where it broke off."""
        limits = self._options
        coding = response.headers.get("content-encoding", "")
        body = Body(coding, max_size=limits.max_size, max_unpacked=limits.max_unpacked)
        pace.begin()
        try:
            async for chunk in response.aiter_raw():
                body.add(chunk)
                pace.arrived(body.received)
        except (httpx.ReadError, aiohttp.ClientPayloadError):
            return body.end()[0], False
        return body.end()

    def _next(self, url: httpx.URL, response: httpx.Response, hops: int) -> httpx.URL:
        """Give where an answer redirects to."""
        if hops > self._options.max_redirects:
            raise RefusedError(f"redirects more than {self._options.max_redirects} times")
        try:
            target = url.join(response.headers["location"])
        except (httpx.InvalidURL, ValueError):
            raise RefusedError("redirects to something that is no address") from None
        if target.scheme not in _SCHEMES:
            raise RefusedError(f"redirects to {target.scheme}://, which is not http(s)")
        return target

    def _check_headers(self, response: httpx.Response) -> None:
        if sum(len(name) + len(value) for name, value in response.headers.raw) > self._options.max_headers:
            raise RefusedError(too_many_headers(self._options))

    def _check_host(self, url: httpx.URL, allowed: Networks) -> None:
        """Judge an IP address in an address, which no resolver ever sees."""
        host = url.raw_host.decode("ascii")
        literal = literal_of(host)
        if literal is None and (not host or ":" in host):
            raise RefusedError(NO_ADDRESS)
        kind = objection(literal, allowed) if literal and self._options.guarded else None
        if literal and kind:
            raise refused(literal, kind)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Whom to trust, read at the first encrypted request: it takes as long as a hundred that are not."""
        context = trusted_roots()
        context.set_alpn_protocols(["http/1.1"])
        return context

    def _transport(self, url: httpx.URL, allowed: Networks) -> AiohttpTransport:
        """Give the transport for an address that may lead to these networks.

        Each has connections and looked-up names of its own: what one feed may reach must not serve another.
        """
        encrypted = url.scheme == "https" or self._proxy is not None
        transport = self._transports.get((allowed, encrypted))
        if transport is None:
            guarded = self._options.guarded and not self._proxy  # the proxy's address is the user's choice
            resolver = GuardedResolver(self._resolver, allowed) if guarded else self._resolver
            tls = self._tls if encrypted else None
            transport = self._transports[allowed, encrypted] = AiohttpTransport(
                verify=tls or False, trust_env=False, client=partial(self._session, resolver, tls), proxy=self._proxy
            )
        return transport

    def _session(self, resolver: AbstractResolver, tls: ssl.SSLContext | None) -> aiohttp.ClientSession:
        """Make aiohttp's session; called inside the loop, at the first request. Without `tls` it is for plain HTTP."""
        # Without a limit: who asks bounds what is under way, and a request must not wait here for one that hangs.
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEP_OPEN, resolver=resolver, ssl=tls or True)
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=self._options.max_headers,
            max_field_size=self._options.max_headers,
        )


def _plain(url: httpx.URL) -> httpx.URL:
    """Give an address without user name and password."""
    return url.copy_with(username=None, password=None) if url.userinfo else url


def _check_address(address: httpx.URL) -> None:
    if address.scheme not in _SCHEMES:
        raise RefusedError(f"begins with {address.scheme}://, which is not http(s)" if address.scheme else NO_ADDRESS)
