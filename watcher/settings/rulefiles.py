"""Rule files, checked down to the queries and the examples in them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from watcher import rules
from watcher.errors import QueryError
from watcher.events import Lexicons
from watcher.query import parse
from watcher.settings.build import build_rule
from watcher.settings.explain import valid_by_itself
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
    for path, rule in file.each("rules", "*"):
        if not (isinstance(rule, Mapping) and rule.get("examples")):
            continue
        table = valid_by_itself(RuleTable, rule, folder)
        if table is None or (table.query is None and table.event is None):
            continue  # the models and `ruleevents` say what is wrong with it
        if any(event_problems(file, path, rule, lexicons)):
            continue
        try:
            failed = rules.run_examples(build_rule(table), lexicons)
        except QueryError:
            continue  # so does `check_queries`
        for example in failed:
            message = f"example {example.index + 1} of rule '{table.name}' fails: {example.sentence}"
            yield file.problem(_expectation(file, (*path, "examples", example.index)), message)


def _expectation(file: TomlFile, example: KeyPath) -> KeyPath:
    """Point at what was expected; where that is the default, at the example."""
    said = (*example, "expect")
    return said if said in file.spots else example
