"""`watcher db size`: what fills the store, and what `[store] keep` lets go of."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from watcher.cli.options import config_option, json_option, print_json, reading
from watcher.cli.show import counted, local
from watcher.cli.table import print_table

if TYPE_CHECKING:
    from watcher.settings import Settings
    from watcher.store.sizes import Sizes


@click.command(epilog="Example: watcher db size --json")
@config_option
@json_option
def size(config_file: Path | None, *, as_json: bool) -> None:
    """Say how large the store is, table by table.

    Reads the whole database once, which takes a while where it is large.
    """
    from watcher.clock import SystemClock
    from watcher.store.sizes import measure

    with reading(config_file) as (settings, tx):
        found = measure(tx, SystemClock().now() - settings.keep)
    if as_json:
        print_json(size_json(found, settings))
    else:
        print_size(found, settings)


def size_json(found: "Sizes", settings: "Settings") -> dict[str, Any]:
    """Give a store's size as data."""
    return {**asdict(found), "keep_days": settings.keep.total_seconds() / 86_400}


def print_size(found: "Sizes", settings: "Settings") -> None:
    """Print a store's size: a table, and the sum of it in sentences."""
    print_table(
        ("TABLE", "ROWS", "SIZE"),
        [(one.name, one.rows, None if one.bytes is None else megabytes(one.bytes)) for one in found.tables],
    )
    for line in size_lines(found, settings.timezone):
        click.echo(line)


def size_lines(found: "Sizes", zone: ZoneInfo) -> Iterator[str]:
    """Sum a store's size up, in sentences."""
    log = f", {megabytes(found.log)} of it the log" if found.log else ""
    free = f", {megabytes(found.free)} free inside it" if found.free else ""
    yield f"{megabytes(found.total)} on disk{log}{free}"
    if found.oldest is not None:
        yield f"entries from {local(found.oldest, zone)} to {local(found.newest, zone)}"
    if found.going:
        stories = counted(found.going, "story", "stories")
        entries = counted(found.going_entries, "entry", "entries")
        yield f"{stories} ({entries}, about {megabytes(found.going_bytes)}) are older than [store] keep and go next"


def megabytes(size: int) -> str:
    """Give bytes in MB as people read them."""
    return f"{size / 1e6:,.1f} MB"
