"""The command group and the one place where errors become messages and exit codes."""

import os
import sys
import traceback

import click

from watcher import __version__
from watcher.cli.alerts import alerts
from watcher.cli.channels import channels
from watcher.cli.check import check
from watcher.cli.config import config
from watcher.cli.db import db
from watcher.cli.feeds import feeds
from watcher.cli.healthcheck import healthcheck
from watcher.cli.init import init
from watcher.cli.replay import replay
from watcher.cli.run import run
from watcher.cli.stories import stories
from watcher.cli.try_ import try_
from watcher.errors import WatcherError

BUG = 70
INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="watcher")
def cli() -> None:
    r"""Watch feeds and text drops; alert once per story, and say why.

    \b
    Start with:  watcher init   watcher check   watcher run --once
    """


for command in (init, check, run, try_, feeds, stories, alerts, channels, config, db, replay, healthcheck):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit with the code that fits."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # `watcher stories list | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except WatcherError as error:
        click.echo(f"watcher: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        click.echo(f"watcher: this is a bug, please report it: {type(error).__name__}: {error}", err=True)
        if os.environ.get("WATCHER_DEBUG"):
            traceback.print_exc()
        sys.exit(BUG)
