"""What the client gives."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The answer of the last hop, whatever its status."""

    status: int
    url: str  # redirects followed; without user name and password
    headers: Mapping[str, str]  # looked up in any case; fields sent twice are joined with ", "
    body: bytes  # unpacked; empty unless the status is 2xx
    permanent: bool = False  # there were redirects, and all said that they are for good (301, 308)
