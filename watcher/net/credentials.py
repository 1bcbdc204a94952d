"""Whom a request tells who we are: headers of our own, and what a proxy wants to know."""

from collections.abc import Mapping

import httpx

from watcher.net.login import basic_auth

_UPGRADE = (("http", 80), ("https", 443))


def with_userinfo(url: httpx.URL, own: Mapping[str, str]) -> Mapping[str, str]:
    """Give our own headers, with the user and password that stand in an address as basic authentication."""
    return {**own, "Authorization": basic_auth(url.username, url.password)} if url.userinfo else own


def may_be_told(first: httpx.URL | str, other: httpx.URL | str) -> bool:
    """Tell whether a redirect leads where our own headers may go: the same host and port, never less encrypted.

    From http to https at the usual ports is no other host; what is no address is none at all.
    """
    try:
        first, other = httpx.URL(first), httpx.URL(other)
    except httpx.InvalidURL:
        return False
    if first.host != other.host:
        return False
    places = (_place(first), _place(other))
    return places[0] == places[1] or places == _UPGRADE


def proxy_of(address: str) -> httpx.Proxy:
    """Read a proxy's address; its user and password go into the header that `https` targets are tunnelled with."""
    url = httpx.URL(address)
    headers = {"Proxy-Authorization": basic_auth(url.username, url.password)} if url.userinfo else {}
    return httpx.Proxy(url.copy_with(username=None, password=None), headers=headers)


def _place(url: httpx.URL) -> tuple[str, int]:
    return url.scheme, url.port or (443 if url.scheme == "https" else 80)
