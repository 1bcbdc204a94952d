"""`watcher feeds`: what is configured, how it fares, and what a poll of it would bring."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
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
    from watcher.model import Feed, FeedState
    from watcher.net import ClientOptions


@click.group()
def feeds() -> None:
    """List feeds and test them."""


@feeds.command("list", epilog="Example: watcher feeds list")
@config_option
@json_option
def list_(config_file: Path | None, *, as_json: bool) -> None:
    """List the feeds with their last poll, next poll and last error."""
    with reading(config_file) as (settings, tx):
        states = tx.feeds.states([feed.name for feed in settings.feeds])
    rows = [(feed, states[feed.name]) for feed in settings.feeds]
    if as_json:
        print_json({"feeds": [_feed_json(feed, state) for feed, state in rows]})
        return
    print_table(
        ("NAME", "STATE", "LAST POLL", "NEXT POLL", "WHERE", "ERROR"),
        [
            (
                feed.name,
                _condition(feed, state),
                local(state.polled_at, settings.timezone),
                local(state.next_due, settings.timezone),
                _where(feed),
                state.last_error,
            )
            for feed, state in rows
        ],
    )


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
        return Feed(name="test", url=name_or_address), client_options(config_file)
    settings = load_settings(config_file)
    named = {feed.name: feed for feed in settings.feeds}
    if name_or_address not in named:
        raise UsageError(f"no feed is called {name_or_address!r}; there are: {', '.join(sorted(named)) or 'none'}")
    return named[name_or_address], client_options_of(settings)


def _where(feed: "Feed") -> str:
    from watcher.net import shown

    return shown(feed.url) if feed.url else str(feed.path)


def _condition(feed: "Feed", state: "FeedState") -> str:
    if not feed.enabled:
        return "disabled"
    if state.failures:
        return f"failing ({state.failures})"
    return "healthy" if state.succeeded_at else "not polled yet"


def _feed_json(feed: "Feed", state: "FeedState") -> dict[str, Any]:
    return {
        "name": feed.name,
        "where": _where(feed),
        "tags": feed.tags,
        "enabled": feed.enabled,
        "condition": _condition(feed, state),
        "polled_at": state.polled_at,
        "succeeded_at": state.succeeded_at,
        "next_due": state.next_due,
        "failures": state.failures,
        "last_error": state.last_error,
    }
