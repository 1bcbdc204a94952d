"""`watcher feeds`: what is configured, how it fares, and what a poll of it would bring."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from watcher.cli.options import (
    client_options,
    client_options_of,
    config_option,
    json_option,
    load_settings,
    print_json,
    reading,
)
from watcher.cli.show import counted, local
from watcher.cli.table import print_table

if TYPE_CHECKING:
    from watcher.model import Feed
    from watcher.net import ClientOptions


@click.group()
def feeds() -> None:
    """List feeds and test them."""


@feeds.command("list", epilog="Example: watcher feeds list")
@config_option
@json_option
def list_(config_file: Path | None, *, as_json: bool) -> None:
    """List the feeds: last and next poll, last error, where they moved to."""
    from watcher.cli.feed_rows import FEED_COLUMNS, feed_json, feed_row

    with reading(config_file) as (settings, tx):
        states = tx.feeds.states([feed.name for feed in settings.feeds])
        waits = tx.hosts.waits(datetime.now(UTC))
    if as_json:
        print_json({"feeds": [feed_json(feed, states[feed.name], waits) for feed in settings.feeds]})
        return
    rows = (feed_row(feed, states[feed.name], waits, settings.timezone) for feed in settings.feeds)
    print_table(FEED_COLUMNS, list(rows))


@feeds.command("test", epilog="Example: watcher feeds test https://www.example.org/rss.xml")
@click.argument("name_or_address")
@config_option
@json_option
def test(name_or_address: str, config_file: Path | None, *, as_json: bool) -> None:
    """Poll a feed now and show what it holds; store nothing.

    NAME_OR_ADDRESS is a feed of the configuration, or an http(s) address.
    """
    from watcher.engine.trial import poll_feed
    from watcher.text import one_line

    called = name_or_address if "://" in name_or_address else f"feed {name_or_address}"
    feed, options = _feed(name_or_address, config_file)
    prepared = poll_feed(feed, called=called, options=options, now=datetime.now(UTC))
    articles = [entry.article for entry in prepared.entries]
    if as_json:
        from watcher.cli.show import article_json

        print_json(
            {"title": prepared.title, "complete": prepared.complete, "entries": list(map(article_json, articles))}
        )
        return
    click.echo(
        f"{one_line(prepared.title or '') or 'a feed without a title'}: {counted(len(articles), 'entry', 'entries')}"
    )
    rows = [(local(one.published, ZoneInfo("UTC")), one.title, one.link) for one in articles]
    print_table(("PUBLISHED (UTC)", "TITLE", "LINK"), rows)


def _feed(name_or_address: str, config_file: Path | None) -> "tuple[Feed, ClientOptions]":
    """Give the feed and how it is fetched; an address needs no configuration."""
    from watcher.errors import UsageError
    from watcher.model import Feed

    if name_or_address.startswith(("http://", "https://")):
        options = client_options(config_file)
        return Feed(name="test", url=name_or_address, allow_private=options.allow_private), options
    settings = load_settings(config_file)
    named = {feed.name: feed for feed in settings.feeds}
    if name_or_address not in named:
        raise UsageError(f"no feed is called {name_or_address!r}; there are: {', '.join(sorted(named)) or 'none'}")
    return named[name_or_address], client_options_of(settings)
