"""Addresses as users write them: of the web, of machines, of people; each with its JSON schema."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from watcher.lazy import late
from watcher.settings.values import as_string, bad_value, described

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = late(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_ADDRESS = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*"  # RFC 5322's atoms, and a host
_BARE_ADDRESS = late(_ADDRESS)
_MAIL_ADDRESS = late(rf"{_ADDRESS}|[^\x00-\x1f\x7f<>@\",;:\\()\[\]]+ <{_ADDRESS}>")
_ROOM = late(r"![^\s:]+(?::\S+)?|#[^\s:]+:\S+")  # Matrix, Appendices; ids of a version 12 room name no server
_LISTEN = late(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>[0-9]{1,5})")

Address = tuple[str, int]
"""Host and TCP port."""


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:  # "http://[::1": a bracket that never closes
        valid = None
    if not valid or url != "".join(url.split()):
        raise bad_value("must be an http:// or https:// address", "a file on this machine is named by 'path'")
    return url


def _server(url: str) -> str:
    """Read the address of a server, of which nothing but a slash may follow the host and port."""
    try:
        parts = urlsplit(url)
        named = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # a bracket that never closes, a port that is none
        named = None
    if not named or url.rstrip("/") != f"{parts.scheme}://{parts.netloc}" or url != "".join(url.split()):
        raise bad_value("must be the http(s) address of a server, without a path", 'as in "https://matrix.example.org"')
    return url.rstrip("/")


def _room(text: str) -> str:
    if not _ROOM.fullmatch(text):
        raise bad_value("must be a room of Matrix", 'its id, as in "!abc:example.org", or "#alias:example.org"')
    return text


def _host(name: str) -> str:
    if not _HOST.fullmatch(name) and not _is_ip(name):
        raise bad_value(
            "must be the name of a machine or its IP address, without scheme and port", 'as in "example.org"'
        )
    return name


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _mail_address(text: str) -> str:
    if not _MAIL_ADDRESS.fullmatch(text):
        raise bad_value("must be an e-mail address", 'as in "desk@example.org" or "Desk <desk@example.org>"')
    return text


def is_bare_address(text: str) -> bool:
    """Tell whether a text is a mail address without a name beside it."""
    return bool(_BARE_ADDRESS.fullmatch(text))


def _listen(value: object) -> Address:
    """Read "HOST:PORT", where an IPv6 address stands in brackets."""
    if isinstance(value, tuple):
        return value
    written = as_string(value, 'HOST:PORT, as in "127.0.0.1:9464"')
    found = _LISTEN.fullmatch(written)
    host = (found["v6"] or found["host"]) if found else ""
    port = int(found["port"]) if found else 0
    valid = found and 0 < port < 2**16 and (not found["v6"] or _is_ip(host))
    if not valid:
        raise bad_value(f'must be HOST:PORT, not "{written}"', 'as in "127.0.0.1:9464" or "[::1]:9464"')
    return host, port


def format_address(address: Address) -> str:
    """Write host and port as users do: an IPv6 address in brackets."""
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


WebAddress = Annotated[str, AfterValidator(_web_address), described("http(s) address", pattern="^https?://[^\\s]+$")]
ServerAddress = Annotated[str, AfterValidator(_server), described("http(s) address", pattern="^https?://[^/\\s]+/?$")]
RoomAddress = Annotated[str, AfterValidator(_room), described("room", pattern="^[!#][^\\s:]+")]
HostName = Annotated[str, AfterValidator(_host), described("host", pattern="^[A-Za-z0-9.:-]+$")]
Port = Annotated[int, Field(ge=1, le=65535)]
MailAddress = Annotated[str, AfterValidator(_mail_address), described("mail address", minLength=3)]
Listen = Annotated[
    Address,
    BeforeValidator(_listen),
    PlainSerializer(format_address),
    described("HOST:PORT", examples=["127.0.0.1:9464"]),
]
