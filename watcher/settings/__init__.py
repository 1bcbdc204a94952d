"""Configuration: takes TOML files and the environment, gives `Settings` in the domain's words, or located problems.

`find` says which file holds, `load` reads it with everything it names. All problems of all files come in one
`ProblemsFound`, each with file, line, column, source line and, where one is near, a suggestion. No secret (a channel's
or the store's address) is in any message, representation or printed value. Every path is relative to the configuration
file's folder, also one that the environment gives.
"""

from watcher.settings.find import NoConfiguration, find
from watcher.settings.load import load, load_rules
from watcher.settings.problems import Problem, ProblemsFound
from watcher.settings.schema import schema_text, schemas
from watcher.settings.settings import CollectOptions, Settings, Value, effective, origins

__all__ = [
    "CollectOptions",
    "NoConfiguration",
    "Problem",
    "ProblemsFound",
    "Settings",
    "Value",
    "effective",
    "find",
    "load",
    "load_rules",
    "origins",
    "schema_text",
    "schemas",
]
