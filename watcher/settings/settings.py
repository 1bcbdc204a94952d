"""What a configuration says, in the domain's own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.events import Lexicons
from watcher.model import Channel, Drop, Feed, FirstRun, Rule
from watcher.stories import Agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """How feeds are polled."""

    poll_interval: timedelta
    min_interval: timedelta  # at most `poll_interval`
    max_interval: timedelta  # at least `poll_interval`
    concurrency: int  # feeds fetched at the same time
    max_size: int  # bytes; a longer answer is not read
    first_run: FirstRun
    proxy: str | None = field(default=None, repr=False)  # address that every fetch goes through; a secret
    allow_private: tuple[IPv4Network | IPv6Network, ...] = ()  # where feeds may live beside the public internet


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOptions:
    """How the watcher reports on itself."""

    channels: tuple[str, ...] = ()  # names of configured channels
    heartbeat_url: str | None = field(default=None, repr=False)  # called while all is well; a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One effective value and where it was given."""

    shown: object  # as in the file, paths made absolute, secrets "***"; fit for JSON
    origin: str  # "watcher.toml:14", "env WATCHER__STORE__URL" or "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A configuration without mistakes. Paths are absolute; feeds, drops, channels and rules keep the files' order."""

    file: Path
    data_dir: Path
    timezone: ZoneInfo
    store_url: str = field(repr=False)  # a secret
    collect: CollectOptions
    feeds: tuple[Feed, ...]
    drops: tuple[Drop, ...]
    channels: tuple[Channel, ...]
    rules: tuple[Rule, ...]  # those that name no channel have the default ones
    keep: timedelta  # stories without an alert; those with one are kept for ever
    operator: OperatorOptions
    metrics: tuple[str, int] | None  # host and TCP port to serve them on; None: nowhere
    agencies: Agencies  # ours with the user's own over them
    lexicons: Lexicons  # likewise
    files: tuple[Path, ...]  # everything that was read: this file and those that it names, secret files too; each once
    patterns: tuple[Path, ...]  # absolute, of files that it names by patterns; one that comes to match belongs here too
    secrets: tuple[str, ...] = field(repr=False)  # every secret value in here, the longest first; none is empty
    given: Callable[[], Mapping[str, Value]] = field(repr=False, compare=False)  # gives `values`

    @property
    def values(self) -> Mapping[str, Value]:
        """Every value by its dotted key, put together when first asked for; see `effective` and `origins`."""
        return self.given()


def effective(settings: Settings) -> Mapping[str, object]:
    """Give every value that holds, by its dotted key (`feeds.eu-council.url`); secrets are "***"."""
    return {key: value.shown for key, value in settings.values.items()}


def origins(settings: Settings) -> Mapping[str, str]:
    """Say for the same keys where each value was given: "watcher.toml:14", "env WATCHER__STORE__URL" or "default"."""
    return {key: value.origin for key, value in settings.values.items()}


def default_store(data_dir: Path) -> str:
    """Give the address of the store that needs no configuration."""
    return f"sqlite:///{data_dir / 'watcher.db'}"
