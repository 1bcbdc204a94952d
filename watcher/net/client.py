"""The client: httpx's interface on aiohttp's transport, which takes half the CPU and lets a resolver pin addresses."""

import asyncio
import logging
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import MappingProxyType, TracebackType
from typing import Self

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from watcher.net.body import Body
from watcher.net.credentials import may_be_told, proxy_of, with_userinfo
from watcher.net.errors import FetchError, RefusedError
from watcher.net.options import ClientOptions
from watcher.net.problems import NO_ADDRESS, problem_of
from watcher.net.resolver import SystemResolver
from watcher.net.response import Response
from watcher.net.tls import trusted_roots

_SCHEMES = frozenset({"http", "https"})
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_FOR_GOOD = frozenset({301, 308})
_HEADER_LIMIT = 2**16  # bytes of one header line; real servers send policies beyond aiohttp's 8 KiB


logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, in which feeds carry their tokens


class Client:
    """Fetches addresses. Belongs to the event loop of its first request; use it as an async context manager."""

    def __init__(self, options: ClientOptions | None = None, *, resolver: AbstractResolver | None = None) -> None:
        self._options = options or ClientOptions()
        self._resolver = resolver or SystemResolver()
        self._proxy = proxy_of(self._options.proxy) if self._options.proxy else None
        self._tls = trusted_roots()
        self._tls.set_alpn_protocols(["http/1.1"])
        self._http = httpx.AsyncClient(
            transport=AiohttpTransport(verify=self._tls, trust_env=False, client=self._session, proxy=self._proxy),
            headers={"User-Agent": self._options.user_agent, "Accept-Encoding": "gzip, deflate"},
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(None, connect=self._options.connect_timeout.total_seconds()),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(
        self, url: str, headers: Mapping[str, str] = _NO_HEADERS, *, own: Mapping[str, str] = _NO_HEADERS
    ) -> Response:
        """Fetch one address, redirects followed; every status is an answer; only one of success comes with a body.

        `own` headers are sent to the host of this address only, not where it redirects to. So are user name and
        password in the address, as basic authentication.

        Raises:
            FetchError: there is no whole answer within the limits.
        """
        limit = self._options.total_timeout.total_seconds()
        hops = [url]
        try:
            async with asyncio.timeout(limit) as deadline:
                return await self._follow(hops, headers, own)
        except RefusedError as error:
            raise FetchError(url=hops[-1], problem=str(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            problem = f"took longer than {limit:g} s" if deadline.expired() else problem_of(error, self._options)
            raise FetchError(url=hops[-1], problem=problem) from None  # its text may hold a password

    async def _follow(self, hops: list[str], headers: Mapping[str, str], own: Mapping[str, str]) -> Response:
        """Go from hop to hop, noting each in `hops`."""
        first = httpx.URL(hops[0])
        _check_address(first)
        own = with_userinfo(first, own)
        request = self._request(first, headers, own)
        permanent = True
        while True:
            response = await self._http.send(request, auth=None, stream=True)
            try:
                following = response.next_request
                if following is None:
                    body = await self._read(response) if response.is_success else b""
                    return _answer(response, body, permanent=permanent and len(hops) > 1)
            finally:
                await response.aclose()
            permanent = permanent and response.status_code in _FOR_GOOD
            self._check_redirect(len(hops), following.url)
            hops.append(str(following.url))
            told = own if may_be_told(first, following.url) else with_userinfo(following.url, _NO_HEADERS)
            request = self._request(following.url, headers, told)

    def _request(self, url: httpx.URL, headers: Mapping[str, str], own: Mapping[str, str]) -> httpx.Request:
        sent = httpx.Headers(headers)
        sent.update(own)
        if self._proxy and url.scheme == "http":  # https is tunnelled: there the proxy is told beforehand
            sent.update(self._proxy.headers)
        return self._http.build_request("GET", url.copy_with(username=None, password=None), headers=sent)

    async def _read(self, response: httpx.Response) -> bytes:
        limits = self._options
        coding = response.headers.get("content-encoding", "")
        body = Body(coding, max_size=limits.max_size, max_unpacked=limits.max_unpacked)
        async for chunk in response.aiter_raw():
            body.add(chunk)
        return body.whole()

    def _check_redirect(self, hops: int, target: httpx.URL) -> None:
        if hops > self._options.max_redirects:
            raise RefusedError(f"redirects more than {self._options.max_redirects} times")
        if target.scheme not in _SCHEMES:
            raise RefusedError(f"redirects to {target.scheme}://, which is not http(s)")

    def _session(self) -> aiohttp.ClientSession:
        """Make aiohttp's session; called inside the loop, at the first request."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._options.concurrency, resolver=self._resolver, ssl=self._tls),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_HEADER_LIMIT,
            max_field_size=_HEADER_LIMIT,
        )


def _answer(response: httpx.Response, body: bytes, *, permanent: bool) -> Response:
    return Response(
        status=response.status_code,
        url=str(response.url),
        headers=response.headers,
        body=body,
        permanent=permanent,
    )


def _check_address(address: httpx.URL) -> None:
    if address.scheme not in _SCHEMES:
        raise RefusedError(f"begins with {address.scheme}://, which is not http(s)" if address.scheme else NO_ADDRESS)
    if not address.host:
        raise RefusedError(NO_ADDRESS)
