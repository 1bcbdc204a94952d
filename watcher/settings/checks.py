"""What concerns more than one key: names that are unique, names that exist, keys that exclude each other.

Works on the values as they were written, so that a mistake elsewhere in the same table hides nothing. Values of a wrong
type are passed over here: the models report them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic_core import PydanticCustomError

from watcher.model import Priority
from watcher.settings.channelchecks import check_channels
from watcher.settings.keys import fields_of
from watcher.settings.locate import KeyPath
from watcher.settings.models import CollectTable
from watcher.settings.problems import Problem, did_you_mean, shown_path
from watcher.settings.tomlfile import TomlFile
from watcher.settings.values import format_duration, is_name, parse_duration

_TAG = "tag:"
_EVERYTHING = "*"


def check_tables(main: TomlFile) -> Iterator[Problem]:
    """Look at the feeds, drops and channels of the configuration file."""
    yield from _duplicates("feed or drop", ((main, _names(main, "feeds")), (main, _names(main, "drops"))))
    yield from _duplicates("channel", ((main, _names(main, "channels")),))
    for path, feed in main.each("feeds", "*"):
        if isinstance(feed, dict) and ("url" in feed) == ("path" in feed):
            yield _not_one_place(main, path, given="url" in feed)
    yield from check_channels(main)
    yield from _unknown_channels(main, main, ("defaults", "channels", "*"))
    yield from _unknown_channels(main, main, ("operator", "channels", "*"))
    yield from _crossed_intervals(main)


def check_rule_names(files: Sequence[TomlFile]) -> Iterator[Problem]:
    """Look for rules of the same name, in one file or in several."""
    yield from _duplicates("rule", ((file, _names(file, "rules")) for file in files))


def check_escalations(file: TomlFile) -> Iterator[Problem]:
    """Look for rules whose alerts nobody is told of before the next digest, and that somebody is to take on in time."""
    for path, rule in file.each("rules", "*"):
        if isinstance(rule, Mapping) and rule.get("priority") == Priority.LOW and "escalate" in rule:
            message = "'escalate' is given beside priority = \"low\", whose alerts leave in digests only"
            hint = "give a higher 'priority', or leave 'escalate' out"
            yield file.problem((*path, "escalate"), message, hint, at="key")


def check_references(main: TomlFile, rules: TomlFile) -> Iterator[Problem]:
    """Look up the channels, feeds and tags that the rules of one file name."""
    yield from _unknown_channels(main, rules, ("rules", "*", "channels", "*"))
    yield from _unknown_channels(main, rules, ("rules", "*", "escalate", "channels", "*"))
    yield from _unknown_feeds(main, rules)
    if any(names for _, names in main.each("defaults", "channels")):
        return
    for path, rule in rules.each("rules", "*"):
        if isinstance(rule, dict) and not rule.get("channels"):
            message = f"rule '{rule.get('name', '')}' has no channel"
            hint = "name one in its 'channels', or for all rules in [defaults] of " + shown_path(main.path)
            yield rules.problem(path, message, hint)


def _names(file: TomlFile, table: str) -> list[tuple[KeyPath, str]]:
    return [(path, name) for path, name in file.each(table, "*", "name") if isinstance(name, str)]


def _duplicates(kind: str, places: Iterable[tuple[TomlFile, Iterable[tuple[KeyPath, str]]]]) -> Iterator[Problem]:
    first: dict[str, tuple[TomlFile, KeyPath]] = {}
    for file, names in places:
        for path, name in names:
            if name not in first:
                first[name] = (file, path)
                continue
            other, earlier = first[name]
            there = f"{shown_path(other.path)}:{other.line(earlier)}"
            yield file.problem(path, f"there is already a {kind} named '{name}', at {there}")


def _not_one_place(main: TomlFile, path: KeyPath, *, given: bool) -> Problem:
    if given:
        return main.problem((*path, "path"), "both 'url' and 'path' are given", "keep one of them", at="key")
    return main.problem(path, "missing key 'url' in [[feeds]]", "or name a local file: 'path'")


def _crossed_intervals(main: TomlFile) -> Iterator[Problem]:
    """Compare the bounds of the interval, either of which may be left to its default."""
    bounds = {key: fields_of(CollectTable)[key].default for key in ("min-interval", "max-interval")}
    given = [found for key in bounds for found in main.each("collect", key)]
    try:
        bounds |= {str(path[-1]): parse_duration(value) for path, value in given}
    except PydanticCustomError:  # the models say what is wrong with it
        return
    least, most = map(format_duration, bounds.values())
    if bounds["min-interval"] <= bounds["max-interval"]:
        return
    path = given[0][0]
    if path[-1] == "min-interval":
        message, hint = f"longer than 'max-interval', which is {most}", f"a 'max-interval' of at least {least}"
    else:
        message, hint = f"shorter than 'min-interval', which is {least}", f"a 'min-interval' of at most {most}"
    yield main.problem(path, f"'{path[-1]}' must not be {message}", f"or give {hint}")


def _unknown_channels(main: TomlFile, file: TomlFile, pattern: tuple[str, ...]) -> Iterator[Problem]:
    known = [name for _, name in _names(main, "channels")]
    for path, name in file.each(*pattern):
        # What is no name may be an address, which is a secret: the models refuse it without showing it.
        if isinstance(name, str) and is_name(name) and name not in known:
            yield file.problem(path, f"there is no channel named '{name}'", did_you_mean(name, known))


def _unknown_feeds(main: TomlFile, rules: TomlFile) -> Iterator[Problem]:
    known = [name for table in ("feeds", "drops") for _, name in _names(main, table)]
    tags = {f"{_TAG}{tag}" for _, tag in main.each("feeds", "*", "tags", "*")}
    named = {_EVERYTHING, *known, *tags}
    for path, name in rules.each("rules", "*", "feeds", "*"):
        if not isinstance(name, str) or not name.strip() or name in named:
            continue
        if name.startswith(_TAG):
            message = f"no feed has the tag '{name.removeprefix(_TAG)}'"
        else:
            message = f"there is no feed or drop named '{name}'"
        yield rules.problem(path, message, did_you_mean(name, (*known, *tags)))
