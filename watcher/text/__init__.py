"""Words, without any knowledge of news: markup to text, cleaning, tokens, sentences, URLs, dates, character sets.

Takes strings and bytes from anywhere, gives clean Unicode (NFC, no control, bidi or zero-width characters) and
offsets in characters of the text that was given. Everything here is pure, never raises on bad input, and takes time
linear in its length. selectolax is used in this room only.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.text.clean import clean, one_line
    from watcher.text.dates import read_date
    from watcher.text.decode import decode
    from watcher.text.html import has_markup, html_to_text
    from watcher.text.page import Page, read_page
    from watcher.text.places import Places
    from watcher.text.redact import MASK, STRONG, Redactor, is_secret, masked, secrets_in
    from watcher.text.remembered import Remembered
    from watcher.text.sentences import paragraphs, sentences, sentences_in, stretches
    from watcher.text.tokens import (
        Token,
        fold,
        folded_in,
        folded_words,
        words,
        written_and_folded,
        written_in,
        written_words,
    )
    from watcher.text.urls import absolute, canonical, host_of

__all__ = [
    "MASK",
    "STRONG",
    "Page",
    "Places",
    "Redactor",
    "Remembered",
    "Token",
    "absolute",
    "canonical",
    "clean",
    "decode",
    "fold",
    "folded_in",
    "folded_words",
    "has_markup",
    "host_of",
    "html_to_text",
    "is_secret",
    "masked",
    "one_line",
    "paragraphs",
    "read_date",
    "read_page",
    "secrets_in",
    "sentences",
    "sentences_in",
    "stretches",
    "words",
    "written_and_folded",
    "written_in",
    "written_words",
]

__getattr__ = on_demand(
    __name__,
    {
        "clean": ("clean", "one_line"),
        "dates": ("read_date",),
        "decode": ("decode",),
        "html": ("has_markup", "html_to_text"),
        "page": ("Page", "read_page"),
        "places": ("Places",),
        "redact": ("MASK", "STRONG", "Redactor", "is_secret", "masked", "secrets_in"),
        "remembered": ("Remembered",),
        "sentences": ("paragraphs", "sentences", "sentences_in", "stretches"),
        "tokens": (
            *("Token", "fold", "folded_in", "folded_words", "words"),
            *("written_and_folded", "written_in", "written_words"),
        ),
        "urls": ("absolute", "canonical", "host_of"),
    },
)
