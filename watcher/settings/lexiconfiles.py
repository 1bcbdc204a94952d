"""Lexicon files: the user's own kinds of event and languages, put beside ours."""

import re
from collections.abc import Sequence

from watcher.events import BUILT_IN, Lexicons
from watcher.events.tables import LexiconError
from watcher.settings.locate import KeyPath
from watcher.settings.problems import Problem
from watcher.settings.tomlfile import TomlFile

_TRIGGER = re.compile(r"\btrigger (\d+)")
_WORDS = re.compile(r"[\w.-]+")


def read_lexicons(files: Sequence[TomlFile]) -> tuple[Lexicons, tuple[Problem, ...]]:
    """Give ours with those of the files beside them, and the first problem of every file; where there is one, ours.

    The files have the shape of lexicons: the models have looked.
    """
    left = {str(file.path): file for file in files}
    problems: list[Problem] = []
    while left:
        try:
            lexicons = Lexicons({name: file.data for name, file in left.items()})
            _ = lexicons.grammars  # which are read when they are first asked for
        except LexiconError as error:
            wrong = left.pop(error.path)
            problems.append(wrong.problem(_place(wrong, error.problem), error.problem))
            left = _without_those_of(wrong, left)
        else:
            return (BUILT_IN if problems else lexicons), tuple(problems)
    return BUILT_IN, tuple(problems)


def _without_those_of(wrong: TomlFile, files: dict[str, TomlFile]) -> dict[str, TomlFile]:
    """Leave out the kinds of a language whose own file is wrong: that it has none is not their mistake."""
    if "words" not in wrong.data:
        return files
    return {name: file for name, file in files.items() if file.data.get("language") != wrong.data.get("language")}


def _place(file: TomlFile, problem: str) -> KeyPath:
    """Find what a problem speaks of: the trigger that it counts, and in there or in the file the key that it names."""
    counted = _TRIGGER.search(problem)
    table: KeyPath = ("triggers", int(counted[1]) - 1) if counted else ()
    inside = [path for path in file.spots if path[: len(table)] == table]
    words = [tuple(word.strip(".").split(".")) for word in _WORDS.findall(problem)]
    named = [path for word in words for path in inside if path[-len(word) :] == word and len(path) > len(table)]
    return max(named, key=len, default=table)  # of equals the first: "[words] has no class 'verb'" is about the verb
