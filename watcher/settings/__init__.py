"""Configuration: takes TOML files and the environment, gives `Settings` in the domain's words, or located problems.

`find` says which file holds, `load` reads it with everything it names. All problems of all files come in one
`ProblemsFound`, each with file, line, column, source line and, where one is near, a suggestion. No secret (a channel's
or the store's address) is in any message, representation or printed value. Every path is relative to the configuration
file's folder, also one that the environment gives. Importing this package loads no pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from watcher.settings.find import NoConfiguration, find
from watcher.settings.places import data_dir

if TYPE_CHECKING:
    from watcher.settings.loading import load, load_rules
    from watcher.settings.problems import Problem, ProblemsFound
    from watcher.settings.reference import reference_text
    from watcher.settings.schema import schema_text, schemas
    from watcher.settings.settings import CollectOptions, OperatorOptions, Settings, Value, effective, origins

__all__ = [
    "CollectOptions",
    "NoConfiguration",
    "OperatorOptions",
    "Problem",
    "ProblemsFound",
    "Settings",
    "Value",
    "data_dir",
    "effective",
    "find",
    "load",
    "load_rules",
    "origins",
    "reference_text",
    "schema_text",
    "schemas",
]

_HOMES = {
    "CollectOptions": "settings",
    "OperatorOptions": "settings",
    "Problem": "problems",
    "ProblemsFound": "problems",
    "Settings": "settings",
    "Value": "settings",
    "effective": "settings",
    "load": "loading",
    "load_rules": "loading",
    "origins": "settings",
    "reference_text": "reference",
    "schema_text": "schema",
    "schemas": "schema",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return globals()[name]
