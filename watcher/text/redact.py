"""Keeps secrets out of what is shown, logged or stored.

`Redactor` blanks secrets that are known, in every form in which libraries and servers write them. `masked` knows none:
it blanks by looks what stands where addresses and log lines carry secrets.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

MASK = "***"

STRONG = 8
"""Characters. A shorter secret is blanked as a whole word only: a password "new" must not blank "news"."""

_SHORTEST = 3  # characters; a shorter "secret" would blank half of every sentence
_HARMLESS = frozenset({"yes", "true", "false"})
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}  # keeps the length of any text

# What parameters are called that carry secrets: these at the end of any name, and those as a whole word of it.
_NAME = r"[\w.-]*(?:token|apikey|secret|passw(?:or)?d|signature|credential)|(?:[\w.-]*[_.-])?(?:%s)"
_WORDS = "key|auth|authorization|sig|sign|pass|pwd|jwt|hmac|session|sid"
_IS_SECRET = re.compile(_NAME % _WORDS, re.IGNORECASE)
_USERINFO = re.compile(r"(?<=//)[^\s/?#\"'<>]+@")
_PARAMETER = re.compile(rf"([?&;](?:{_NAME % _WORDS})=)[^\s&#;\"'<>]+", re.IGNORECASE)
_SETTING = re.compile(rf"(?<![\w.?&;-])((?:{_NAME % 'pwd|jwt|hmac'})=)[^\s&#;,)\"'<>]+", re.IGNORECASE)
_HEADER = re.compile(
    r"(authorization['\"]?[:=]\s*['\"]?(?:(?:basic|bearer|digest|token)\s+)?)[^\s,'\"]+", re.IGNORECASE
)
_BY_LOOKS = ((_USERINFO, f"{MASK}@"), *((pattern, rf"\1{MASK}") for pattern in (_PARAMETER, _SETTING, _HEADER)))


class Redactor:
    """Blanks secrets that are known; the time it takes depends on the text, not on how many there are."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Know secrets as they are written, in addresses also in percent-encoding; what is too short is left out."""
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._strong = [form.encode(errors="surrogateescape") for form in longest_first if len(form) >= STRONG]
        self._by_start: dict[str, list[str]] = {}
        for form in dict.fromkeys(map(_lower, longest_first)):
            if form not in _HARMLESS:
                self._by_start.setdefault(form[:_SHORTEST], []).append(form)

    def __call__(self, text: str) -> str:
        """Give the text with *** in place of every secret; upper and lower case count as the same."""
        lower, starts = _lower(text), self._by_start
        shown, done = list[str](), 0
        for at in [at for at in range(len(lower) - _SHORTEST + 1) if lower[at : at + _SHORTEST] in starts]:
            found = next((form for form in starts[lower[at : at + _SHORTEST]] if _stands(form, lower, at)), None)
            if found and at >= done:
                shown += (text[done:at], MASK)
                done = at + len(found)
        return "".join((*shown, text[done:])) if shown else text

    def bytes(self, body: bytes) -> bytes:
        """Do the same to a body in an encoding like UTF-8, letter by letter and with strong secrets only."""
        for form in self._strong:
            body = body.replace(form, MASK.encode())
        return body


def masked(text: str) -> str:
    """Blank by looks: user and password in addresses, and values of parameters whose name says that they are secret."""
    if "=" in text or "//" in text or "uthorization" in text:
        for pattern, instead in _BY_LOOKS:
            text = pattern.sub(instead, text)
    return text


def secrets_in(url: str) -> Iterator[str]:
    """Give what is secret by looks in an http address: user and password, one by one too, and secret parameters."""
    if "@" not in url and "?" not in url:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    userinfo, at, _ = parts.netloc.rpartition("@")
    if at:
        user, _, password = userinfo.partition(":")
        yield from (userinfo, password or user, *((user,) if len(user) >= STRONG else ()))
    yield from (value for name, value in parse_qsl(parts.query) if is_secret(name))


def is_secret(name: str) -> bool:
    """Tell whether a parameter or header of this name carries a secret."""
    return _IS_SECRET.fullmatch(name) is not None


def _stands(form: str, text: str, at: int) -> bool:
    if not text.startswith(form, at):
        return False
    if len(form) >= STRONG:
        return True
    end = at + len(form)
    return not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _forms(secret: str) -> Iterator[str]:
    """Give the ways in which a secret may be written."""
    plain = unquote(secret)
    yield from (secret, plain, quote(plain), quote(plain, safe=""), quote_plus(plain), html.escape(plain))
    yield from (repr(plain)[1:-1], json.dumps(plain)[1:-1])
    yield from _in_base64(plain.encode(errors="surrogateescape"))


def _in_base64(secret: bytes) -> Iterator[str]:
    """Give what base64 makes of it alone and inside something longer, as "user:password": at three offsets."""
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + secret).decode().rstrip("=")
        inside = encoded[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]  # characters that are of it alone
        forms = {encoded} if before == 0 else set()
        forms |= {inside} if len(inside) >= STRONG else set()
        yield from (written for form in forms for written in (form, form.translate(_URL_SAFE)))


_URL_SAFE = str.maketrans("+/", "-_")


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_LOWER)
