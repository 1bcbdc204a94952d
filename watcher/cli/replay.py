"""`watcher replay`: a recorded stream through the pipeline, for measuring and for trying rules."""

import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.options import config_option
from watcher.cli.show import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watcher.engine.replay import ReplayClock
    from watcher.store import Store

EVERY = 500  # entries between two lines of progress


@click.command(epilog="Example: watcher replay recorded.jsonl --out verdicts.jsonl")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Gets a JSON line an entry."
)
@click.option("--store", "store_url", help="Keep the store here (a URL).  [default: a temporary one]")
@click.option(
    "--rules",
    "rules_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Try the rules of this file.  [default: those of the configuration]",
)
@click.option("--resume", is_flag=True, help="Go on where a replay into --store was cut off.")
@click.option("--baseline", is_flag=True, help="What a feed holds at first only shows what would have alerted.")
@config_option
def replay(
    path: Path,
    out: Path,
    store_url: str | None,
    rules_file: Path | None,
    config_file: Path | None,
    *,
    resume: bool,
    baseline: bool,
) -> None:
    """Run recorded entries through the pipeline; send nothing.

    PATH is a .jsonl file of entries, or a folder of snapshots FEED/UNIX-TIME.xml. The recording's time is the clock.
    """
    from watcher.cli.try_ import read_by
    from watcher.engine.recordings import recorded
    from watcher.engine.replay import Replay, ReplayClock
    from watcher.errors import UsageError
    from watcher.rules import RuleSet

    if resume and store_url is None:
        raise UsageError("--resume: name the store of the replay that was cut off with --store URL")
    _writable(out)
    clock, began = ReplayClock(), time.monotonic()
    progress = _Progress()
    with _opened(store_url, clock) as store:
        rules, agencies, lexicons = read_by(config_file, rules_file)
        run = Replay(store, clock, resume=resume)
        before = len(run.seen)
        documents = recorded(path, progress.problem, agencies, lexicons, skip=run.done)
        run.run(documents, RuleSet(rules), progress.show, lexicons=lexicons, baseline=baseline)
    out.write_text("".join(f"{one.line()}\n" for one in run.seen.values()), encoding="utf-8")
    speed = (len(run.seen) - before) / (time.monotonic() - began)
    stories = len({one.story for one in run.seen.values()})
    entries, told = counted(len(run.seen), "entry", "entries"), counted(stories, "story", "stories")
    click.echo(f"{entries}, {told}, {speed:.0f} entries per second", err=True)


def _writable(out: Path) -> None:
    """Find out before the work whether its outcome can be written."""
    from watcher.errors import UsageError

    try:
        out.open("a").close()
    except OSError as error:
        raise UsageError(f"--out {out}: cannot be written ({error.strerror}); name another file") from None


@contextmanager
def _opened(url: str | None, clock: "ReplayClock") -> "Iterator[Store]":
    from watcher.store import Store

    with (
        tempfile.TemporaryDirectory(prefix="watcher-replay-") as folder,
        closing(Store.open(url or f"sqlite:///{folder}/replay.db", clock)) as store,
        store.lock(),
    ):
        store.upgrade()
        yield store


class _Progress:
    """Says how far it is, on stderr."""

    def __init__(self) -> None:
        self._told = 0

    def show(self, entries: int) -> None:
        """Rewrite one line on a terminal now and then."""
        if sys.stderr.isatty() and entries - self._told >= EVERY:
            self._told = entries
            click.echo(f"\r\x1b[K{entries} entries", nl=False, err=True)

    def problem(self, text: str) -> None:
        """Tell of a document that could not be read."""
        click.echo(f"watcher: {text}", err=True)
