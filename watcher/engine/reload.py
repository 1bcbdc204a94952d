"""What lies between two configurations: what a running watcher takes over, and what needs a restart. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from watcher.settings import Settings


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of things of one kind that a change concerns, in the order of the configuration."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        signs = {"+": self.added, "-": self.removed, "~": self.changed}
        return " ".join(f"{sign}{len(names)}" for sign, names in signs.items() if names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is different; without arguments, nothing is."""

    feeds: Names = Names()
    drops: Names = Names()
    channels: Names = Names()  # one is also changed when the time zone is: it shows times
    rules: Names = Names()
    keys: tuple[str, ...] = ()  # other keys and tables that hold at once
    restart: tuple[str, ...] = ()  # keys that hold only after a restart

    def shown(self) -> Mapping[str, object]:
        """Give what is not empty, short enough for one line of log: "+1 -2 ~3" is added, removed and changed."""
        named = {"feeds": self.feeds, "drops": self.drops, "channels": self.channels, "rules": self.rules}
        lists = {"keys": self.keys, "restart": self.restart}
        return {key: str(names) for key, names in named.items() if names} | {
            key: list(those) for key, those in lists.items() if those
        }


def changed(old: Settings, new: Settings) -> Change:
    """Give the difference between what holds and what was read."""
    zone = old.timezone != new.timezone
    return Change(
        feeds=_names(old.feeds, new.feeds),
        drops=_names(old.drops, new.drops),
        channels=_names(old.channels, new.channels, all_changed=zone),
        rules=_names(old.rules, new.rules),
        keys=tuple(_keys(old, new)),
        restart=tuple(_restart(old, new)),
    )


def holding(old: Settings, new: Settings) -> Settings:
    """Give the new settings as far as they can hold in a program that runs under the old ones."""
    return replace(new, data_dir=old.data_dir, store_url=old.store_url, metrics=old.metrics)


def _names(old: Iterable[Thing], new: Iterable[Thing], *, all_changed: bool = False) -> Names:
    before, after = {thing.name: thing for thing in old}, {thing.name: thing for thing in new}
    return Names(
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        changed=tuple(
            name for name, thing in after.items() if name in before and (all_changed or thing != before[name])
        ),
    )


def _keys(old: Settings, new: Settings) -> Iterable[str]:
    pairs = {
        "timezone": (old.timezone, new.timezone),
        "collect": (old.collect, new.collect),
        "operator": (old.operator, new.operator),
        "store.keep": (old.keep, new.keep),
        "stories.agencies": (old.agencies, new.agencies),
        "events.lexicons": (old.lexicons, new.lexicons),
    }
    return (key for key, (before, after) in pairs.items() if before != after)


def _restart(old: Settings, new: Settings) -> Iterable[str]:
    if old.data_dir != new.data_dir:
        yield "data-dir"  # the default store goes with it
    elif old.store_url != new.store_url:
        yield "store.url"
    if old.metrics != new.metrics:
        yield "metrics.listen"
