"""The guard at work: by name, by number, behind redirects, through a proxy. No test connects to another machine."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.integration.farm import Farm, reply
from tests.integration.proxy import Proxy
from tests.loopback import LOOPBACK
from watcher.net import Client, ClientOptions, FetchError, Response
from watcher.net.resolver import GuardedResolver

HERE = ClientOptions(allow_private=LOOPBACK)
NAME_IT = "to fetch it, name its network in collect.allow-private"


class Names(AbstractResolver):
    """Answers with what it is given for a name, one list after the other, the last one for ever."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self.names[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ResolveResult(hostname=host, host=each, port=port, family=family, proto=0, flags=0) for each in found]

    async def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a connection is tried to; one elsewhere is refused before a packet leaves."""
    tried: list[str] = []
    connect = socket.socket.connect

    def note(self: socket.socket, address: tuple[str, int]) -> None:
        tried.append(address[0])
        if address[0] not in {"127.0.0.1", "::1"}:
            raise ConnectionRefusedError(111, "a test must not connect there")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", note)
    return tried


def get(*urls: str, options: ClientOptions = HERE, names: Names | None = None) -> list[Response | str]:
    """Fetch one after the other with one client; give each answer or what was wrong."""

    async def fetch() -> list[Response | str]:
        async with Client(options, resolver=names or Names()) as client:
            return [await outcome(client, url) for url in urls]

    return asyncio.run(fetch())


async def outcome(client: Client, url: str) -> Response | str:
    try:
        return await client.get(url)
    except FetchError as error:
        return error.problem


def body(answer: Response | str) -> bytes:
    assert isinstance(answer, Response)
    return answer.body


@pytest.mark.parametrize(
    ("host", "address", "kind"),
    [
        pytest.param("127.0.0.1", "127.0.0.1", "loopback", id="this machine"),
        pytest.param("127.0.0.1.", "127.0.0.1", "loopback", id="with a dot behind it"),
        pytest.param("127.1", "127.0.0.1", "loopback", id="short"),
        pytest.param("0x7f.1", "127.0.0.1", "loopback", id="hexadecimal"),
        pytest.param("2130706433", "127.0.0.1", "loopback", id="one number"),
        pytest.param("017700000001", "127.0.0.1", "loopback", id="octal"),
        pytest.param("127。0。0。1", "127.0.0.1", "loopback", id="dots of another script"),
        pytest.param("127%2e0.0.1", "127.0.0.1", "loopback", id="a dot in percent"),
        pytest.param("0", "0.0.0.0", "unspecified", id="nought"),  # noqa: S104 - refused, not listened on
        pytest.param("[::1]", "::1", "loopback", id="version 6"),
        pytest.param("[::ffff:127.0.0.1]", "::ffff:127.0.0.1", "loopback", id="mapped"),
        pytest.param("[fe80::1%25eth0]", "fe80::1%zone", "link-local", id="with a zone"),
        pytest.param("[64:ff9b::a9fe:a9fe]", "64:ff9b::a9fe:a9fe", "cloud metadata", id="through NAT64"),
        pytest.param("169.254.169.254", "169.254.169.254", "cloud metadata", id="metadata"),
        pytest.param("10.0.0.1", "10.0.0.1", "private", id="private"),
    ],
)
def test_an_address_without_a_name_is_judged(dialled: list[str], host: str, address: str, kind: str) -> None:
    shown = {"::ffff:127.0.0.1": "::ffff:7f00:1"}.get(address, address)
    [found] = get(f"http://{host}/", options=ClientOptions())
    assert found == f"is at {shown}, a {kind} address; {NAME_IT}"
    assert dialled == []


def test_what_a_name_leads_to_is_judged_before_a_connection_is_made(dialled: list[str]) -> None:
    names = Names(intranet_example=[["10.0.0.5"]])
    [found] = get("http://intranet.example/feed", names=names)
    assert found == f"is at 10.0.0.5, a private address; {NAME_IT}"
    assert (names.asked, dialled) == (["intranet.example"], [])


def test_what_is_refused_says_so_for_good() -> None:
    async def fetch() -> None:
        async with Client(HERE, resolver=Names(intranet_example=[["10.0.0.5"]])) as client:
            await client.get("http://intranet.example/feed")

    with pytest.raises(FetchError) as caught:
        asyncio.run(fetch())
    assert caught.value.refused
    assert str(caught.value).startswith("http://intranet.example/feed: is at 10.0.0.5, ")


def test_only_the_addresses_that_are_allowed_are_connected_to(farm: Farm, dialled: list[str]) -> None:
    farm.says("/", reply(body=b"here"))
    names = Names(mixed_example=[["10.0.0.5", "169.254.169.254", "127.0.0.1"]])
    [found] = get(farm.url("/", host="mixed.example"), names=names)
    assert body(found) == b"here"
    assert dialled == ["127.0.0.1"]


def test_a_name_that_leads_elsewhere_the_second_time_is_judged_again(farm: Farm, dialled: list[str]) -> None:
    farm.says("/", reply(body=b"here"))
    names = Names(rebound_example=[["127.0.0.1"], ["10.0.0.5"]])
    url = farm.url("/", host="rebound.example")
    [first], [second] = get(url, names=names), get(url, names=names)
    assert body(first) == b"here"
    assert second == f"is at 10.0.0.5, a private address; {NAME_IT}"
    assert (names.asked, dialled) == (["rebound.example"] * 2, ["127.0.0.1"])


def test_a_name_is_looked_up_once_for_a_connection(farm: Farm, dialled: list[str]) -> None:
    farm.says("/", reply(body=b"here"))
    names = Names(rebound_example=[["127.0.0.1"], ["10.0.0.5"]])
    get(farm.url("/", host="rebound.example"), names=names)
    assert (names.asked, dialled) == (["rebound.example"], ["127.0.0.1"])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_metadata_is_refused(farm: Farm, dialled: list[str], status: int) -> None:
    url = farm.says("/", reply(status, Location="http://169.254.169.254/latest/meta-data/"))
    [found] = get(url)
    assert found == f"is at 169.254.169.254, a cloud metadata address; {NAME_IT}"
    assert dialled == ["127.0.0.1"]


@pytest.mark.parametrize(
    "location",
    ["http://inner.example/", "//inner.example/", "http://2886729729/", "http://[::ffff:172.16.0.1]/"],
    ids=["by name", "by name without a scheme", "by one number", "mapped"],
)
def test_every_hop_is_judged(farm: Farm, dialled: list[str], location: str) -> None:
    farm.says("/2", reply(302, Location=location))
    url = farm.says("/1", reply(302, Location="/2"))
    [found] = get(url, names=Names(inner_example=[["172.16.0.1"]]))
    assert "a private address" in str(found)
    assert set(dialled) == {"127.0.0.1"}


def test_public_addresses_are_handed_on_as_they_were_looked_up() -> None:
    names = Names(feeds_example=[["9.9.9.9", "10.0.0.5", "2620:fe::9"]])
    found = asyncio.run(GuardedResolver(names, ()).resolve("feeds.example", 8080))
    assert [(each["host"], each["port"]) for each in found] == [("9.9.9.9", 8080), ("2620:fe::9", 8080)]


def test_a_name_without_an_address_is_said_to_be_unknown() -> None:
    assert get("http://feeds.example/", names=Names(feeds_example=[[]])) == ["the host name is not known"]


@pytest.fixture
def two(farm: Farm) -> Callable[..., list[Response | str]]:
    """Fetch one address twice with one client, allowed these networks the first and those the second time."""
    farm.says("/", reply(body=b"here", Connection=""))
    names = Names(home_example=[["127.0.0.1"]])

    def fetch(*allowed: tuple[object, ...]) -> list[Response | str]:
        async def both() -> list[Response | str]:
            async with Client(ClientOptions(), resolver=names) as client:
                return [await tried(client, networks) for networks in allowed]

        return asyncio.run(both())

    async def tried(client: Client, networks: tuple[object, ...]) -> Response | str:
        try:
            return await client.get(farm.url("/", host="home.example"), allow=networks)
        except FetchError as error:
            return error.problem

    return fetch


def test_what_one_feed_may_reach_does_not_serve_another(two: Callable[..., list[Response | str]]) -> None:
    first, second, third = two(LOOPBACK, (), LOOPBACK)
    assert body(first) == body(third) == b"here"
    assert second == f"is at 127.0.0.1, a loopback address; {NAME_IT}"


@pytest.mark.parametrize("host", ["169.254.169.254", "10.0.0.1", "[::1]", "0x7f.1"])
def test_through_a_proxy_addresses_without_a_name_are_still_judged(host: str) -> None:
    with Proxy() as proxy:
        options = ClientOptions(proxy=proxy.url().replace("localhost", "127.0.0.1"))
        [found] = get(f"http://{host}/", options=options)
        assert NAME_IT in str(found)
        assert proxy.asked == []


def test_a_proxy_may_be_anywhere_and_looks_names_up_by_itself(farm: Farm) -> None:
    farm.says("/", reply(body=b"here"))
    with Proxy() as proxy:
        names = Names(proxy_example=[["127.0.0.1"]])
        options = ClientOptions(proxy=proxy.url().replace("localhost", "proxy.example"))
        [found] = get(farm.url("/", host="inner.example"), options=options, names=names)
    assert body(found) == b"here"
    assert names.asked == ["proxy.example"]


def test_a_client_without_a_guard_goes_anywhere(farm: Farm) -> None:
    [found] = get(farm.says("/", reply(body=b"here")), options=ClientOptions(guarded=False))
    assert body(found) == b"here"


@pytest.mark.parametrize("host", ["[::1%zone", "[fe80::1::2]", "[v1.fe80::a]"])
def test_brackets_around_something_else_are_no_address(dialled: list[str], host: str) -> None:
    [found] = get(f"http://{host}/", options=replace(HERE, guarded=False))
    assert found == "is not a complete http(s) address"
    assert dialled == []
