"""From valid tables to the domain: feeds, drops, channels, rules, and the settings that hold them."""

import glob
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from watcher.events import Lexicons
from watcher.model import Drop, Escalation, Example, Feed, Rule
from watcher.settings.agencyfiles import build_agencies
from watcher.settings.channels import build_channels
from watcher.settings.locate import KeyPath
from watcher.settings.models import (
    AgencyTable,
    CollectTable,
    EscalateTable,
    FeedTable,
    OperatorTable,
    RuleTable,
    WatcherFile,
)
from watcher.settings.places import location
from watcher.settings.secrets import HEADERS, Secrets, secret_values
from watcher.settings.settings import CollectOptions, OperatorOptions, Settings, default_store
from watcher.settings.show import shown_values
from watcher.settings.templatefiles import Templates
from watcher.settings.tomlfile import TomlFile
from watcher.text import secrets_in


def build_settings(
    file: TomlFile,
    tables: WatcherFile,
    secrets: Secrets,
    rules: Sequence[RuleTable],
    *,
    templates: Templates,
    agencies: Sequence[AgencyTable],
    lexicons: Lexicons,
    files: Sequence[Path],
) -> Settings:
    """Put a whole configuration together; everything has been checked before."""
    collect = _collect(tables.collect, secrets)
    feeds = tuple(_feed(table, collect, secrets, ("feeds", index)) for index, table in enumerate(tables.feeds))
    channels = tuple(build_channels(tables.channels, secrets, templates.texts))
    folder = Path(glob.escape(str(file.path.parent)))  # whose own name is no pattern
    return Settings(
        file=file.path,
        data_dir=tables.data_dir,
        timezone=tables.timezone,
        store_url=secrets.texts.get(("store", "url"), default_store(tables.data_dir)),
        keep=tables.store.keep,
        collect=collect,
        feeds=feeds,
        drops=tuple(Drop(name=table.name, path=table.path, after=table.after) for table in tables.drops),
        channels=channels,
        rules=tuple(build_rule(table, tables.defaults.channels) for table in rules),
        operator=_operator(tables.operator, secrets),
        metrics=tables.metrics.listen,
        agencies=build_agencies(agencies),
        lexicons=lexicons,
        files=tuple(dict.fromkeys(files)),
        patterns=tuple(location(folder, pattern) for pattern in _patterns(tables)),
        secrets=_all_secrets(secrets, feeds),
        given=cache(partial(shown_values, file, tables, channels)),
    )


def _patterns(tables: WatcherFile) -> tuple[str, ...]:
    return (*tables.rules, *tables.stories.agencies, *tables.events.lexicons)


def build_rule(table: RuleTable, default_channels: tuple[str, ...] = ()) -> Rule:
    """Make a rule of its table."""
    return Rule(
        name=table.name,
        query=table.query,
        event=table.event,
        where=table.where,
        within=table.within,
        exclude=table.exclude,
        feeds=table.feeds,
        languages=table.languages,
        channels=table.channels or default_channels,
        on=table.on,
        remind=table.remind,
        priority=table.priority,
        min_origins=table.min_origins,
        cooldown=table.cooldown,
        escalate=_escalation(table.escalate) if table.escalate else None,
        examples=tuple(
            Example(text=example.text, expect=example.expect, published=example.published) for example in table.examples
        ),
    )


def _escalation(table: EscalateTable) -> Escalation:
    return Escalation(after=table.after, channels=table.channels)


def _collect(table: CollectTable, secrets: Secrets) -> CollectOptions:
    return CollectOptions(
        poll_interval=table.poll_interval,
        min_interval=min(table.min_interval, table.poll_interval),
        max_interval=max(table.max_interval, table.poll_interval),
        concurrency=table.concurrency,
        max_size=table.max_size,
        first_run=table.first_run,
        proxy=secrets.texts.get(("collect", "proxy")),
        allow_private=table.allow_private,
    )


def _feed(table: FeedTable, collect: CollectOptions, secrets: Secrets, path: KeyPath) -> Feed:
    return Feed(
        name=table.name,
        url=table.url,
        path=table.path,
        tags=table.tags,
        interval=table.interval or collect.poll_interval,
        adaptive=table.interval is None and table.url is not None,
        min_interval=collect.min_interval,
        max_interval=collect.max_interval,
        allow_private=collect.allow_private if table.allow_private is None else table.allow_private,
        first_run=table.first_run or collect.first_run,
        enabled=table.enabled,
        headers=secrets.headers.get((*path, HEADERS), {}),
        user=table.user,
        password=secrets.texts.get((*path, "password")),
    )


def _operator(table: OperatorTable, secrets: Secrets) -> OperatorOptions:
    return OperatorOptions(channels=table.channels, heartbeat_url=secrets.texts.get(("operator", "heartbeat-url")))


def _all_secrets(secrets: Secrets, feeds: Sequence[Feed]) -> tuple[str, ...]:
    in_urls = [password for feed in feeds if feed.url for password in secrets_in(feed.url)]
    return tuple(sorted({*filter(None, secret_values(secrets)), *in_urls}, key=lambda value: (-len(value), value)))
