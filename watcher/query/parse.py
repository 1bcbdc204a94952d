"""From the text of a query to its tree: split into tokens, read each term, check the shape, judge what is mixed.

Every doubtful form is an error at its place; nothing is guessed and nothing is dropped.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from watcher.query.refusals import NOT_RULE, misplaced, nested_field, refusal
from watcher.query.terms import field_name, read_term
from watcher.query.tokens import JOINTS, Token, first_misplaced, tokens_of
from watcher.query.tree import And, Field, Not, Or, Query, Term

DEEPEST = 50  # parentheses in parentheses; keeps every later walk far from Python's recursion limit


@lru_cache(maxsize=4_096)  # a rule's query is read when the settings are checked, and again when it is compiled
def parse(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: the query is doubtful or broken; it says where, what, and what to write instead.
    """
    tokens = tokens_of(text)
    terms = {token.start: read_term(text, token) for token in tokens if token.kind in {"WORD", "PHRASE"}}
    fields = {token.start: field_name(text, token) for token in tokens if token.kind == "FIELD"}
    _check_nesting(text, tokens)
    if (at := first_misplaced(tokens)) is not None:
        raise misplaced(text, tokens, at)
    return _Reader(text, tokens, terms, fields).chain()


def _check_nesting(text: str, tokens: Sequence[Token]) -> None:
    within: list[Token | None] = [None]  # per open parenthesis: the field that it belongs to
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.kind == "FIELD" and (field := within[-1]) is not None:
            raise nested_field(text, token, field)
        if token.kind == "RPAR" and len(within) > 1:
            within.pop()
        if token.kind == "LPAR":
            within.append(before if before is not None and before.kind == "FIELD" else within[-1])
        if len(within) - 1 > DEEPEST:
            raise refusal(text, token.span, f"parentheses stand more than {DEEPEST} deep", "remove the needless ones")


class _Clause(NamedTuple):
    part: Query | Not
    span: tuple[int, int]


class _Reader:
    """Builds the tree of tokens that have a shape; `terms` and `fields` are those already read, by their offset."""

    def __init__(
        self, text: str, tokens: Sequence[Token], terms: Mapping[int, Term], fields: Mapping[int, str]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._terms = terms
        self._fields = fields
        self._at = 0

    def chain(self) -> Query:
        """Read up to the parenthesis that closes the chain, or to the end."""
        clauses, operators = [self._clause()], []
        while self._kind() in JOINTS:
            operators.append(self._tokens[self._at])
            self._at += self._kind() != "NOT"  # a NOT joins as an AND would, and belongs to its clause
            clauses.append(self._clause())
        self._require_one_kind(operators)
        if operators and operators[0].kind == "OR":
            return self._or(clauses)
        return self._and(clauses)

    def _kind(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _clause(self) -> _Clause:
        start = self._tokens[self._at].start
        negated = self._kind() == "NOT"
        self._at += negated
        operand = self._operand()
        return _Clause(Not(operand) if negated else operand, (start, self._tokens[self._at - 1].span[1]))

    def _operand(self) -> Query:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind == "FIELD":
            return Field(self._fields[token.start], self._operand())
        if token.kind == "LPAR":
            inside = self.chain()
            self._at += 1
            return inside
        return self._terms[token.start]

    def _require_one_kind(self, operators: Sequence[Token]) -> None:
        for operator in operators:
            if (operator.kind == "OR") != (operators[0].kind == "OR"):
                problem = f"{operators[0]} and {operator} are mixed without parentheses"
                hint = "put parentheses around what belongs together, such as: (law OR bill) AND vote"
                raise refusal(self._text, operator.span, problem, hint)

    def _and(self, clauses: Sequence[_Clause]) -> Query:
        parts: list[Query | Not] = []
        for part, _ in clauses:
            parts.extend(part.parts if isinstance(part, And) else [part])
        wanted = [part for part in parts if not isinstance(part, Not)]
        if not wanted:
            span = (clauses[0].span[0], clauses[-1].span[1])
            raise refusal(self._text, span, "this only says what must not be there", NOT_RULE)
        return And(tuple(parts)) if len(parts) > 1 else wanted[0]

    def _or(self, clauses: Sequence[_Clause]) -> Query:
        branches: list[Query] = []
        for part, span in clauses:
            if isinstance(part, Not):
                problem = "this branch of an OR only says what must not be there"
                raise refusal(self._text, span, problem, NOT_RULE)
            branches.extend(part.parts if isinstance(part, Or) else [part])
        return Or(tuple(branches))
