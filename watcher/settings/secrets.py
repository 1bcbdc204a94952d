"""Secrets: an address given in place (`url`) or in a file of its own (`url-file`), one of the two.

Takes a configuration with the environment over it, gives the secret of each table that has one. No message holds a
secret: what is wrong with an address is said without the address.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from watcher.settings.locate import KeyPath
from watcher.settings.problems import Problem, shown_path
from watcher.settings.tomlfile import TomlFile
from watcher.settings.values import location

_FORMS = {
    "store": (re.compile(r"(?:sqlite|postgres(?:ql)?)(?:\+[a-z0-9]+)?://.*"), "sqlite:///FILE or postgresql://…"),
    "channels": (re.compile(r"console:|[A-Za-z][A-Za-z0-9+.-]*://.+"), "console: or SCHEME://…, as Apprise writes it"),
}


class _UnusableError(Exception):
    """What is wrong with a secret file, for the user."""


def read_secrets(file: TomlFile, folder: Path) -> tuple[Mapping[KeyPath, str], tuple[Problem, ...]]:
    """Give the address of `("store",)`, unless it is the default, and of each `("channels", n)`."""
    secrets: dict[KeyPath, str] = {}
    problems: list[Problem] = []
    for path, table in (*file.each("store"), *file.each("channels", "*")):
        found = _secret(file, path, table, folder) if isinstance(table, Mapping) else None
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            secrets[path] = found
    return secrets, tuple(problems)


def _secret(file: TomlFile, path: KeyPath, table: Mapping[str, Any], folder: Path) -> str | Problem | None:
    """None: there is none, or it has the wrong type, which the models report."""
    url, url_file = table.get("url"), table.get("url-file")
    if url is not None and url_file is not None:
        return file.problem((*path, "url-file"), "both 'url' and 'url-file' are given", "keep one of them", at="key")
    if url is None and url_file is None:
        missing = file.problem(path, "missing key 'url' in [[channels]]", "or name a file that holds it: 'url-file'")
        return missing if path[0] == "channels" else None
    form, example = _FORMS[str(path[0])]
    if isinstance(url, str):
        return url if form.fullmatch(url) else file.problem((*path, "url"), f"'url' must be {example}")
    if not isinstance(url_file, str) or not url_file.strip():
        return None
    try:
        secret = _read(location(folder, url_file))
    except _UnusableError as error:
        return file.problem((*path, "url-file"), str(error))
    return (
        secret if form.fullmatch(secret) else file.problem((*path, "url-file"), f"the secret file must hold {example}")
    )


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
