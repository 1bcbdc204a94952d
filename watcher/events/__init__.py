"""Stage 4, sentences -> dated facts: takes an article's title and body, gives the events that they tell.

One engine for all kinds and languages; what it looks for is data (`lexicon/`). Pure: no clock, no network.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.events.detect import detect
    from watcher.events.lexicons import BUILT_IN, Lexicons
    from watcher.events.tables import LexiconError

__all__ = ["BUILT_IN", "LexiconError", "Lexicons", "detect"]

__getattr__ = on_demand(
    __name__,
    {
        "detect": ("detect",),
        "lexicons": ("BUILT_IN", "Lexicons"),
        "tables": ("LexiconError",),
    },
)
