"""From bytes to a `TomlFile`, or to the one problem that keeps a file from being TOML at all."""

import re
import tomllib
from pathlib import Path

from watcher.settings.problems import Problem, ProblemsFound
from watcher.settings.sourcetext import SourceText
from watcher.settings.tomlfile import TomlFile

# Python 3.11's error says where only in its text.
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_DECLARED = re.compile(r"Cannot (?:declare|mutate immutable namespace) \((?P<keys>.*?),?\)(?: twice)?")
_HINTS = {
    r"Illegal character '\n'": "is the closing quote missing?",
    "Invalid value": 'text stands in quotes, as in timezone = "UTC"',
    "Expected newline or end of document after a statement": "one key and its value on a line, text in quotes",
}


def read_toml(path: Path) -> TomlFile:
    """Read a file.

    Raises:
        ProblemsFound: it is no TOML in UTF-8.
        OSError: it cannot be read.
    """
    text = _text(path, path.read_bytes())
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of more digits than Python reads
        problem = _syntax_problem(_broken(path, text), str(error))
    except RecursionError:
        problem = _broken(path, text).problem((0, 0), "brackets are nested too deeply")
    else:
        return TomlFile(source=SourceText(path=path, text=text), data=data)
    raise ProblemsFound([problem])


def _text(path: Path, content: bytes) -> str:
    """Decode as editors do: a byte order mark is no part of the text, and CR LF ends a line."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").replace("\r\n", "\n")
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    problem = _broken(path, text).problem((len(before), len(before) + 1), "this is not UTF-8, as TOML files must be")
    raise ProblemsFound([problem])


def _broken(path: Path, text: str) -> SourceText:
    return SourceText(path=path, text=text, valid=False)


def _syntax_problem(source: SourceText, error: str) -> Problem:
    found = _PLACE.search(error)
    said = error[: found.start()] if found else error
    if found and found["line"]:
        at = source.offset(int(found["line"]), int(found["column"]))
    else:
        at = len(source.text.rstrip())
    return source.problem((at, at + 1), f"not valid TOML: {_plainly(said)}", _HINTS.get(said))


def _plainly(said: str) -> str:
    """Say what `tomllib` says, without Python's tuples."""
    if declared := _DECLARED.fullmatch(said):
        keys = ".".join(part.strip(" '\"") for part in declared["keys"].split(","))
        return f"'{keys}' is defined twice"
    if said == "Cannot overwrite a value":
        return "this key is defined twice"
    return said[:1].lower() + said[1:]
