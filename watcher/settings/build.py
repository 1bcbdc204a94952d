"""From valid tables to the domain: feeds, drops, channels, rules, and the settings that hold them."""

from collections.abc import Mapping, Sequence

from watcher.model import Channel, Drop, Example, Feed, Rule
from watcher.settings.locate import KeyPath
from watcher.settings.models import FeedTable, RuleTable, WatcherFile
from watcher.settings.settings import CollectOptions, Settings, default_store
from watcher.settings.show import shown_values
from watcher.settings.tomlfile import TomlFile


def build_settings(
    file: TomlFile, tables: WatcherFile, secrets: Mapping[KeyPath, str], rules: Sequence[RuleTable]
) -> Settings:
    """Put a whole configuration together; everything has been checked before."""
    collect = CollectOptions(
        poll_interval=tables.collect.poll_interval,
        concurrency=tables.collect.concurrency,
        max_size=tables.collect.max_size,
        first_run=tables.collect.first_run,
    )
    store_url = secrets.get(("store",), default_store(tables.data_dir))
    return Settings(
        file=file.path,
        data_dir=tables.data_dir,
        timezone=tables.timezone,
        store_url=store_url,
        collect=collect,
        feeds=tuple(_feed(table, collect) for table in tables.feeds),
        drops=tuple(Drop(name=table.name, path=table.path, after=table.after) for table in tables.drops),
        channels=tuple(
            Channel(name=table.name, url=secrets["channels", index]) for index, table in enumerate(tables.channels)
        ),
        rules=tuple(build_rule(table, tables.defaults.channels) for table in rules),
        values=shown_values(file, tables),
    )


def build_rule(table: RuleTable, default_channels: tuple[str, ...] = ()) -> Rule:
    """Make a rule of its table."""
    return Rule(
        name=table.name,
        query=table.query,
        exclude=table.exclude,
        feeds=table.feeds,
        channels=table.channels or default_channels,
        priority=table.priority,
        examples=tuple(
            Example(text=example.text, expect=example.expect, published=example.published) for example in table.examples
        ),
    )


def _feed(table: FeedTable, collect: CollectOptions) -> Feed:
    return Feed(
        name=table.name,
        url=table.url,
        path=table.path,
        tags=table.tags,
        interval=table.interval or collect.poll_interval,
        first_run=table.first_run or collect.first_run,
        enabled=table.enabled,
    )
