"""Secrets: given in place (`password`) or in a file of their own (`password-file`), one of the two.

Takes a configuration with the environment over it, gives the value of every secret that it has. No message holds a
secret: what is wrong with one is said without it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from watcher.settings.headers import LINES, PLAIN, complaints, parse_headers
from watcher.settings.keys import FILE, secret_keys, tables_in
from watcher.settings.locate import KeyPath
from watcher.settings.places import location
from watcher.settings.problems import Problem, shown_path
from watcher.settings.tomlfile import TomlFile
from watcher.text import secrets_in

HEADERS = "headers"

_STORE = re.compile(r"(?:sqlite|postgres(?:ql)?)(?:\+[a-z0-9]+)?://.*")
_CHANNEL = re.compile(r"console:|[A-Za-z][A-Za-z0-9+.-]*://.+")
_ANY = re.compile(r".+", re.DOTALL)
_WEB = re.compile(r"https?://[^\s]+")
_TOKEN = re.compile(r"[!-~]+")  # it stands in a header

_FORMS: Mapping[tuple[str, ...], tuple[re.Pattern[str], str]] = {  # of what has a form; a password has none
    ("store", "url"): (_STORE, "sqlite:///FILE or postgresql://…"),
    ("channels", "url"): (_CHANNEL, "console: or SCHEME://…, as Apprise writes it"),
    ("channels", "matrix", "token"): (_TOKEN, "an access token: plain ASCII without spaces"),
    ("channels", "webhook", "url"): (_WEB, "an http:// or https:// address"),
    ("collect", "proxy"): (_WEB, "http://HOST:PORT or https://HOST:PORT"),
    ("operator", "heartbeat-url"): (_WEB, "an http:// or https:// address"),
}
_SOCKS = "SOCKS is not spoken here; most such proxies offer HTTP on another port"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What a configuration keeps secret: by the path of its key, wherever it stood."""

    texts: Mapping[KeyPath, str] = field(repr=False)
    headers: Mapping[KeyPath, Mapping[str, str]] = field(repr=False)
    files: tuple[Path, ...]  # that were read


class _UnusableError(Exception):
    """What is wrong with a secret or its file, for the user, with a hint or None."""

    def __init__(self, problem: str, hint: str | None = None) -> None:
        super().__init__(problem, hint)
        self.problem, self.hint = problem, hint


def read_secrets(file: TomlFile, folder: Path) -> tuple[Secrets, tuple[Problem, ...]]:
    """Read every secret of the configuration; relative files start at `folder`.

    What has the wrong type is passed over: the models report it.
    """
    reader = _Reader(file, folder)
    for path, model, table in tables_in(file.data):
        for key in secret_keys(model):
            reader.read((*path, key), table)
    return Secrets(texts=reader.texts, headers=reader.headers, files=tuple(reader.files)), tuple(reader.problems)


class _Reader:
    """Collects secrets and problems."""

    def __init__(self, file: TomlFile, folder: Path) -> None:
        self._file = file
        self._folder = folder
        self.texts: dict[KeyPath, str] = {}
        self.headers: dict[KeyPath, Mapping[str, str]] = {}
        self.files: list[Path] = []
        self.problems: list[Problem] = []

    def read(self, path: KeyPath, table: Mapping[str, Any]) -> None:
        """Read one secret from its table, in place or from its file."""
        key = str(path[-1])
        twin = (*path[:-1], key + FILE)
        here, elsewhere = table.get(key), table.get(key + FILE)
        if here is not None and elsewhere is not None:
            message = f"both '{key}' and '{key}{FILE}' are given"
            self.problems.append(self._file.problem(twin, message, "keep one of them", at="key"))
        elif key == HEADERS and isinstance(here, Mapping):
            self._take_headers(path, here)
        elif isinstance(here, str):
            self._take(path, path, here, f"'{key}' must be")
        elif isinstance(elsewhere, str) and elsewhere.strip():
            self._read_file(path, twin, elsewhere)

    def _read_file(self, path: KeyPath, twin: KeyPath, written: str) -> None:
        place = location(self._folder, written)
        try:
            secret = _read(place)
        except _UnusableError as error:
            self.problems.append(self._file.problem(twin, error.problem, error.hint))
            return
        self.files.append(place)
        if path[-1] == HEADERS:
            self._take_headers_file(path, twin, secret)
        else:
            self._take(path, twin, secret, "the secret file must hold")

    def _take(self, path: KeyPath, place: KeyPath, secret: str, must: str) -> None:
        form, example = _FORMS.get(_names(path), (_ANY, "a text that is not empty"))
        if form.fullmatch(secret) and (form is not _WEB or _has_host(secret)):
            self.texts[path] = secret
            return
        hint = _SOCKS if form is _WEB and secret.lower().startswith("socks") else None
        self.problems.append(self._file.problem(place, f"{must} {example}", hint))

    def _take_headers(self, path: KeyPath, headers: Mapping[str, Any]) -> None:
        for name, (problem, hint) in complaints(headers, _names(path)):
            self.problems.append(self._file.problem((*path, name), problem, hint, at="key"))
        self.headers[path] = {name: value for name, value in headers.items() if isinstance(value, str)}

    def _take_headers_file(self, path: KeyPath, twin: KeyPath, text: str) -> None:
        headers = parse_headers(text)
        if headers is None:
            self.problems.append(self._file.problem(twin, f"the secret file must hold {LINES}, each header once"))
            return
        for _, (problem, hint) in complaints(headers, _names(path)):
            self.problems.append(self._file.problem(twin, f"in the secret file: {problem}", hint))
        self.headers[path] = headers


def secret_values(secrets: Secrets) -> Iterator[str]:
    """Give every value that must never be shown: passwords, header values, and addresses but those that hold nothing.

    Headers that say nothing about who we are ("Accept") are left out, or their words would be blanked everywhere.
    Of an address also the user and password in it, and parameters that look secret.
    """
    for headers in secrets.headers.values():
        yield from (value for name, value in headers.items() if name.lower() not in PLAIN)
    for path, text in secrets.texts.items():
        if text != "console:" and not text.startswith("sqlite"):
            yield text
            yield from secrets_in(text) if _names(path) in _FORMS else ()


def _names(path: KeyPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0  # looking at the port raises where it is none
    except ValueError:
        return False


def _read(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise _UnusableError(f"cannot read the secret file {shown_path(path)}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _UnusableError(f"the secret file {shown_path(path)} is not text") from None
    except ValueError as error:  # a NUL in the path
        raise _UnusableError(f"cannot read the secret file: {error}") from None
    if not secret.strip():
        raise _UnusableError(f"the secret file {shown_path(path)} is empty")
    return secret
