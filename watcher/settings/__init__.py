"""Configuration: takes TOML files and the environment, gives `Settings` in the domain's words, or located problems.

`find` says which file holds, `load` reads it with everything it names. All problems of all files come in one
`ProblemsFound`, each with file, line, column, source line and, where one is near, a suggestion. No secret (a channel's
or the store's address) is in any message, representation or printed value. Every path is relative to the configuration
file's folder, also one that the environment gives. Importing this package loads no pydantic.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand
from watcher.settings.find import NoConfiguration, find
from watcher.settings.places import data_dir

if TYPE_CHECKING:
    from watcher.settings.loading import load, load_rules
    from watcher.settings.problems import Problem, ProblemsFound
    from watcher.settings.reference import reference_text
    from watcher.settings.schema import schema_text, schemas
    from watcher.settings.settings import CollectOptions, OperatorOptions, Settings, Value, effective, origins
    from watcher.settings.values import duration

__all__ = [
    "CollectOptions",
    "NoConfiguration",
    "OperatorOptions",
    "Problem",
    "ProblemsFound",
    "Settings",
    "Value",
    "data_dir",
    "duration",
    "effective",
    "find",
    "load",
    "load_rules",
    "origins",
    "reference_text",
    "schema_text",
    "schemas",
]

__getattr__ = on_demand(
    __name__,
    {
        "loading": ("load", "load_rules"),
        "problems": ("Problem", "ProblemsFound"),
        "reference": ("reference_text",),
        "schema": ("schema_text", "schemas"),
        "settings": ("CollectOptions", "OperatorOptions", "Settings", "Value", "effective", "origins"),
        "values": ("duration",),
    },
)
