"""IP addresses where a host name stands, however they are spelt.

No name server is asked about them, so the guard has to find them by itself. Spelt in the old ways that C's `inet_aton`
reads (fewer parts, octal, hexadecimal), they are addresses to some libraries and names to others.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from unicodedata import normalize
from urllib.parse import unquote

_PARTS = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\.(?:0[xX][0-9a-fA-F]*|[0-9]+)){0,3}", re.ASCII)
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")  # IDNA takes these for dots (RFC 3490, section 3.1)
_LONGEST = 64  # no address is longer


@lru_cache(maxsize=1_024)
def literal_of(host: str) -> IPv4Address | IPv6Address | None:
    """Read a host as an IP address, in brackets or not, of whatever spelling; None where it is a name."""
    plain = host if ":" in host else normalize("NFKC", unquote(host).translate(_DOTS))
    plain = plain.strip("[] \t").rstrip(".")
    if len(plain) > _LONGEST:
        return None
    try:
        return _version_6(plain) if ":" in plain else _version_4(plain)
    except (ValueError, OverflowError):
        return None


def _version_6(text: str) -> IPv6Address:
    """Read an address with or without a zone, of which only that there is one matters."""
    address, percent, _ = text.partition("%")
    return IPv6Address(f"{address}%zone" if percent else address)


def _version_4(text: str) -> IPv4Address | None:
    """Read what `inet_aton` reads: the last part fills all bytes that are left."""
    if not _PARTS.fullmatch(text):
        return None
    *first, last = map(_number, text.split("."))
    numbers = b"".join(part.to_bytes(1, "big") for part in first)
    return IPv4Address(numbers + last.to_bytes(4 - len(numbers), "big"))


def _number(part: str) -> int:
    """Read a part in hexadecimal, octal or decimal; ValueError for what is none."""
    if part[:2] in {"0x", "0X"}:
        return int(part[2:] or "0", 16)
    return int(part, 8 if part[0] == "0" else 10)
