"""Logging in: what of user, password and headers goes together, for feeds and for mail servers."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from watcher.settings.addresses import is_bare_address
from watcher.settings.keys import FILE
from watcher.settings.locate import KeyPath
from watcher.settings.problems import Problem
from watcher.settings.secrets import HEADERS, Secrets
from watcher.settings.tomlfile import TomlFile

_OF_SERVERS = (HEADERS, HEADERS + FILE, "user", "password", "password" + FILE, "allow-private")
_KEEP_ONE = "keep one of them"


def check_access(main: TomlFile, secrets: Secrets) -> Iterator[Problem]:
    """Look at the feeds and mail channels of the configuration file."""
    for path, feed in main.each("feeds", "*"):
        if isinstance(feed, Mapping):
            yield from _lone_password(main, path, feed)
            yield from _feed_problems(main, path, feed, secrets.headers.get((*path, HEADERS), {}))
    for path, email in main.each("channels", "*", "email"):
        if isinstance(email, Mapping):
            yield from _lone_password(main, path, email)
            yield from _email_problems(main, path, email)


def _lone_password(main: TomlFile, path: KeyPath, table: Mapping[str, Any]) -> Iterator[Problem]:
    password = next((key for key in ("password", "password" + FILE) if key in table), None)
    if password and "user" not in table:
        yield main.problem((*path, password), f"'{password}' is given without a 'user'", at="key")


def _feed_problems(
    main: TomlFile, path: KeyPath, feed: Mapping[str, Any], headers: Mapping[str, str]
) -> Iterator[Problem]:
    if "path" in feed and "url" not in feed:
        for key in filter(feed.__contains__, _OF_SERVERS):
            yield main.problem((*path, key), f"'{key}' is for feeds with a 'url', not for local files", at="key")
        return
    user = feed.get("user")
    if isinstance(user, str) and ":" in user:  # RFC 7617, section 2
        yield main.problem((*path, "user"), "'user' must not hold a colon")
    in_url = _has_user(feed.get("url"))
    if in_url and "user" in feed:
        yield main.problem((*path, "user"), "both 'user' and a user in the 'url' are given", _KEEP_ONE, at="key")
    if (in_url or "user" in feed) and any(name.lower() == "authorization" for name in headers):
        key = HEADERS if HEADERS in feed else HEADERS + FILE
        yield main.problem((*path, key), "both a user and a header 'Authorization' are given", _KEEP_ONE, at="key")


def _email_problems(main: TomlFile, path: KeyPath, email: Mapping[str, Any]) -> Iterator[Problem]:
    user = email.get("user")
    if "user" in email and not {"password", "password" + FILE} & email.keys():
        yield main.problem((*path, "user"), "'user' is given without 'password' or 'password-file'", at="key")
    if "from" not in email and not (isinstance(user, str) and is_bare_address(user)):
        hint = "the address that the mails come from; it may be left out where 'user' is one"
        yield main.problem(path, "missing key 'from' in [channels.email]", hint, at="key")


def _has_user(url: object) -> bool:
    try:
        return isinstance(url, str) and "@" in url and "@" in urlsplit(url).netloc
    except ValueError:  # the models say what is wrong with it
        return False
