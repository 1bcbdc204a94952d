"""Everything goes through the proxy that the options name."""

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner

from tests.integration.farm import Farm, reply
from tests.integration.proxy import Proxy
from tests.integration.servers import closed_port
from tests.loopback import LOOPBACK
from watcher.cli.main import cli
from watcher.engine.program import client_options
from watcher.net import Client, ClientOptions, FetchError, Response
from watcher.settings import load

LOGIN = "Basic 0LDQvdCwOnAlQHNzOncvcmQ="  # "ана" and "p%@ss:w/rd" in UTF-8
USERINFO = "%D0%B0%D0%BD%D0%B0:p%25%40ss%3Aw%2Frd@"


def get(url: str, proxy: str, **own: str) -> Response:
    async def fetch() -> Response:
        async with Client(ClientOptions(proxy=proxy, allow_private=LOOPBACK)) as client:
            return await client.get(url, own=own)

    return asyncio.run(fetch())


def problem(url: str, proxy: str) -> str:
    with pytest.raises(FetchError) as caught:
        get(url, proxy)
    assert "canary" not in str(caught.value)
    return caught.value.problem


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as running:
        yield running


@pytest.fixture
def strict() -> Iterator[Proxy]:
    with Proxy(login=LOGIN) as running:
        yield running


@pytest.fixture
def encrypted(farm: Farm, authority: trustme.CA, _trusted: None) -> Farm:
    """A farm that speaks TLS as feeds.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("feeds.example").configure_cert(context)
    farm.encrypt(context)
    return farm


def secure(farm: Farm, path: str) -> str:
    return farm.url(path, host="feeds.example").replace("http://", "https://")


def test_a_plain_address_is_asked_for_in_absolute_form_and_looked_up_by_the_proxy(farm: Farm, proxy: Proxy) -> None:
    farm.says("/feed?page=1", reply(body=b"<rss/>"))
    url = farm.url("/feed?page=1", host="feeds.example")

    assert get(url, proxy.url()).body == b"<rss/>"
    assert proxy.asked == [f"GET {url}"]
    assert farm.requests[0].headers["Host"] == url.split("/")[2]


def test_an_encrypted_address_is_reached_through_a_tunnel(encrypted: Farm, proxy: Proxy) -> None:
    encrypted.says("/feed", reply(body=b"<rss/>"))
    url = secure(encrypted, "/feed")

    assert get(url, proxy.url(), X_Token="canary").body == b"<rss/>"
    assert proxy.asked == [f"CONNECT {url.split('/')[2]}"]
    assert "canary" not in str(proxy.headers[0])


def test_user_and_password_are_for_the_proxy_only(farm: Farm, strict: Proxy) -> None:
    farm.says("/feed", reply(body=b"<rss/>"))

    assert get(farm.url("/feed", host="feeds.example"), strict.url(USERINFO)).status == 200
    assert strict.headers[0]["Proxy-Authorization"] == LOGIN
    assert farm.requests[0].headers["Authorization"] is None


def test_user_and_password_do_not_enter_the_tunnel(encrypted: Farm, strict: Proxy) -> None:
    encrypted.says("/feed", reply(body=b"<rss/>"))

    assert get(secure(encrypted, "/feed"), strict.url(USERINFO)).status == 200
    assert strict.headers[0]["Proxy-Authorization"] == LOGIN
    assert encrypted.requests[0].headers["Proxy-Authorization"] is None


def test_redirects_go_through_the_proxy_too(farm: Farm, proxy: Proxy) -> None:
    farm.says("/new", reply(body=b"here"))
    farm.says("/old", reply(302, Location=farm.url("/new", host="other.example")))

    assert get(farm.url("/old", host="feeds.example"), proxy.url()).body == b"here"
    assert [asked.split("/")[2].split(":")[0] for asked in proxy.asked] == ["feeds.example", "other.example"]


def test_addresses_on_this_machine_go_through_the_proxy_too(farm: Farm, proxy: Proxy) -> None:
    assert get(farm.says("/", reply(body=b"me")), proxy.url()).body == b"me"
    assert proxy.asked == [f"GET {farm.url('/')}"]


def test_the_environment_names_no_exceptions(farm: Farm, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    get(farm.says("/", reply()), proxy.url())

    assert len(proxy.asked) == 1


@pytest.mark.usefixtures("_trusted")
def test_the_proxy_itself_may_be_encrypted(farm: Farm, server_tls: ssl.SSLContext) -> None:
    with Proxy(context=server_tls) as proxy:
        assert get(farm.says("/", reply(body=b"me")), proxy.url()).body == b"me"
        assert len(proxy.asked) == 1


def test_a_tunnel_through_an_encrypted_proxy(encrypted: Farm, server_tls: ssl.SSLContext) -> None:
    encrypted.says("/feed", reply(body=b"<rss/>"))
    with Proxy(context=server_tls) as proxy:
        assert get(secure(encrypted, "/feed"), proxy.url()).body == b"<rss/>"


def test_a_proxy_that_wants_another_password_is_said_to(farm: Farm, strict: Proxy) -> None:
    wrong = strict.url("ana:canary@")

    assert get(farm.url("/", host="feeds.example"), wrong).status == 407
    assert problem("https://feeds.example/", wrong) == "the proxy wants another user name or password (407)"


def test_a_proxy_that_is_not_there_is_said_to_be() -> None:
    proxy = f"http://ana:canary@127.0.0.1:{closed_port()}"

    assert problem("http://feeds.example/", proxy) == "the proxy: connection refused"
    assert problem("https://feeds.example/", proxy) == "the proxy: connection refused"


def test_a_proxy_that_makes_no_connection_is_said_to(farm: Farm) -> None:
    farm.says("feeds.example:443", reply(502))

    assert problem("https://feeds.example/", farm.url("")) == (
        "the proxy made no connection: it answered 502 Bad Gateway"
    )


FEED = b"<rss version='2.0'><channel><title>Harbour Times</title><item><title>Herring</title></item></channel></rss>"


@pytest.mark.parametrize(
    "command", [["feeds", "test", "wire"], ["feeds", "test", "{url}"], ["try", "{url}"]], ids=["feed", "address", "try"]
)
def test_the_proxy_of_the_configuration_is_used(farm: Farm, strict: Proxy, tmp_path: Path, command: list[str]) -> None:
    farm.says("/feed", reply(body=FEED, Content_Type="application/rss+xml"))
    url = farm.url("/feed", host="feeds.example")
    feed = f'[[feeds]]\nname = "wire"\nurl = "{url}"\n'
    (tmp_path / "secret").write_text(f"{strict.url(USERINFO)}\n", encoding="utf-8")
    (tmp_path / "watcher.toml").write_text(f'{feed}[collect]\nproxy-file = "secret"\n', encoding="utf-8")

    words = [word.format(url=url) for word in command]
    shown = CliRunner().invoke(cli, [*words, "--config", str(tmp_path / "watcher.toml")])

    assert (shown.exit_code, strict.asked) == (0, [f"GET {url}"])
    assert "Herring" in shown.stdout


def test_the_running_program_uses_the_proxy_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "watcher.toml").write_text('[collect]\nproxy = "http://proxy.example:3128"\n', encoding="utf-8")

    assert client_options(load(tmp_path / "watcher.toml", {}).collect).proxy == "http://proxy.example:3128"


def test_the_options_do_not_show_the_proxy() -> None:
    assert "canary" not in repr(ClientOptions(proxy="http://ana:canary@proxy.example"))
