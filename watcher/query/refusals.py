"""What is said when the tokens of a query do not fit together: a place, a sentence and a hint."""

import re
from collections.abc import Sequence

from lark import Token

from watcher.errors import QueryError
from watcher.query.tree import OPERATORS

EXAMPLE = 'write a word or words, such as: referendum OR "peace plan"'
NOT_RULE = "NOT is “and not” before a term: write what must be there first, such as: law NOT football"

_OPERAND_END = frozenset({"WORD", "PHRASE", "RPAR"})
_OPERAND_START = frozenset({"WORD", "PHRASE", "FIELD", "LPAR"})
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]")


def refusal(text: str, span: tuple[int, int], problem: str, hint: str | None = None) -> QueryError:
    """Build the error for `span` of the query; line breaks show as blanks, so that the caret stands under its word."""
    return QueryError(query=_BLANKS.sub(" ", text), start=span[0], end=span[1], problem=problem, hint=hint)


def span_of(token: Token) -> tuple[int, int]:
    """Give where a token stands in the query: (start, end) in characters."""
    start = token.start_pos or 0
    return start, start + len(token)


def misplaced(text: str, tokens: Sequence[Token], at: int) -> QueryError:
    """Explain why token number `at` cannot stand where it does; `at == len(tokens)` is the end of the query."""
    before = tokens[at - 1] if at else None
    if at == len(tokens):
        return _unfinished(text, tokens, before)
    token = tokens[at]
    if before is not None and before.type == "FIELD":
        return _bad_field_operand(text, before, token)
    if token.type in _OPERAND_START and before is not None:
        return _no_operator(text, before, token)
    if token.type == "RPAR":
        return _bad_closing(text, before, token)
    return _bad_operator(text, before, token)


def _unfinished(text: str, tokens: Sequence[Token], before: Token | None) -> QueryError:
    if before is None:
        return refusal(text, (0, 1), "the query is empty", EXAMPLE)
    if before.type in OPERATORS:
        return refusal(text, span_of(before), f"there is nothing after {before}", f"write a word after {before}")
    if before.type == "FIELD":
        return _bad_field_operand(text, before, None)
    return refusal(
        text, span_of(_open_parenthesis(tokens)), "this parenthesis is never closed", "write ) where it ends"
    )


def _open_parenthesis(tokens: Sequence[Token]) -> Token:
    open_ones: list[Token] = []
    for token in tokens:
        if token.type == "LPAR":
            open_ones.append(token)
        elif token.type == "RPAR":
            open_ones.pop()
    return open_ones[-1]


def _bad_field_operand(text: str, field: Token, token: Token | None) -> QueryError:
    if token is not None and token.type == "FIELD":
        return nested_field(text, token, field)
    problem = f"there is nothing to look for behind {field}"
    return refusal(text, span_of(field), problem, f'write a word, a "phrase" or a parenthesis right behind {field}')


def nested_field(text: str, inner: Token, outer: Token) -> QueryError:
    """Build the error for a field inside another field's term or group."""
    hint = f"join two fields with AND or OR: {outer}… AND {inner}…"
    return refusal(text, span_of(inner), f"{inner} stands inside {outer}", hint)


def _no_operator(text: str, before: Token, token: Token) -> QueryError:
    for word in (token, before):
        if word.type == "WORD" and word.upper() in OPERATORS:
            problem = f"“{word}” is an ordinary word; operators stand in capitals"
            return refusal(text, span_of(word), problem, f'write {word.upper()}, or quotes to look for it: "{word}"')
    hint = "put AND or OR between them"
    if before.type == token.type == "WORD":
        row = f"{before} {token}".strip("'‘’")
        hint = f'put AND or OR between them, or quotes around words in a row: "{row}"'
    return refusal(text, span_of(token), "there is no operator before this", hint)


def _bad_closing(text: str, before: Token | None, token: Token) -> QueryError:
    if before is None or before.type in _OPERAND_END:
        return refusal(
            text, span_of(token), "this parenthesis was never opened", "remove it, or write ( where it begins"
        )
    if before.type == "LPAR":
        span = (span_of(before)[0], span_of(token)[1])
        return refusal(text, span, "there is nothing in the parentheses", "write a word in them, or remove them")
    return refusal(text, span_of(before), f"there is nothing after {before}", f"write a word after {before}")


def _bad_operator(text: str, before: Token | None, token: Token) -> QueryError:
    if before is None or before.type == "LPAR":
        return refusal(text, span_of(token), f"there is nothing before {token}", f"write a word before {token}")
    if before == token:
        return refusal(text, span_of(token), f"{token} stands here twice", f"write {token} once")
    hint = NOT_RULE if before == "NOT" else "keep one of them, or write a word between them"
    return refusal(text, span_of(token), f"{before} and {token} stand side by side", hint)
