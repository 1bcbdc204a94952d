"""Which addresses feeds may be fetched from: those of the public internet, and those that the user allows.

A feed's address, a redirect or a name server that somebody else runs must not make us talk to this machine, to the
network that it is in, or to the service that hands out a cloud's credentials. `ipaddress.is_global` does not say which
these are: what it knows differs between versions of Python, and it looks into few of the addresses that carry another
one. The lists are IANA's registries of special-purpose addresses (RFC 6890), and the metadata services by hand.
"""

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]

_METADATA = "cloud metadata"
_RESERVED = "reserved"
_DOCUMENTATION = "documentation"
_PRIVATE = "private"
_LINK_LOCAL = "link-local"
_LOOPBACK = "loopback"
_MULTICAST = "multicast"
_BENCHMARKING = "benchmarking"

_KINDS: tuple[tuple[str, str], ...] = (  # the first that holds an address says what it is
    ("169.254.169.254/32", _METADATA),  # most clouds
    ("169.254.170.0/24", _METADATA),  # credentials of containers in Amazon's
    ("192.0.0.192/32", _METADATA),  # Oracle's; is_global until Python 3.13
    ("100.100.100.200/32", _METADATA),  # Alibaba's
    ("168.63.129.16/32", _METADATA),  # Azure's, among public addresses
    ("0.0.0.0/8", "unspecified"),  # RFC 1122: 0.0.0.0 connects to this machine
    ("10.0.0.0/8", _PRIVATE),  # RFC 1918
    ("172.16.0.0/12", _PRIVATE),
    ("192.168.0.0/16", _PRIVATE),
    ("100.64.0.0/10", "shared"),  # RFC 6598: between a provider and its customers
    ("127.0.0.0/8", _LOOPBACK),  # RFC 1122
    ("169.254.0.0/16", _LINK_LOCAL),  # RFC 3927
    ("192.0.0.0/24", _RESERVED),  # RFC 6890: for protocols
    ("192.0.2.0/24", _DOCUMENTATION),  # RFC 5737
    ("198.51.100.0/24", _DOCUMENTATION),
    ("203.0.113.0/24", _DOCUMENTATION),
    ("192.88.99.0/24", _RESERVED),  # RFC 7526: where 6to4 had its relays
    ("198.18.0.0/15", _BENCHMARKING),  # RFC 2544
    ("224.0.0.0/4", _MULTICAST),  # RFC 5771
    ("240.0.0.0/4", _RESERVED),  # RFC 1112, and the broadcast address
    ("fd00:ec2::/32", _METADATA),  # Amazon's: fd00:ec2::254, and its name servers and clocks
    ("fd20:ce::254/128", _METADATA),  # Google's
    ("fd00:42::42/128", _METADATA),  # Scaleway's
    ("::/128", "unspecified"),
    ("::1/128", _LOOPBACK),
    ("64:ff9b:1::/48", _PRIVATE),  # RFC 8215: a network's own translation, wherever that leads
    ("fc00::/7", _PRIVATE),  # RFC 4193
    ("fe80::/10", _LINK_LOCAL),  # RFC 4291
    ("fec0::/10", _PRIVATE),  # RFC 3879: site-local, which some networks still have
    ("ff00::/8", _MULTICAST),
    ("::ffff:0:0/96", ""),  # these four are what the IPv4 address is that they carry
    ("::ffff:0:0:0/96", ""),
    ("64:ff9b::/96", ""),
    ("2001::/32", ""),
    ("2001:2::/48", _BENCHMARKING),  # RFC 5180
    ("2001:db8::/32", _DOCUMENTATION),  # RFC 3849
    ("3fff::/20", _DOCUMENTATION),  # RFC 9637
    ("2001::/23", _RESERVED),  # RFC 2928: for protocols
    ("2000::/3", ""),  # RFC 4291: all of the internet that has been given out
    ("::/0", _RESERVED),
)
_TABLE = tuple((ip_network(network), kind) for network, kind in _KINDS)
_AT_THE_END = (  # where the last 32 bits are an IPv4 address
    IPv6Network("::ffff:0:0/96"),  # RFC 4291: mapped
    IPv6Network("::ffff:0:0:0/96"),  # RFC 2765: translated
    IPv6Network("64:ff9b::/96"),  # RFC 6052: NAT64
    IPv6Network("::/96"),  # RFC 4291: compatible, as nobody has them any more
)


_ISATAP, _ISATAP_MASK = 0x5EFE, 0xFDFFFFFF  # RFC 5214, section 6.1: what stands before the last 32 bits


@lru_cache(maxsize=1_024)
def objection(address: Address, allowed: Networks) -> str | None:
    """Say of what kind an address is that nothing is fetched from: "private", "loopback"; None: it may be fetched from.

    An address that carries an IPv4 address, for whatever translates it or tunnels it there, must be none in both
    senses. A metadata service is allowed only by its own address, not by a network that it happens to lie in.
    """
    kind = _kind(address)
    if any(address in network and (kind != _METADATA or network.num_addresses == 1) for network in allowed):
        return None
    carried = _carried(address) if isinstance(address, IPv6Address) else ()
    return next(filter(None, (objection(each, allowed) for each in carried)), kind or None)


def _kind(address: Address) -> str:
    kind = next((kind for network, kind in _TABLE if address in network), "")
    scoped = isinstance(address, IPv6Address) and address.scope_id is not None
    return kind or (_LINK_LOCAL if scoped else "")


def _carried(address: IPv6Address) -> Iterator[IPv4Address]:
    """Give the IPv4 addresses in an address."""
    number = int(address)
    isatap = (number >> 32) & _ISATAP_MASK == _ISATAP
    if isatap or (number > 1 and any(address in network for network in _AT_THE_END)):
        yield IPv4Address(number & 0xFFFFFFFF)
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
