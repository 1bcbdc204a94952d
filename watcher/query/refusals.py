"""What is said when the tokens of a query do not fit together: a place, a sentence and a hint."""

import re
from collections.abc import Sequence

from watcher.errors import QueryError
from watcher.query.tokens import Token
from watcher.query.tree import OPERATORS

EXAMPLE = 'write a word or words, such as: referendum OR "peace plan"'
NOT_RULE = "NOT is “and not” before a term: write what must be there first, such as: law NOT football"

_OPERAND_END = frozenset({"WORD", "PHRASE", "RPAR"})
_OPERAND_START = frozenset({"WORD", "PHRASE", "FIELD", "LPAR"})
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]")


def refusal(text: str, span: tuple[int, int], problem: str, hint: str | None = None) -> QueryError:
    """Build the error for `span` of the query; line breaks show as blanks, so that the caret stands under its word."""
    return QueryError(query=_BLANKS.sub(" ", text), start=span[0], end=span[1], problem=problem, hint=hint)


def misplaced(text: str, tokens: Sequence[Token], at: int) -> QueryError:
    """Explain why token number `at` cannot stand where it does; `at == len(tokens)` is the end of the query."""
    before = tokens[at - 1] if at else None
    if at == len(tokens):
        return _unfinished(text, tokens, before)
    token = tokens[at]
    if before is not None and before.kind == "FIELD":
        return _bad_field_operand(text, before, token)
    if token.kind in _OPERAND_START and before is not None:
        return _no_operator(text, before, token)
    if token.kind == "RPAR":
        return _bad_closing(text, before, token)
    return _bad_operator(text, before, token)


def _unfinished(text: str, tokens: Sequence[Token], before: Token | None) -> QueryError:
    if before is None:
        return refusal(text, (0, 1), "the query is empty", EXAMPLE)
    if before.kind in OPERATORS:
        return refusal(text, before.span, f"there is nothing after {before}", f"write a word after {before}")
    if before.kind == "FIELD":
        return _bad_field_operand(text, before, None)
    return refusal(text, _open_parenthesis(tokens).span, "this parenthesis is never closed", "write ) where it ends")


def _open_parenthesis(tokens: Sequence[Token]) -> Token:
    open_ones: list[Token] = []
    for token in tokens:
        if token.kind == "LPAR":
            open_ones.append(token)
        elif token.kind == "RPAR":
            open_ones.pop()
    return open_ones[-1]


def _bad_field_operand(text: str, field: Token, token: Token | None) -> QueryError:
    if token is not None and token.kind == "FIELD":
        return nested_field(text, token, field)
    problem = f"there is nothing to look for behind {field}"
    return refusal(text, field.span, problem, f'write a word, a "phrase" or a parenthesis right behind {field}')


def nested_field(text: str, inner: Token, outer: Token) -> QueryError:
    """Build the error for a field inside another field's term or group."""
    hint = f"join two fields with AND or OR: {outer}… AND {inner}…"
    return refusal(text, inner.span, f"{inner} stands inside {outer}", hint)


def _no_operator(text: str, before: Token, token: Token) -> QueryError:
    for word in (token, before):
        if word.kind == "WORD" and word.text.upper() in OPERATORS:
            problem = f"“{word}” is an ordinary word; operators stand in capitals"
            return refusal(text, word.span, problem, f'write {word.text.upper()}, or quotes to look for it: "{word}"')
    hint = "put AND or OR between them"
    if before.kind == token.kind == "WORD":
        row = f"{before} {token}".strip("'‘’")
        hint = f'put AND or OR between them, or quotes around words in a row: "{row}"'
    return refusal(text, token.span, "there is no operator before this", hint)


def _bad_closing(text: str, before: Token | None, token: Token) -> QueryError:
    if before is None or before.kind in _OPERAND_END:
        return refusal(text, token.span, "this parenthesis was never opened", "remove it, or write ( where it begins")
    if before.kind == "LPAR":
        span = (before.span[0], token.span[1])
        return refusal(text, span, "there is nothing in the parentheses", "write a word in them, or remove them")
    return refusal(text, before.span, f"there is nothing after {before}", f"write a word after {before}")


def _bad_operator(text: str, before: Token | None, token: Token) -> QueryError:
    if before is None or before.kind == "LPAR":
        return refusal(text, token.span, f"there is nothing before {token}", f"write a word before {token}")
    if before.text == token.text:
        return refusal(text, token.span, f"{token} stands here twice", f"write {token} once")
    hint = NOT_RULE if before.text == "NOT" else "keep one of them, or write a word between them"
    return refusal(text, token.span, f"{before} and {token} stand side by side", hint)
