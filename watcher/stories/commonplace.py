"""Words that headlines of any story share, and say nothing of what it is about."""

import tomllib
from functools import cache
from importlib import resources


@cache
def commonplace(table: str = "words") -> frozenset[str]:
    """Give the folded words of all languages in a table of `commonplace.toml`: "words", or those of "asking"."""
    read = tomllib.loads(resources.files(__package__).joinpath("commonplace.toml").read_text("utf-8"))
    return frozenset(word for words in read[table].values() for word in words.split())
