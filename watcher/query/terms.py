"""Single terms: from one token of a query to a word, a prefix or a phrase, folded exactly as text is.

Signs that other search boxes know and this one does not are refused, never silently dropped.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import NamedTuple

from watcher.query.refusals import EXAMPLE, refusal
from watcher.query.tokens import Token
from watcher.query.tree import FIELDS, Phrase, Prefix, Term, Word
from watcher.text import words

QUOTES = '"“”„‟«»'
SHORTEST_PREFIX = 3  # letters or digits; a shorter one matches a good part of every article

_NO_STAR_HERE = "a star stands only at the end of a word"
_PREFIX_HINT = "write the beginning of a word and then the star, such as minist*"
_JOIN = "put AND or OR between words, or quotes around what belongs together"


class _Doubt(NamedTuple):
    """Something in an unquoted word that looks like an operator; the caret stands under what the pattern finds."""

    pattern: re.Pattern[str]
    problem: str  # {} is what the pattern found
    hint: str


_DOUBTS = (
    _Doubt(
        re.compile(r"^(?:O?NEAR|SENTENCE|ATLEAST)(?:/.*)?$|^(?i:o?near|atleast|adj|pre|w)/.*$", re.DOTALL),
        "“{}” is not part of this version's query language",
        "use AND, or quotes for words in a row; a word in small letters is an ordinary word",
    ),
    _Doubt(
        re.compile(r"~"),
        "“~” is not part of this version's query language",
        "for the forms of a word write a prefix, such as minist*, or join them with OR",
    ),
    _Doubt(re.compile(r"\|+"), "“{}” is no operator", "write OR"),
    _Doubt(re.compile(r"^&$|&&+"), "“{}” is no operator", "write AND"),
    _Doubt(re.compile(r"^[-!‐-―−](?=\w)"), "“{}” before a word does not exclude it", "write NOT before the word"),
    _Doubt(re.compile(r"^\+(?=\w)"), "“{}” before a word means nothing", "join words that must all be there with AND"),
    _Doubt(re.compile(r"\?"), "“{}” is no wildcard", "the only one is a star at the end of a word, such as minist*"),
    _Doubt(re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;=<>\[\]{}\\^]"), "“{}” means nothing here", _JOIN),
)


def read_term(text: str, token: Token) -> Term:
    """Read a WORD or PHRASE token of the query `text`.

    Raises:
        QueryError: the token has no letter or digit, an unclosed quote, a misplaced star, or a sign without meaning.
    """
    return _READERS[token.kind](text, token)


def field_name(text: str, token: Token) -> str:
    """Read a FIELD token.

    Raises:
        QueryError: there is no such field.
    """
    name = token.text[:-1].lower()
    if name in FIELDS:
        return name
    if name == "re":
        raise refusal(
            text,
            token.span,
            "“re:” is not part of this version's query language",
            "use words, and prefixes such as minist*",
        )
    near = get_close_matches(name, FIELDS, n=1)
    known = f"did you mean {near[0]}:?" if near else f"the fields are {', '.join(FIELDS)}"
    raise refusal(
        text, token.span, f"there is no field “{token.text[:-1]}”", f"{known}; a colon as text stands in quotes"
    )


def _read_phrase(text: str, token: Token) -> Term:
    start, end = token.span
    if len(token.text) == 1 or token.text[-1] not in QUOTES:
        raise refusal(
            text, (start, start + 1), "this quote is never closed", "write a second quote where the phrase ends"
        )
    inside = token.text[1:-1]
    if not inside.strip():
        raise refusal(text, (start, end), "there is nothing in the quotes", EXAMPLE)
    if "*" in inside:
        at = start + 1 + inside.index("*")
        raise refusal(
            text, (at, at + 1), "a star does nothing inside quotes", "write the prefix outside: peace AND plan*"
        )
    return _folded(text, token, inside)


def _read_word(text: str, token: Token) -> Term:
    start, _ = token.span
    for doubt in _DOUBTS:
        if found := doubt.pattern.search(token.text):
            span = (start + found.start(), start + found.end())
            raise refusal(text, span, doubt.problem.format(found.group()), doubt.hint)
    return _read_prefix(text, token) if "*" in token.text else _folded(text, token, token.text)


def _read_prefix(text: str, token: Token) -> Term:
    start, end = token.span
    at = token.text.index("*")
    if at == 0:
        raise refusal(text, (start, start + 1), "there is no word before this star", _PREFIX_HINT)
    if at < len(token.text) - 1:
        raise refusal(text, (start + at, start + at + 1), _NO_STAR_HERE, _PREFIX_HINT)
    found = words(token.text[:at])
    if len(found) > 1:
        raise refusal(
            text, (start, end), "a prefix is a single word", "write the words apart, such as: peace AND plan*"
        )
    prefix = found[0].text if found else ""
    if sum(map(str.isalnum, prefix)) < SHORTEST_PREFIX:
        problem = f"a prefix needs at least {SHORTEST_PREFIX} letters before the star"
        raise refusal(text, (start, end), problem, "write more of the word, or whole words joined with OR")
    return Prefix(prefix)


def _folded(text: str, token: Token, inside: str) -> Term:
    found = tuple(word.text for word in words(inside))
    if not found:
        raise refusal(text, token.span, f"there is no letter or digit in {token}", EXAMPLE)
    return Word(found[0]) if len(found) == 1 else Phrase(found)


_READERS: dict[str, Callable[[str, Token], Term]] = {"WORD": _read_word, "PHRASE": _read_phrase}
