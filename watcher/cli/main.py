"""The command group and the one place where errors become messages and exit codes."""

import codecs
import io
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

import click

from watcher import __version__
from watcher.cli.alerts import alerts
from watcher.cli.channels import channels
from watcher.cli.check import check
from watcher.cli.config import config
from watcher.cli.dates import dates
from watcher.cli.db import db
from watcher.cli.events import events
from watcher.cli.export import export
from watcher.cli.feeds import feeds
from watcher.cli.healthcheck import healthcheck
from watcher.cli.init import init
from watcher.cli.replay import replay
from watcher.cli.rules import rules
from watcher.cli.run import run
from watcher.cli.stories import stories
from watcher.cli.try_ import try_
from watcher.errors import ServiceUnavailable, WatcherError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.settings import Settings

BUG = 70
INTERRUPTED = 130


class _Commands(click.Group):
    """The commands; a reader that has seen enough (`watcher stories list | head`) is no error."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command; on a broken pipe end it with 0, where Click's own ending is 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: watcher init, watcher check, watcher run --once",
)
@click.version_option(__version__, prog_name="watcher")
def cli() -> None:
    """Watch feeds and text drops; alert once per story, and say why."""


for command in (
    init,
    check,
    run,
    try_,
    dates,
    feeds,
    stories,
    events,
    rules,
    alerts,
    channels,
    config,
    db,
    export,
    replay,
    healthcheck,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit with the code that fits."""
    _print_any_letter()
    loaded: list[Settings] = []  # the configuration, once a command has read it
    try:
        cli.main(standalone_mode=False, obj=loaded)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except WatcherError as error:
        _say(str(error), loaded)
        sys.exit(error.exit_code)
    except OSError as error:  # a full disk, a file that may not be read: the machine's trouble, not a bug of ours
        _say(f"{error.filename or 'the system'}: {error.strerror or error}", loaded)
        sys.exit(ServiceUnavailable.exit_code)
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        _say(f"this is a bug, please report it: {type(error).__name__}: {error}", loaded)
        if os.environ.get("WATCHER_DEBUG"):
            _say(traceback.format_exc(), loaded)
        sys.exit(BUG)


def _say(text: str, loaded: "Sequence[Settings]") -> None:
    """Print an error without a secret in it."""
    from watcher.engine.redact import concealing

    click.echo(f"watcher: {concealing(*loaded)(text)}", err=True)


def _print_any_letter() -> None:
    """Show "?" for a letter that the locale lacks; ASCII means that none was set, and UTF-8, as for Click."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        ascii_only = codecs.lookup(sys.stdout.encoding).name == "ascii"
        sys.stdout.reconfigure(encoding="utf-8" if ascii_only else None, errors="replace")
