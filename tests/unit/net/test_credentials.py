import httpx
import pytest

from watcher.net.credentials import may_be_told, proxy_of


@pytest.mark.parametrize(
    ("first", "other", "told"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("https://a.example/x", "https://a.example:443/y", True),
        ("http://a.example/x", "https://a.example/y", True),
        ("http://a.example:8080/x", "http://a.example:8080/y", True),
        ("https://a.example/x", "http://a.example/y", False),
        ("http://a.example:8080/x", "https://a.example/y", False),
        ("http://a.example/x", "http://a.example:8080/y", False),
        ("https://a.example/x", "https://www.a.example/y", False),
        ("https://a.example/x", "https://a.example.b.example/y", False),
        ("https://a.example/x", "https://A.EXAMPLE/y", True),
    ],
)
def test_a_redirect_is_told_who_we_are_on_the_same_host_and_never_less_encrypted(
    first: str, other: str, *, told: bool
) -> None:
    assert may_be_told(httpx.URL(first), httpx.URL(other)) is told


def test_a_proxy_keeps_no_password_in_its_address() -> None:
    proxy = proxy_of("http://ana:p%40ss@proxy.example:3128")

    assert str(proxy.url) == "http://proxy.example:3128"
    assert proxy.headers["Proxy-Authorization"] == "Basic YW5hOnBAc3M="
    assert proxy.auth is None
