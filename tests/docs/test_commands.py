"""The commands and options that the texts name exist, and every command is documented in the README."""

import re
import shlex
from pathlib import Path

import click
import pytest

from watcher.cli.main import cli

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")


def paths(command: click.Command, prefix: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    """Every command below a group, by the words that reach it."""
    if not isinstance(command, click.Group):
        return {prefix: command}
    return {path: one for name, sub in command.commands.items() for path, one in paths(sub, (*prefix, name)).items()}


COMMANDS = paths(cli)


def lines_with_watcher(text: str) -> list[list[str]]:
    """The command lines of a text, split as a shell does, without what comes before `watcher` or behind a pipe."""
    found = re.findall(r"(?:`|bin/)watcher ([a-z][^`\n#|]*)", text)
    return [shlex.split(line.replace("…", "")) for line in found]


@pytest.mark.parametrize("line", lines_with_watcher(README), ids=" ".join)
def test_a_command_line_in_the_readme_is_one_that_exists(line: list[str]):
    [reached] = [path for path in COMMANDS if tuple(line[: len(path)]) == path]
    options = {option for parameter in COMMANDS[reached].params for option in parameter.opts}
    assert [word for word in line if word.startswith("--") and word not in options] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]):
    command = COMMANDS[path]
    assert (command.help or "").strip()
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("path", [path for path in COMMANDS if path[-1] in {"list", "show"}], ids=" ".join)
def test_whatever_is_listed_or_shown_comes_as_json_too(path: tuple[str, ...]):
    assert "--json" in {option for parameter in COMMANDS[path].params for option in parameter.opts}
