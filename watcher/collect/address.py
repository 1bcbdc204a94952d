"""Where a feed is asked for, and how its server is treated. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv4Network, IPv6Network, ip_address

from watcher.model import Feed, FeedState

LONGEST_ADDRESS = 2_000  # letters of one that a server gives and we remember

_HOST = re.compile(r"[^/?#]*//(?:[^/?#]*@)?([^/?#]*)")
_PORT = re.compile(r":[0-9]*$")
_LOCAL_NAME = "localhost"
_SLOW_DOWN = "reddit.com"  # answers 403 to all that asks more than once a minute


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated: so many requests at once, and this long from the beginning of one to the next."""

    at_once: int
    spacing: timedelta


STRANGER = Manners(at_once=1, spacing=timedelta(seconds=1))
TIMID = Manners(at_once=1, spacing=timedelta(seconds=60))
OWN = Manners(at_once=2, spacing=timedelta(0))
"""Of a server on this machine or in the user's own network, and of the disk."""


def remembered(state: FeedState, feed: Feed) -> FeedState:
    """Give what of a state holds for the feed as it is configured now.

    Of another address only that the feed is not new: another server's validators would hide what is there.
    """
    address = mark_of(str(feed.url or feed.path))
    if state.address in {None, address}:  # None: an earlier watcher wrote it, which did not know
        return state if state.address else replace(state, address=address)
    return FeedState(
        name=state.name, address=address, succeeded_at=state.succeeded_at, followed_since=state.followed_since
    )


def asked_at(feed: Feed, state: FeedState) -> str | None:
    """Give the address that is polled: the one that was taken over, else the configured one; None for a file."""
    return state.current_url or feed.url


@lru_cache(maxsize=16_384)  # each feed's is asked for several times a poll
def mark_of(address: str) -> str:
    """Name an address without saying it, for it may hold a secret: 16 hexadecimal digits."""
    return blake2b(address.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def host_of(url: str) -> str:
    """Give host and port of an address in lower case; something for everything, for addresses may be broken."""
    found = _HOST.match(url)
    return found[1].lower() if found else url


def server_of(feed: Feed, state: FeedState) -> str:
    """Give what shares a server with this feed; the empty name is the local disk."""
    url = asked_at(feed, remembered(state, feed))
    return host_of(url) if url else ""


def manners_at(server: str, feed: Feed) -> Manners:
    """Say how a feed's server is treated. Names are not looked up: one that leads home is treated as a stranger's."""
    name = _PORT.sub("", server).strip("[]")
    if name == _SLOW_DOWN or name.endswith(f".{_SLOW_DOWN}"):
        return TIMID
    return OWN if name in {"", _LOCAL_NAME} or _is_own(name, feed.allow_private) else STRANGER


@lru_cache(maxsize=1_024)
def _is_own(name: str, allowed: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    if name.endswith(f".{_LOCAL_NAME}"):
        return True
    if not (name[-1:].isdigit() or ":" in name):
        return False
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or any(address in network for network in allowed)
