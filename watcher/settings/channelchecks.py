"""What concerns more than one key of a channel: one way out, a secret that it needs, keys that exclude each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from watcher.settings.keys import FILE
from watcher.settings.locate import KeyPath
from watcher.settings.problems import Problem
from watcher.settings.tomlfile import TomlFile

_WAYS_OUT = ("url", "url" + FILE, "email", "matrix", "webhook")
_NEEDED = {"matrix": "token", "webhook": "url"}  # or the key of a file that holds it
_GATHERING = ("digest", "group-wait", "group-interval")


def check_channels(main: TomlFile) -> Iterator[Problem]:
    """Look at the channels of the configuration file."""
    for path, channel in main.each("channels", "*"):
        if isinstance(channel, Mapping):
            yield from _not_one_way_out(main, path, channel)
            yield from _contradictions(main, path, channel)
    for table, key in _NEEDED.items():
        for path, inner in main.each("channels", "*", table):
            if isinstance(inner, Mapping) and not {key, key + FILE} & inner.keys():
                hint = f"or name a file that holds it: '{key}{FILE}'"
                yield main.problem(path, f"missing key '{key}' in [channels.{table}]", hint, at="key")
    for path, hours in main.each("channels", "*", "quiet-hours"):
        if isinstance(hours, Mapping) and hours.get("from", 0) == hours.get("to"):
            hint = "leave 'quiet-hours' out where there are to be none"
            yield main.problem((*path, "to"), "'from' and 'to' must not be the same", hint)


def _not_one_way_out(main: TomlFile, path: KeyPath, channel: Mapping[str, Any]) -> Iterator[Problem]:
    """Look for exactly one of the keys; `url` and `url-file` together are the affair of `secrets`."""
    given = [key for key in _WAYS_OUT if key in channel]
    if not given:
        hint = (
            "or name a file that holds it: 'url-file'; for mail: 'email'; for a room on a Matrix server: 'matrix'; "
            "for a server that takes JSON: 'webhook'"
        )
        yield main.problem(path, "missing key 'url' in [[channels]]", hint)
    for key in given[1:]:
        if key != "url" + FILE:
            message = f"both '{given[0]}' and '{key}' are given"
            yield main.problem((*path, key), message, "keep one of them", at="key")


def _contradictions(main: TomlFile, path: KeyPath, channel: Mapping[str, Any]) -> Iterator[Problem]:
    """Look for keys that gather alerts in two ways, or one by one and together."""
    first, *others = [key for key in _GATHERING if key in channel] or [""]
    for key in others if first == "digest" else ():
        yield main.problem((*path, key), f"both 'digest' and '{key}' are given", "keep one of them", at="key")
    if first and "burst" in channel:
        message = f"'burst' is given beside '{first}', which makes one message of all"
        yield main.problem((*path, "burst"), message, "leave it out", at="key")
