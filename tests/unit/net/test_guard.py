"""Which addresses are fetched from. tests/cases/addresses/addresses.toml says it of each kind, with a reason."""

import tomllib
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from watcher.net.guard import objection

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "addresses" / "addresses.toml").read_text(encoding="utf-8")
)


def judged(address: str, *allowed: str) -> str | None:
    return objection(ip_address(address), tuple(map(ip_network, allowed)))


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: f"{case['address']} {case['why']}")
def test_what_is_no_public_address_is_refused_by_its_kind(case: dict[str, str]) -> None:
    assert judged(case["address"]) == case["kind"]


@pytest.mark.parametrize("case", CASES["public"], ids=lambda case: f"{case['address']} {case['why']}")
def test_public_addresses_are_fetched_from(case: dict[str, str]) -> None:
    assert judged(case["address"]) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        pytest.param("10.1.2.3", "10.0.0.0/8", id="private"),
        pytest.param("127.0.0.1", "127.0.0.1/32", id="one machine"),
        pytest.param("::1", "::1/128", id="this machine"),
        pytest.param("::ffff:10.1.2.3", "10.0.0.0/8", id="carried by a mapped address"),
        pytest.param("64:ff9b::10.1.2.3", "10.0.0.0/8", id="carried through NAT64"),
        pytest.param("fe80::1%eth0", "fe80::/10", id="of one cable"),
        pytest.param("64:ff9b:1::808:808", "64:ff9b:1::/48", id="a network's own NAT64"),
        pytest.param("169.254.169.254", "169.254.169.254/32", id="metadata by its own address"),
        pytest.param("100.100.100.100", "100.64.0.0/10", id="shared"),
    ],
)
def test_what_a_network_allows_is_fetched_from(address: str, network: str) -> None:
    assert judged(address) is not None
    assert judged(address, "192.0.2.0/24", network) is None


@pytest.mark.parametrize(
    ("address", "network", "kind"),
    [
        pytest.param("10.1.2.3", "192.168.0.0/16", "private", id="another network"),
        pytest.param("::1", "127.0.0.0/8", "loopback", id="this machine by its other version"),
        pytest.param("169.254.169.254", "169.254.0.0/16", "cloud metadata", id="metadata in a network"),
        pytest.param("100.100.100.200", "100.64.0.0/10", "cloud metadata", id="metadata among shared ones"),
        pytest.param("fd00:ec2::254", "fc00::/7", "cloud metadata", id="metadata among private ones"),
        pytest.param("::10.1.2.3", "10.0.0.0/8", "reserved", id="IPv4-compatible"),
    ],
)
def test_what_a_network_does_not_allow_stays_refused(address: str, network: str, kind: str) -> None:
    assert judged(address, network) == kind


def test_there_are_enough_cases() -> None:
    assert len(CASES["refused"]) >= 60
    assert len({case["address"] for case in CASES["refused"]}) == len(CASES["refused"])
