"""Rule files, checked down to the queries and the examples in them."""

from collections.abc import Iterator
from pathlib import Path

from watcher.errors import QueryError
from watcher.events import Lexicons
from watcher.query import parse
from watcher.rules import run_examples
from watcher.settings.build import build_rule
from watcher.settings.explain import valid_elements
from watcher.settings.locate import KeyPath
from watcher.settings.models import RuleTable
from watcher.settings.problems import Problem
from watcher.settings.ruleevents import event_problems
from watcher.settings.tomlfile import TomlFile


def check_queries(file: TomlFile) -> Iterator[Problem]:
    """Read the queries of a rule file; a mistake in one is located inside its string."""
    for key in ("query", "exclude"):
        for path, query in file.each("rules", "*", key):
            try:
                if isinstance(query, str):
                    parse(query)
            except QueryError as error:
                yield file.problem_inside(path, error.start, error.end, error.problem, error.hint)


def check_examples(file: TomlFile, folder: Path, lexicons: Lexicons) -> Iterator[Problem]:
    """Try the examples of every rule of the file that is valid by itself; `lexicons` find their events."""
    written = dict(file.each("rules", "*"))
    for path, table in valid_elements(RuleTable, file, "rules", folder):
        wants = table.query is not None or table.event is not None
        if not wants or any(event_problems(file, path, written[path], lexicons)):
            continue  # `ruleevents` says what is wrong with it
        try:
            failed = run_examples(build_rule(table), lexicons)
        except QueryError:
            continue  # so does `check_queries`
        for example in failed:
            message = f"example {example.index + 1} of rule '{table.name}' fails: {example.sentence}"
            yield file.problem(_expectation(file, (*path, "examples", example.index)), message)


def _expectation(file: TomlFile, example: KeyPath) -> KeyPath:
    """Point at what was expected; where that is the default, at the example."""
    said = (*example, "expect")
    return said if said in file.spots else example
