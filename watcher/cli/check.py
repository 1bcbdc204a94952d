"""`watcher check`: whether the files are right and the world they name is there."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.options import config_option, load_settings

if TYPE_CHECKING:
    from watcher.settings import Settings

CONNECT_WITHIN = timedelta(seconds=5)


@click.command(epilog="Example: watcher check --offline")
@click.option("--offline", is_flag=True, help="Contact no channel.")
@config_option
def check(config_file: Path | None, *, offline: bool) -> None:
    """Check configuration, rules, examples, folders and channels.

    Sends nothing: a channel is only asked whether its server answers. Exit code 1 when there are problems.
    """
    from watcher.errors import ConfigurationError

    try:
        settings = load_settings(config_file)
    except ConfigurationError as error:
        click.echo(str(error))
        sys.exit(1)
    problems = [*_store_problems(settings), *_folder_problems(settings), *_channel_problems(settings, offline=offline)]
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    examples = sum(len(rule.examples) for rule in settings.rules)
    click.echo(
        f"all good: {len(settings.feeds)} feeds, {len(settings.drops)} drops, {len(settings.channels)} channels, "
        f"{len(settings.rules)} rules with {examples} examples"
    )


def _store_problems(settings: "Settings") -> Iterator[str]:
    from watcher.engine.opened import data_dir_problem

    if problem := data_dir_problem(settings):
        yield f"data-dir: {problem}"


def _folder_problems(settings: "Settings") -> Iterator[str]:
    from watcher.collect import DropFolder

    for drop in settings.drops:
        problem = DropFolder(drop, settings.collect.max_size).problem()
        if problem:
            yield f"drop {drop.name}: {problem}"


def _channel_problems(settings: "Settings", *, offline: bool) -> Iterator[str]:
    from watcher.deliver import build_sender, reachable
    from watcher.errors import ConfigurationError

    for channel in settings.channels:
        try:
            build_sender(channel, stream=sys.stdout)
        except ConfigurationError as error:
            yield str(error)
            continue
        problem = None if offline else reachable(channel, CONNECT_WITHIN.total_seconds())
        if problem:
            yield f"channel {channel.name}: {problem}"
