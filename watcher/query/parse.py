"""From the text of a query to its tree: split into tokens, read each term, check the shape, judge what is mixed.

Every doubtful form is an error at its place; nothing is guessed and nothing is dropped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias, TypeGuard

from lark import Lark, Token, Tree, UnexpectedToken

from watcher.query.refusals import NOT_RULE, misplaced, nested_field, refusal, span_of
from watcher.query.terms import field_name, read_term
from watcher.query.tree import And, Field, Not, Or, Query, Term

DEEPEST = 50  # parentheses in parentheses; keeps every later walk far from Python's recursion limit

_Part: TypeAlias = Token | Tree[Token]


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: the query is doubtful or broken; it says where, what, and what to write instead.
    """
    tokens = tuple(_lark().lex(text))
    terms = {span_of(token)[0]: read_term(text, token) for token in tokens if token.type in {"WORD", "PHRASE"}}
    fields = {span_of(token)[0]: field_name(text, token) for token in tokens if token.type == "FIELD"}
    _check_nesting(text, tokens)
    return _Reader(text=text, terms=terms, fields=fields).operand(_shape(text, tokens))


@cache
def _lark() -> Lark:
    return Lark.open(
        str(Path(__file__).with_name("query.lark")), parser="lalr", lexer="basic", propagate_positions=True
    )


def _check_nesting(text: str, tokens: Sequence[Token]) -> None:
    within: list[Token | None] = [None]  # per open parenthesis: the field that it belongs to
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.type == "FIELD" and (field := within[-1]) is not None:
            raise nested_field(text, token, field)
        if token.type == "RPAR" and len(within) > 1:
            within.pop()
        if token.type == "LPAR":
            within.append(before if before is not None and before.type == "FIELD" else within[-1])
        if len(within) - 1 > DEEPEST:
            raise refusal(
                text, span_of(token), f"parentheses stand more than {DEEPEST} deep", "remove the needless ones"
            )


def _shape(text: str, tokens: Sequence[Token]) -> Tree[Token]:
    try:
        return _lark().parse(text)
    except UnexpectedToken as error:
        starts = [token.start_pos for token in tokens]
        at = len(tokens) if error.token.type == "$END" else starts.index(error.token.start_pos)
        raise misplaced(text, tokens, at) from None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Builds the tree from the shape; `terms` and `fields` are the tokens already read, by their offset."""

    text: str
    terms: Mapping[int, Term]
    fields: Mapping[int, str]

    def operand(self, part: _Part) -> Query:
        if isinstance(part, Token):
            return self.terms[_span(part)[0]]
        if part.data == "chain":
            return self._or(part) if self._operator(part) == "OR" else self._and(part)
        if part.data == "group":
            return self.operand(part.children[1])
        field, of = part.children
        return Field(self.fields[_span(field)[0]], self.operand(of))

    def _operator(self, chain: Tree[Token]) -> str:
        """Give what joins the clauses of a chain, which must be the same throughout; a single clause is an "AND"."""
        operators = list(_operators(chain.children))
        for operator in operators:
            if (operator == "OR") != (operators[0] == "OR"):
                problem = f"{operators[0]} and {operator} are mixed without parentheses"
                hint = "put parentheses around what belongs together, such as: (law OR bill) AND vote"
                raise refusal(self.text, span_of(operator), problem, hint)
        return str(operators[0]) if operators else "AND"

    def _and(self, chain: Tree[Token]) -> Query:
        parts: list[Query | Not] = []
        for clause in _clauses(chain):
            part = self._clause(clause)
            parts.extend(part.parts if isinstance(part, And) else [part])
        wanted = [part for part in parts if not isinstance(part, Not)]
        if not wanted:
            raise refusal(self.text, _span(chain), "this only says what must not be there", NOT_RULE)
        return And(tuple(parts)) if len(parts) > 1 else wanted[0]

    def _or(self, chain: Tree[Token]) -> Query:
        branches: list[Query] = []
        for clause in _clauses(chain):
            branch = self._clause(clause)
            if isinstance(branch, Not):
                problem = "this branch of an OR only says what must not be there"
                raise refusal(self.text, _span(clause), problem, NOT_RULE)
            branches.extend(branch.parts if isinstance(branch, Or) else [branch])
        return Or(tuple(branches))

    def _clause(self, clause: _Part) -> Query | Not:
        if isinstance(clause, Tree) and clause.data == "negated":
            return Not(self.operand(clause.children[1]))
        return self.operand(clause)


def _clauses(chain: Tree[Token]) -> Iterator[_Part]:
    return (part for part in chain.children if not _is_operator(part))


def _operators(parts: Sequence[_Part]) -> Iterator[Token]:
    """Give the operators between clauses; where a NOT follows without one, it joins as an AND would."""
    for before, part in pairwise(parts):
        if _is_operator(part):
            yield part
        elif not _is_operator(before) and isinstance(part, Tree) and isinstance(negation := part.children[0], Token):
            yield negation


def _is_operator(part: _Part) -> TypeGuard[Token]:
    return isinstance(part, Token) and part.type in {"AND", "OR"}


def _span(part: _Part) -> tuple[int, int]:
    return span_of(part) if isinstance(part, Token) else (part.meta.start_pos, part.meta.end_pos)
