"""Stage 4, sentences -> dated facts: takes an article's title and body, gives the events that they tell.

One engine for all kinds and languages; what it looks for is data (`lexicon/`). Pure: no clock, no network.
"""

from watcher.events.detect import detect
from watcher.events.lexicons import BUILT_IN, Lexicons
from watcher.events.tables import LexiconError

__all__ = ["BUILT_IN", "LexiconError", "Lexicons", "detect"]
