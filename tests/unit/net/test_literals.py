"""Hosts that are IP addresses, in every spelling that some library reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.net.literals import literal_of


@pytest.mark.parametrize(
    ("host", "address"),
    [
        pytest.param("127.0.0.1", "127.0.0.1", id="as it should be"),
        pytest.param("127.0.0.1.", "127.0.0.1", id="with a dot behind it"),
        pytest.param("127.0.0.1...", "127.0.0.1", id="with dots behind it"),
        pytest.param("127.1", "127.0.0.1", id="two parts"),
        pytest.param("10.1.515", "10.1.2.3", id="three parts"),
        pytest.param("2130706433", "127.0.0.1", id="one number"),
        pytest.param("1", "0.0.0.1", id="a single digit"),
        pytest.param("0x7f.1", "127.0.0.1", id="hexadecimal and short"),
        pytest.param("0X7F000001", "127.0.0.1", id="hexadecimal in capitals"),
        pytest.param("0x7f.0x0.0x0.0x1", "127.0.0.1", id="hexadecimal throughout"),
        pytest.param("127.0x.1", "127.0.0.1", id="hexadecimal of no digits"),
        pytest.param("0177.0.0.01", "127.0.0.1", id="octal"),
        pytest.param("017700000001", "127.0.0.1", id="octal in one number"),
        pytest.param("127%2e0.0.1", "127.0.0.1", id="a dot in percent"),
        pytest.param("127。0．0｡1", "127.0.0.1", id="dots of other scripts"),
        pytest.param("１２７.0.0.1", "127.0.0.1", id="wide digits"),
        pytest.param("①②⑦.0.0.1", "127.0.0.1", id="digits in circles"),
        pytest.param("::1", "::1", id="version 6"),
        pytest.param("[::1]", "::1", id="in brackets"),
        pytest.param("::FFFF:127.0.0.1", "::ffff:7f00:1", id="mapped"),
        pytest.param("0:0:0:0:0:ffff:7f00:0001", "::ffff:7f00:1", id="mapped and written out"),
        pytest.param("fe80::1%25eth0", "fe80::1%zone", id="with a zone as URLs write it"),
        pytest.param("fe80::1%eth0", "fe80::1%zone", id="with a zone"),
        pytest.param("::1%ab", "::1%zone", id="with a zone that looks like a letter in percent"),
        pytest.param("%3A%3A1", "::1", id="colons in percent"),
    ],
)
def test_an_address_is_read_in_every_spelling(host: str, address: str) -> None:
    assert str(literal_of(host)) == address


@pytest.mark.parametrize(
    "host",
    [
        "feeds.example",
        "localhost",
        "127.0.0.1.example",
        "1.2.3.4.5",
        "256.0.0.1",
        "127.0.0.256",
        "4294967296",
        "08.0.0.1",
        "1..2",
        "0x7g",
        "-1",
        "",
        "...",
        "::1::",
        "v1.fe80::a",
        "1" * 5_000,
    ],
)
def test_anything_else_is_a_name(host: str) -> None:
    assert literal_of(host) is None


@given(st.ip_addresses())
def test_every_address_is_read_as_itself(address: object) -> None:
    assert literal_of(str(address)) == address


@given(st.text(alphabet="0123456789abcdefxX.:%[]²① \u3002", max_size=30))
def test_no_text_breaks_it(host: str) -> None:
    address = literal_of(host)
    assert address is None or literal_of(str(address)) == address
