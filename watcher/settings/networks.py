"""Networks as users write them, in CIDR form, for what feeds may be fetched from beside the public internet."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from watcher.settings.values import as_string, bad_value, described

_WIDEST = {4: 8, 6: 7}  # shortest prefix: 10.0.0.0/8 (RFC 1918) and fc00::/7 (RFC 4193) are the largest private ones
_EXAMPLE = 'as in "192.168.0.0/16", "10.1.2.3" or "fd00::/8"'


def _network(value: object) -> IPv4Network | IPv6Network:
    """Read a network, or a single address as the network of one."""
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    written = as_string(value, 'a network like "192.168.0.0/16"')
    try:
        network = ip_network(written, strict=False)
    except ValueError:
        network = None
    if network is None or "%" in written:
        raise bad_value(f'must be a network, not "{written}"', _EXAMPLE)
    _refuse_host_bits(written, network)
    _refuse_too_much(network)
    return network


def _refuse_host_bits(written: str, network: IPv4Network | IPv6Network) -> None:
    machine = written.partition("/")[0]
    if ip_address(machine) != network.network_address:
        hint = f'write "{network}" for the network or "{machine}" for the one machine'
        raise bad_value(f'must be a network, but "{written}" names a machine in one', hint)


def _refuse_too_much(network: IPv4Network | IPv6Network) -> None:
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped:
        raise bad_value(f'must name IPv4 addresses as such, not as "{network}"', 'as in "192.168.0.0/16"')
    if network.prefixlen < _WIDEST[network.version]:
        raise bad_value(f'must be a private network, not as much as "{network}"', _EXAMPLE)


Network = Annotated[
    IPv4Network | IPv6Network,
    BeforeValidator(_network),
    PlainSerializer(str),
    described("network", pattern="^[0-9A-Fa-f:.]+(/[0-9.]+)?$", examples=["192.168.0.0/16", "10.1.2.3", "fd00::/8"]),
]
Networks = Annotated[tuple[Network, ...], Field(strict=False)]
