"""What a user's template may do: show, choose and repeat the finished phrases of an alert, in its two blocks.

It is checked before it is compiled, so that nothing in it is ever run that could take long or grow: it calls nothing,
sets nothing, takes no other file in, and of filters has those that make no text much longer.
"""

from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from watcher.alerts.page import Page

if TYPE_CHECKING:
    from jinja2 import nodes

SUBJECT, TEXT = "subject", "text"
"""The names of its blocks."""
TEMPLATE_LIMIT = 16_384  # characters
VARIABLES = frozenset({field.name for field in fields(Page)} | {"text"})
FILTERS = frozenset(
    {"capitalize", "default", "first", "join", "last", "length", "lower", "title", "trim", "truncate", "upper"}
)
LOOP = "loop"

_MAY = frozenset(
    {"Output", "TemplateData", "For", "If", "Name", "Getattr", "Getitem", "Slice", "Filter", "Keyword", "Test"}
    | {"Compare", "Operand", "And", "Or", "Not", "CondExpr", "Const", "Tuple", "List", "Concat", "Add", "Sub", "Neg"}
)
_REFUSED = {
    "Call": "it can call nothing, and has no range()",
    "Block": "a block cannot stand in another",
    "Scope": "it cannot change how values are escaped",
    "FilterBlock": "a filter is written behind a value: {{ headline | upper }}",
    **dict.fromkeys(("Assign", "AssignBlock", "With"), "it can set nothing"),
    **dict.fromkeys(("Include", "Import", "FromImport", "Extends"), "it can take no other file in"),
    **dict.fromkeys(("Macro", "CallBlock"), "it has no macros"),
    **dict.fromkeys(("Mul", "Div", "FloorDiv", "Mod", "Pow"), "it can only add and subtract"),
}


class UserTemplateError(Exception):
    """A user's template cannot be used, or failed; `line` is that of the template, from 1, and 0 of the whole."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.line = line
        self.problem = problem


def check(template: "nodes.Template") -> None:
    """Raise UserTemplateError for the first thing in a parsed template that it may not do."""
    found = {block.name: block for block in _blocks(template)}
    if TEXT not in found:
        raise UserTemplateError(1, "it has no {% block text %}, which is what is sent")
    for block in found.values():
        for node in within(block):
            _check(node, block)
        _check_names(block)


def _blocks(template: "nodes.Template") -> Iterator["nodes.Block"]:
    from jinja2 import nodes  # noqa: PLC0415 - takes 0.1 s, and few channels have a template

    for node in template.body:
        if isinstance(node, nodes.Block):
            if node.name not in {SUBJECT, TEXT}:
                raise UserTemplateError(node.lineno, f"block {node.name}: its blocks are subject and text")
            yield node
        elif not _is_blank(node):
            raise UserTemplateError(
                _line_of(node), "outside of {% block subject %} and {% block text %} nothing is sent"
            )


def _is_blank(node: "nodes.Node") -> bool:
    from jinja2 import nodes  # noqa: PLC0415 - as above

    shown = node.nodes if isinstance(node, nodes.Output) else [node]
    return all(isinstance(each, nodes.TemplateData) and not each.data.strip() for each in shown)


def _line_of(node: "nodes.Node") -> int:
    """Give the line of what is seen of a node: an output begins with the line break before it."""
    return next((each.lineno for each in node.iter_child_nodes() if not _is_blank(each)), node.lineno)


def within(node: "nodes.Node") -> Iterator["nodes.Node"]:
    """Give all that is in a node, however deep."""
    waiting = list(node.iter_child_nodes())
    while waiting:
        each = waiting.pop(0)
        yield each
        waiting[:0] = each.iter_child_nodes()


def _check(node: "nodes.Node", block: "nodes.Block") -> None:
    from jinja2 import nodes  # noqa: PLC0415 - as above

    kind = type(node).__name__
    if kind not in _MAY:
        raise UserTemplateError(
            node.lineno or block.lineno, _REFUSED.get(kind, f"it can do nothing of this kind: {kind.lower()}")
        )
    if isinstance(node, nodes.For) and node.recursive:
        raise UserTemplateError(node.lineno, "a loop cannot be recursive")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise UserTemplateError(node.lineno, f"it has no filter {node.name}; there are {', '.join(sorted(FILTERS))}")


def _check_names(block: "nodes.Block") -> None:
    from jinja2 import nodes  # noqa: PLC0415 - as above

    names = list(block.find_all(nodes.Name))
    own = {name.name for name in names if name.ctx == "store"}
    for name in names:
        if name.ctx == "store" and (name.name.startswith("_") or name.name in VARIABLES):
            raise UserTemplateError(name.lineno, f"{name.name} cannot be the name of what a loop takes")
        if name.name not in VARIABLES | own | {LOOP}:
            near = get_close_matches(name.name, VARIABLES, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise UserTemplateError(name.lineno, f"it knows no {name.name}{hint}")
