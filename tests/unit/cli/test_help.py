"""Help as a newcomer reads it, in a window of 80 columns."""

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from watcher.cli.main import cli


def below(command: click.Command, prefix: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    """Every command and group, by the words that reach it."""
    subs = command.commands if isinstance(command, click.Group) else {}
    return {prefix: command} | {
        path: one for name, sub in subs.items() for path, one in below(sub, (*prefix, name)).items()
    }


EVERYTHING = below(cli)
GROUPS = [path for path, command in EVERYTHING.items() if isinstance(command, click.Group)]
COMMANDS = [path for path in EVERYTHING if path not in GROUPS]


def shown(path: tuple[str, ...]) -> str:
    return CliRunner().invoke(cli, [*path, "--help"], terminal_width=80).output


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: " ".join(path) or "watcher")
def test_help_fits_into_80_columns_without_markup(path: tuple[str, ...]):
    text = shown(path)
    assert max(map(len, text.splitlines())) <= 80
    assert "\\b" not in text


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: " ".join(path) or "watcher")
def test_a_list_of_commands_cuts_no_sentence_short(path: tuple[str, ...]):
    assert "..." not in shown(path).split("Commands:")[1]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_gives_an_example_of_itself(path: tuple[str, ...]):
    [example] = re.findall(r"^ *Example: watcher (.+)$", shown(path), re.MULTILINE)
    words = shlex.split(example)
    assert tuple(words[: len(path)]) == path
    EVERYTHING[path].make_parser(click.Context(EVERYTHING[path])).parse_args(words[len(path) :])
