"""Words, without any knowledge of news: markup to text, cleaning, tokens, sentences, URLs, dates, character sets.

Takes strings and bytes from anywhere, gives clean Unicode (NFC, no control, bidi or zero-width characters) and
offsets in characters of the text that was given. Everything here is pure, never raises on bad input, and takes time
linear in its length. selectolax is used in this room only.
"""

from watcher.text.clean import clean, one_line
from watcher.text.dates import read_date
from watcher.text.decode import decode
from watcher.text.html import has_markup, html_to_text
from watcher.text.page import Page, read_page
from watcher.text.redact import MASK, STRONG, Redactor, is_secret, masked, secrets_in
from watcher.text.sentences import sentences
from watcher.text.tokens import Token, fold, folded, folded_words, words, written_words
from watcher.text.urls import absolute, canonical

__all__ = [
    "MASK",
    "STRONG",
    "Page",
    "Redactor",
    "Token",
    "absolute",
    "canonical",
    "clean",
    "decode",
    "fold",
    "folded",
    "folded_words",
    "has_markup",
    "html_to_text",
    "is_secret",
    "masked",
    "one_line",
    "read_date",
    "read_page",
    "secrets_in",
    "sentences",
    "words",
    "written_words",
]
