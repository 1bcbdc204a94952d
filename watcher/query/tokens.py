"""The tokens of a query, and whether they fit together; every text has tokens, and most have no shape.

    chain   = clause { (AND | OR) clause | NOT operand }
    clause  = [NOT] operand
    operand = WORD | PHRASE | LPAR chain RPAR | FIELD (WORD | PHRASE | LPAR chain RPAR)

So `a AND b OR c` has a shape: what a chain may mix is judged where the message can be exact, in `parse`, and what a
word may hold in `terms`. Both are written by hand: a thousand rules are read at every start.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_QUOTE = '"“”„‟«»'
_TOKEN = re.compile(
    rf"""
      \s+
    | (?P<AND>AND(?![^\s(){_QUOTE}]))
    | (?P<OR>OR(?![^\s(){_QUOTE}]))
    | (?P<NOT>NOT(?![^\s(){_QUOTE}]))
    | (?P<FIELD>[^\W\d][\w-]*:)
    | (?P<LPAR>\()
    | (?P<RPAR>\))
    | (?P<PHRASE>[{_QUOTE}][^{_QUOTE}]*[{_QUOTE}]?)
    | (?P<WORD>[^\s(){_QUOTE}]+)
    """,
    re.VERBOSE,
)
JOINTS = frozenset({"AND", "OR", "NOT"})
"""Kinds of tokens that join two clauses."""

_TERM = frozenset({"WORD", "PHRASE", "LPAR"})
_OPERAND = _TERM | {"FIELD"}
_CLAUSE = _OPERAND | {"NOT"}
_BEHIND_OPERAND = JOINTS | {"RPAR"}
_FOLLOWING = {"AND": _CLAUSE, "OR": _CLAUSE, "LPAR": _CLAUSE, "NOT": _OPERAND, "FIELD": _TERM}
"""What may stand behind a token; behind the others an operand is complete."""


class Token(NamedTuple):
    """A piece of a query: `kind` is the name of a group in the pattern, `start` its offset in characters."""

    kind: str
    text: str
    start: int

    def __str__(self) -> str:
        return self.text

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands: (start, end) in characters."""
        return self.start, self.start + len(self.text)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Split a query; nothing but blanks is left out."""
    return tuple(
        Token(found.lastgroup, found.group(), found.start()) for found in _TOKEN.finditer(text) if found.lastgroup
    )


def first_misplaced(tokens: Sequence[Token]) -> int | None:
    """Give the number of the first token that cannot stand where it does; `len(tokens)`: the end comes too early."""
    allowed, depth = _CLAUSE, 0
    for number, (kind, _, _) in enumerate(tokens):
        if kind not in allowed or (kind == "RPAR" and not depth):
            return number
        depth += (kind == "LPAR") - (kind == "RPAR")
        allowed = _FOLLOWING.get(kind) or _BEHIND_OPERAND
    return None if allowed is _BEHIND_OPERAND and not depth else len(tokens)
