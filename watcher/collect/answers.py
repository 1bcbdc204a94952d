"""What the status of an answer means: a document, "nothing new", or which trouble. Pure."""

import re
from http import HTTPStatus

from watcher.model import Trouble
from watcher.net import Response

NOTHING_NEW = HTTPStatus.NOT_MODIFIED
CHALLENGE = "blocked by bot protection"

_BODIES = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION, HTTPStatus.IM_USED})
_PART = HTTPStatus.PARTIAL_CONTENT
_RANGE = re.compile(r"\s*bytes\s+([0-9]+)-([0-9]+)/([0-9]+)\s*", re.IGNORECASE)
_TROUBLES = {
    HTTPStatus.NOT_FOUND: Trouble.MISSING,
    HTTPStatus.GONE: Trouble.GONE,
    HTTPStatus.TOO_MANY_REQUESTS: Trouble.BUSY,
    HTTPStatus.SERVICE_UNAVAILABLE: Trouble.BUSY,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: Trouble.NETWORK,  # our proxy's, whatever server was to be asked
    HTTPStatus.REQUEST_TIMEOUT: Trouble.SERVER,
    HTTPStatus.TOO_EARLY: Trouble.SERVER,
}
_BEHIND_WALLS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_WALLS = (  # header, and what it says where a bot wall answers in the server's place with a page for browsers
    ("cf-mitigated", re.compile(r"challenge")),
    ("x-amzn-waf-action", re.compile(r"challenge|captcha")),
    ("x-datadome", re.compile(r"protected")),
    ("x-sucuri-block", re.compile(r".")),
)
_WALLED = re.compile(r"cloudflare|ddos-guard|sucuri")  # servers whose page in place of a feed is a wall


def has_body(response: Response) -> bool:
    """Say whether the body is to be read as the feed, or as what there is of it."""
    return response.status in _BODIES or (response.status == _PART and _begins(response))


def keeps_validators(response: Response) -> bool:
    """Say whether validators of this answer name the body that came: not those of a part, even of one that is all."""
    return response.status != _PART and response.complete


def trouble_of(response: Response) -> Trouble:
    """Say what is wrong, of an answer without a body to read."""
    status = response.status
    if _is_challenge(response):
        return Trouble.CHALLENGED
    if status == _PART:
        return Trouble.BROKE_OFF
    if status in _TROUBLES:
        return _TROUBLES[HTTPStatus(status)]
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Trouble.NO_FEED
    return Trouble.REFUSED if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR else Trouble.SERVER


def in_words(response: Response) -> str:
    """Say what is wrong, for the user."""
    status = response.status
    if status == NOTHING_NEW:
        return "the server answered 304 Not Modified although nothing was there to compare with"
    known = {member.value: f" {member.phrase}" for member in HTTPStatus}
    said = f"the server answered {status}{known.get(status, '')}"
    return f"{CHALLENGE}: {said}" if _is_challenge(response) else said


def _begins(response: Response) -> bool:
    """Say whether a part is the first one; nobody asked for a part, so one that does not say may be all."""
    found = _RANGE.fullmatch(response.headers.get("content-range", ""))
    return found is None or int(found[1]) == 0


def _is_challenge(response: Response) -> bool:
    if response.status not in _BEHIND_WALLS:
        return False
    headers = response.headers
    if any(means.search(headers.get(name, "").lower()) for name, means in _WALLS):
        return True
    is_page = "html" in headers.get("content-type", "").lower()
    return is_page and "retry-after" not in headers and bool(_WALLED.search(headers.get("server", "").lower()))
