"""Date expressions in news text: takes a text and its instant of publication, gives what days it names.

Rules over the words of each language (TOML beside this module), no model of probabilities; pure and fast. What only
looks like a date ("may", "March" the verb, "a four-day summit") is refused, and nothing is guessed without an anchor.
"""

from watcher.events.dates.mention import DateMention, Tense
from watcher.events.dates.resolver import resolve

__all__ = ["DateMention", "Tense", "resolve"]
