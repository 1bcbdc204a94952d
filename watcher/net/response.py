"""What the client gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

_RANGE = re.compile(r"bytes 0-(?P<last>[0-9]{1,18})/(?P<size>[0-9]{1,18})", re.ASCII)  # RFC 9110, section 14.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The answer of the last hop, whatever its status."""

    status: int
    url: str  # redirects followed; without user name and password
    headers: Mapping[str, str]  # looked up in any case; fields sent twice are joined with ", "
    body: bytes  # unpacked; empty unless the status is 2xx
    complete: bool = True  # False: the body broke off, and holds what came until there; or it is a part of the whole
    moved: str | None = None  # where redirects for good (301, 308) led before the first other one; as `url`


def is_whole(status: int, headers: Mapping[str, str]) -> bool:
    """Tell whether an answer gives all that there is: a 206 does so where its range is everything."""
    if status != HTTPStatus.PARTIAL_CONTENT:
        return True
    given = _RANGE.fullmatch(headers.get("content-range", ""))
    return given is not None and int(given["last"]) + 1 == int(given["size"])
