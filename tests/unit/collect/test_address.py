"""Where a feed is asked for, and how its server is treated."""

from dataclasses import replace
from ipaddress import ip_network

import pytest

from watcher.collect.address import OWN, STRANGER, TIMID, Manners, asked_at, host_of, manners_at, server_of
from watcher.model import Feed, FeedState

HARBOUR = Feed(name="harbour", url="https://Feeds.example:8443/harbour")
NEVER = FeedState(name="harbour")
MOVED = replace(NEVER, current_url="https://harbour.example/x")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Feeds.example/x", "feeds.example"),
        ("http://ana:cod@feeds.example:8080/x?y#z", "feeds.example:8080"),
        ("http://[::1]:80/", "[::1]:80"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_server_is_host_and_port(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_feed_is_asked_for_where_it_moved_to() -> None:
    assert (asked_at(HARBOUR, NEVER), asked_at(HARBOUR, MOVED)) == (HARBOUR.url, "https://harbour.example/x")
    assert (server_of(HARBOUR, NEVER), server_of(HARBOUR, MOVED)) == ("feeds.example:8443", "harbour.example")


def test_where_another_address_moved_to_is_forgotten() -> None:
    assert server_of(HARBOUR, replace(MOVED, address="0123456789abcdef")) == "feeds.example:8443"


@pytest.mark.parametrize(
    ("server", "manners"),
    [
        ("feeds.example", STRANGER),
        ("93.184.215.14:80", STRANGER),
        ("10.0.0.5", STRANGER),
        ("reddit.com", TIMID),
        ("www.reddit.com:443", TIMID),
        ("notreddit.com", STRANGER),
        ("", OWN),
        ("localhost:8080", OWN),
        ("wiki.localhost", OWN),
        ("127.0.0.1:9", OWN),
        ("[::1]:9", OWN),
        ("192.168.7.9", OWN),
    ],
)
def test_a_server_of_ones_own_is_treated_otherwise_than_a_strangers(server: str, manners: Manners) -> None:
    feed = replace(HARBOUR, allow_private=(ip_network("192.168.0.0/16"),))
    assert manners_at(server, feed) == manners
