"""The client against a server that misbehaves in every way we know of."""

import asyncio
import gzip
import socket
import ssl
import time
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import brotli
import pytest
import trustme
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.integration.farm import Farm, Request, reply
from tests.loopback import LOOPBACK
from watcher.net import Client, ClientOptions, FetchError, Response
from watcher.net.unpackers import zstd

NEWS = " ".join(str(number) for number in range(1000)).encode()
NEWS_GZ, NEWS_BR = gzip.compress(NEWS), brotli.compress(NEWS)
HERE = ClientOptions(allow_private=LOOPBACK)
SMALL = replace(HERE, max_size=2**20)
HASTY = replace(HERE, total_timeout=timedelta(milliseconds=300))


def get(url: str, options: ClientOptions = HERE, **headers: str) -> Response:
    async def fetch() -> Response:
        async with Client(options) as client:
            return await client.get(url, {name.replace("_", "-"): value for name, value in headers.items()})

    return asyncio.run(fetch())


def problem(url: str, options: ClientOptions = HERE) -> str:
    with pytest.raises(FetchError) as caught:
        get(url, options)
    return caught.value.problem


def test_a_plain_answer_comes_with_status_headers_body_and_address(farm: Farm) -> None:
    url = farm.says("/feed", reply(body=b"<rss/>", Content_Type="application/rss+xml", ETag='"a"'))
    response = get(url)
    assert (response.status, response.body, response.url) == (200, b"<rss/>", url)
    assert (response.headers.get("CONTENT-TYPE"), response.headers.get("etag")) == ("application/rss+xml", '"a"')


def test_the_client_names_itself_and_asks_only_for_codings_it_reads(farm: Farm) -> None:
    get(farm.says("/", reply()), X_Desk="north")
    sent = farm.requests[0].headers
    assert sent["User-Agent"].startswith("watcher/")
    assert sent["Accept-Encoding"] == "gzip, deflate, br, zstd"
    assert sent["X-Desk"] == "north"


def test_no_cookie_is_kept(farm: Farm) -> None:
    farm.says("/next", reply())
    url = farm.says("/first", reply(302, Location="/next", Set_Cookie="who=you; Path=/"))

    async def twice() -> None:
        async with Client(HERE) as client:
            await client.get(url)
            await client.get(url)

    asyncio.run(twice())
    assert [request.headers["Cookie"] for request in farm.requests] == [None] * 4


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        pytest.param("gzip", gzip.compress(b"news" * 1000), id="gzip"),
        pytest.param("x-gzip", gzip.compress(b"news" * 1000), id="gzip by its old name"),
        pytest.param("deflate", zlib.compress(b"news" * 1000), id="deflate"),
        pytest.param("br", brotli.compress(b"news" * 1000), id="brotli"),
        pytest.param("zstd", zstd.compress(b"news" * 1000), id="zstd"),
        pytest.param("", zstd.compress(b"news" * 1000), id="zstd unannounced"),
        pytest.param("", gzip.compress(b"news" * 1000), id="gzip unannounced"),
        pytest.param("gzip", b"news" * 1000, id="gzip announced but not done"),
        pytest.param("UTF-8", b"news" * 1000, id="a character set announced as coding"),
    ],
)
def test_bodies_are_unpacked_whatever_the_header_says(farm: Farm, coding: str, packed: bytes) -> None:
    assert get(farm.says("/", reply(body=packed, Content_Encoding=coding))).body == b"news" * 1000


@pytest.mark.parametrize("size", [2**20 + 1, 50 * 2**20])
def test_a_body_beyond_the_limit_is_refused(farm: Farm, size: int) -> None:
    assert problem(farm.says("/", reply(body=b"x" * size)), SMALL) == "is larger than 1 MiB"


def test_a_body_that_never_ends_is_refused_at_the_limit(farm: Farm) -> None:
    def endless(_request: Request) -> Iterator[bytes]:
        yield reply(Content_Length="")
        while not farm.closing.is_set():
            yield b"x" * 2**16

    assert problem(farm.plays("/", endless), SMALL) == "is larger than 1 MiB"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param("br", partial(brotli.compress, quality=1), id="brotli"),
        pytest.param("zstd", zstd.compress, id="zstd"),
    ],
)
def test_a_bomb_is_stopped_at_the_limit_without_filling_memory(
    farm: Farm, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    url = farm.says("/", reply(body=pack(bytes(100 * 2**20)), Content_Encoding=coding))
    tracemalloc.start()
    found = problem(url, SMALL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == "is larger than 3 MiB when unpacked"
    assert peak < 20 * 2**20


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
def test_a_bomb_in_a_bomb_is_refused(farm: Farm, coding: str) -> None:
    twice = gzip.compress(gzip.compress(bytes(2**20)))
    assert problem(farm.says("/", reply(body=twice, Content_Encoding=coding))) == "is compressed more than once"


@pytest.mark.parametrize(
    ("answer", "came"),
    [
        pytest.param(reply(body=b"<rss>", Content_Length="500"), b"<rss>", id="shorter than it said"),
        pytest.param(reply(Content_Length="", Transfer_Encoding="chunked") + b"ff\r\n<rss>", b"<rss>", id="in a chunk"),
        pytest.param(reply(body=NEWS_GZ[:-20], Content_Encoding="gzip"), NEWS[:3_000], id="gzip without its end"),
        pytest.param(
            reply(body=NEWS_GZ[:-20], Content_Length="", Content_Encoding="gzip"),
            NEWS[:3_000],
            id="gzip without its end and without a length",
        ),
        pytest.param(reply(body=NEWS_BR[:-9], Content_Encoding="br"), b"", id="brotli without its end"),
        pytest.param(reply(206, b"<rss>", Content_Range="bytes 0-4/10"), b"<rss>", id="only a part"),
        pytest.param(reply(206, b"<rss>", Content_Range="bytes 5-9/10"), b"<rss>", id="only the other part"),
        pytest.param(reply(206, b"<rss>", Content_Range="bytes 0-4/*"), b"<rss>", id="a part of who knows what"),
        pytest.param(reply(206, b"<rss>"), b"<rss>", id="a part without a range"),
    ],
)
def test_a_body_that_is_not_all_is_said_to_be_incomplete(farm: Farm, answer: bytes, came: bytes) -> None:
    response = get(farm.says("/", answer))
    assert response.complete is False
    assert response.body.startswith(came)


def test_a_part_that_is_the_whole_is_complete(farm: Farm) -> None:
    response = get(farm.says("/", reply(206, b"<rss>", Content_Range="bytes 0-4/5")))
    assert (response.status, response.body, response.complete) == (206, b"<rss>", True)


def test_damaged_gzip_is_an_error(farm: Farm) -> None:
    damaged = NEWS_GZ[:30] + b"\xff" * 40
    assert problem(farm.says("/", reply(body=damaged))) == "is damaged: it cannot be unpacked"


def test_the_deadline_holds_where_a_server_says_nothing(farm: Farm) -> None:
    began = time.monotonic()
    assert problem(farm.hangs("/"), HASTY) == "took longer than 0.3 s"
    assert time.monotonic() - began < 2


def test_the_deadline_holds_where_a_server_sends_a_byte_now_and_then(farm: Farm) -> None:
    began = time.monotonic()
    assert problem(farm.drips("/", 0.05), HASTY) == "took longer than 0.3 s"
    assert time.monotonic() - began < 2


def test_a_server_that_does_not_answer_is_given_up_before_the_deadline(farm: Farm) -> None:
    impatient = replace(HERE, patience=timedelta(milliseconds=200))
    assert problem(farm.hangs("/"), impatient) == "gave no answer within 0.2 s"


def test_a_server_that_sends_a_byte_now_and_then_is_given_up_before_the_deadline(farm: Farm) -> None:
    impatient = replace(HERE, patience=timedelta(milliseconds=200))
    assert problem(farm.drips("/", 0.05), impatient) == "was sent slower than 1000 bytes a second"


def test_redirects_are_followed_and_the_last_address_is_given(farm: Farm) -> None:
    last = farm.says("/new", reply(body=b"here"))
    farm.says("/middle", reply(302, Location="/new"))
    response = get(farm.says("/old", reply(301, Location=farm.url("/middle"))))
    assert (response.url, response.body) == (last, b"here")


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        pytest.param([301, 308], "/2", id="all for good"),
        pytest.param([301, 307], "/1", id="only the first for good"),
        pytest.param([308, 302, 301], "/1", id="behind one that is not for good nothing counts"),
        pytest.param([302, 301], None, id="the first not for good"),
        pytest.param([303], None, id="another kind"),
        pytest.param([], None, id="no redirect"),
    ],
)
def test_a_move_is_as_far_as_every_hop_says_that_it_is_for_good(farm: Farm, hops: list[int], moved: str | None) -> None:
    answers = [reply(status, Location=f"/{place + 1}") for place, status in enumerate(hops)]
    urls = [farm.says(f"/{place}", answer) for place, answer in enumerate([*answers, reply()])]
    assert get(urls[0]).moved == (moved and farm.url(moved))


def test_where_a_move_leads_names_no_user(farm: Farm) -> None:
    farm.says("/new", reply())
    new = farm.url("/new", host="ana:s3cret@127.0.0.1")
    assert get(farm.says("/old", reply(301, Location=new))).moved == farm.url("/new")


def test_headers_go_along_with_a_redirect(farm: Farm) -> None:
    farm.says("/new", reply(304))
    get(farm.says("/old", reply(302, Location="/new")), If_None_Match='W/"x"')
    assert [request.headers["If-None-Match"] for request in farm.requests] == ['W/"x"', 'W/"x"']


def test_a_redirect_in_a_circle_ends(farm: Farm) -> None:
    url = farm.says("/round", reply(302, Location="/round"))
    assert problem(url, replace(HERE, max_redirects=4)) == "redirects more than 4 times"
    assert len(farm.requests) == 5


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("ftp://files.example/feed.xml", "redirects to ftp://, which is not http(s)"),
        ("file:///etc/passwd", "redirects to file://, which is not http(s)"),
        ("http://a.example:port/", "redirects to something that is no address"),
    ],
)
def test_a_redirect_to_anything_but_http_is_refused(farm: Farm, location: str, expected: str) -> None:
    assert problem(farm.says("/", reply(302, Location=location))) == expected


@pytest.mark.parametrize("status", [204, 304, 404, 410, 429, 500, 503])
def test_every_status_is_an_answer(farm: Farm, status: int) -> None:
    response = get(farm.says("/", reply(status, Content_Length="", Retry_After="7")))
    assert (response.status, response.body, response.headers.get("retry-after")) == (status, b"", "7")


def test_headers_longer_than_usual_are_read(farm: Farm) -> None:
    policy = "default-src " + "https://media.example " * 1_000
    assert get(farm.says("/", reply(Content_Security_Policy=policy, ETag='"a"'))).headers.get("etag") == '"a"'


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"X_Long": "x" * 70_000}, "sends more than 64 KiB of headers", id="one header"),
        pytest.param({f"X_{n}": "x" * 7_000 for n in range(10)}, "sends more than 64 KiB of headers", id="ten headers"),
        pytest.param({f"X_{n}": "x" for n in range(300)}, "what answers does not speak HTTP", id="hundreds of headers"),
    ],
)
def test_headers_beyond_the_limit_are_refused(farm: Farm, headers: dict[str, str], expected: str) -> None:
    assert problem(farm.says("/", reply(**headers))) == expected


def test_the_body_of_a_refusal_is_not_read(farm: Farm) -> None:
    assert get(farm.says("/", reply(429, b"x" * 2**22, Retry_After="9")), SMALL).status == 429


def test_user_and_password_of_an_address_are_sent_and_not_given_back(farm: Farm) -> None:
    farm.says("/feed", reply(302, Location="/moved"))
    farm.says("/moved", reply())
    response = get(farm.url("/feed", host="ana:s3cret@127.0.0.1"))
    assert [request.headers["Authorization"] for request in farm.requests] == ["Basic YW5hOnMzY3JldA=="] * 2
    assert response.url == farm.url("/moved")


def test_a_password_does_not_follow_to_another_host(farm: Farm) -> None:
    farm.says("/feed", reply(302, Location=farm.url("/other", host="localhost")))
    farm.says("/other", reply())
    get(farm.url("/feed", host="ana:s3cret@127.0.0.1"))
    assert farm.requests[1].headers["Authorization"] is None


def test_an_error_does_not_tell_the_password(farm: Farm) -> None:
    url = farm.url("/feed", host="ana:s3cret@127.0.0.1").replace("127.0.0.1:", "127.0.0.1:port")
    with pytest.raises(FetchError) as caught:
        get(url)
    assert "s3cret" not in str(caught.value) + caught.value.url
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.url.startswith("http://***@127.0.0.1")


def test_a_refused_connection_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert problem(f"http://127.0.0.1:{port}/") == "connection refused"


def test_a_connection_closed_without_an_answer_is_said_to_be(farm: Farm) -> None:
    assert problem(farm.says("/", b"")) == "the connection was closed without an answer"


def test_something_that_is_not_http_is_said_to_be(farm: Farm) -> None:
    assert problem(farm.says("/", b"220 mail.example ESMTP\r\n\r\n")) == "what answers does not speak HTTP"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://files.example/", "begins with ftp://, which is not http(s)"),
        ("feeds.example/news", "is not a complete http(s) address"),
        ("http:///news", "is not a complete http(s) address"),
        ("http://[::1/", "is not a complete http(s) address"),
        ("http://a\nb.example/", "is not a complete http(s) address"),
        ("", "is not a complete http(s) address"),
    ],
)
def test_what_is_no_address_is_not_fetched(url: str, expected: str) -> None:
    assert problem(url) == expected


class Names(AbstractResolver):
    """A resolver that knows one name."""

    asked: list[str]

    def __init__(self) -> None:
        self.asked = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        if host != "feeds.example":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


def get_by(resolver: Names, url: str, options: ClientOptions = HERE) -> Response:
    async def fetch() -> Response:
        async with Client(options, resolver=resolver) as client:
            return await client.get(url)

    return asyncio.run(fetch())


def test_the_address_that_a_resolver_gives_is_the_one_connected_to(farm: Farm) -> None:
    farm.says("/", reply(body=b"found"))
    names = Names()
    assert get_by(names, farm.url("/", host="feeds.example")).body == b"found"
    assert names.asked == ["feeds.example"]


def test_an_unknown_host_name_is_said_to_be() -> None:
    with pytest.raises(FetchError) as caught:
        get_by(Names(), "http://nowhere.example/")
    assert caught.value.problem == "the host name is not known"


def test_the_system_finds_this_machine_by_name(farm: Farm) -> None:
    farm.says("/", reply(body=b"me"))
    assert get(farm.url("/", host="localhost")).body == b"me"


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(farm: Farm, authority: trustme.CA) -> Farm:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("feeds.example").configure_cert(context)
    farm.encrypt(context)
    farm.says("/", reply(body=b"sealed"))
    return farm


def test_a_certificate_of_an_unknown_authority_is_refused(secure: Farm) -> None:
    with pytest.raises(FetchError) as caught:
        get_by(Names(), secure.url("/", host="feeds.example").replace("http:", "https:"))
    assert caught.value.problem.startswith("the certificate is not valid: ")


def test_an_authority_of_this_machine_is_trusted(
    secure: Farm, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "roots.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
    assert get_by(Names(), secure.url("/", host="feeds.example").replace("http:", "https:")).body == b"sealed"


def test_https_where_none_is_spoken_is_said_to_be(farm: Farm) -> None:
    farm.greeting = b"220 mail.example ESMTP\r\n"
    assert problem(farm.url("/").replace("http:", "https:")).startswith("no encrypted connection can be made")
