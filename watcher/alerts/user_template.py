"""Alerts laid out by a user's own template: nothing that it does takes long, grows large, or loses the alert.

A template runs in Jinja's sandbox, after `template_check`. Its loops are counted before they begin, what it gives is
measured while it is made, and every value passes `for_chat` as in our own templates; only the signs that the user wrote
are markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from watcher.alerts.harmless import Harmless, for_chat, one_line
from watcher.alerts.page import HEADLINE_LIMIT, Page, page
from watcher.alerts.rendering import Rendering
from watcher.alerts.sample import sample
from watcher.alerts.template_check import FILTERS, SUBJECT, TEMPLATE_LIMIT, TEXT, UserTemplateError, check, within
from watcher.alerts.templating import html, laid_out

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context

OUTPUT_LIMIT = 16_384  # characters that a block gives
STEPS = 50_000
"""What all loops together may do: their rounds, each counted by how much is in it."""

_NAME = "<template>"  # as Jinja calls the code that it makes of one that is no file
_PROBLEM_LIMIT = 200  # characters
_COUNTED, _BUDGET = "_counted", "_budget"  # no template can write these names: see `template_check`


def template_problem(text: str) -> tuple[int, str] | None:
    """Say what keeps a template from being used: the line, from 1, and one sentence; None: nothing.

    It is tried with a made-up alert, so it is also said where it would fail with every one.
    """
    try:
        laid_out_by(text, *_tried_with())
    except UserTemplateError as error:
        return max(1, error.line), error.problem
    return None


def laid_out_by(template: str, shown: Page, ours: Rendering) -> Rendering:
    """Lay an alert out by a user's template; `ours` gives the subject where that has none.

    Raises:
        UserTemplateError: the template cannot be used, failed, or gave no text.
    """
    compiled = _compiled(template)
    text = _block(compiled, TEXT, shown, ours).strip()
    if not text:
        raise UserTemplateError(0, "it gave no text")
    subject = " ".join(_block(compiled, SUBJECT, shown, ours).split()) if SUBJECT in compiled.blocks else ""
    if len(subject) > HEADLINE_LIMIT:
        subject = subject[: HEADLINE_LIMIT - 1].rstrip() + "…"
    subject = subject or ours.subject
    return Rendering(subject=subject, text=text, html=html("plain", subject, text=text))


@cache
def _tried_with() -> tuple[Page, Rendering]:
    shown = page(sample("sample", datetime(2026, 1, 2, tzinfo=UTC)), ZoneInfo("UTC"))
    return shown, laid_out("alert", shown.headline, page=shown)


@lru_cache(maxsize=64)  # each channel's, at every alert
def _compiled(text: str) -> "Template":
    from jinja2 import TemplateSyntaxError, nodes  # noqa: PLC0415 - takes 0.1 s, and few channels have a template

    if len(text) > TEMPLATE_LIMIT:
        raise UserTemplateError(0, f"it is longer than {TEMPLATE_LIMIT:,} characters")
    environment = _environment()
    try:
        parsed = environment.parse(text)
        check(parsed)
        for loop in parsed.find_all(nodes.For):
            size = nodes.Const(sum(1 for _ in within(loop)))
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [size], [], None, None, lineno=loop.lineno)
        return environment.from_string(parsed)
    except TemplateSyntaxError as error:
        raise UserTemplateError(error.lineno, one_line(error.message or "it cannot be read", _PROBLEM_LIMIT)) from None
    except (RecursionError, MemoryError, SyntaxError, ValueError):  # of Python, for what is made of the template
        raise UserTemplateError(0, "it is nested too deeply, or a number in it is too long") from None


def _environment() -> "Environment":
    from jinja2 import StrictUndefined, pass_context, pass_environment  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_said, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    known = {name: environment.filters[name] for name in FILTERS}
    environment.filters = known | {"join": pass_environment(_join), _COUNTED: pass_context(_counted)}
    return environment


def _block(template: "Template", name: str, shown: Page, ours: Rendering) -> str:
    """Give what a block makes of an alert."""
    known: dict[str, Any] = {field.name: getattr(shown, field.name) for field in fields(shown)}
    known |= {"text": Harmless(ours.text), _BUDGET: _Budget()}
    try:
        return _measured(name, template.blocks[name](template.new_context(known)))
    except UserTemplateError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a user's template does, the alert goes out
        said = one_line(str(error), _PROBLEM_LIMIT) or type(error).__name__
        raise UserTemplateError(_line(error, template), said) from None


def _measured(name: str, pieces: Iterable[str]) -> str:
    """Put together what a block gives, unless that is too much."""
    given, length = list[str](), 0
    for piece in pieces:
        given.append(piece)
        length += len(piece)
        if length > OUTPUT_LIMIT:
            raise UserTemplateError(0, f"block {name} gives more than {OUTPUT_LIMIT:,} characters")
    return "".join(given)


def _line(error: Exception, template: "Template") -> int:
    """Give the line of the template in which something failed; 0: not known."""
    line, place = 0, error.__traceback__
    while place is not None:
        if place.tb_frame.f_code.co_filename == _NAME:
            line = template.get_corresponding_lineno(place.tb_lineno)
        place = place.tb_next
    return line


class _Budget:
    """What the loops of one rendering may still do."""

    def __init__(self) -> None:
        self._left = STEPS

    def take(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise UserTemplateError(0, f"its loops go round too often: more than {STEPS:,} steps")


def _counted(context: "Context", values: Iterable[object], size: int) -> Sequence[object]:
    """Give what a loop takes, unless that is too much; `size` is how much it does with each."""
    taken = list(values)
    context[_BUDGET].take(len(taken) * size)
    return taken


def _join(environment: "Environment", values: Iterable[object], between: str = "", attribute: str | None = None) -> str:
    """Join values as Jinja does, unless that is too long: joined letter by letter a text grows each time."""
    shown = values if attribute is None else (environment.getattr(value, attribute) for value in values)
    said = [str(_said(value)) for value in shown]
    if sum(map(len, said)) + len(said) * len(between) > OUTPUT_LIMIT:
        raise UserTemplateError(0, f"join gives more than {OUTPUT_LIMIT:,} characters")
    return Harmless(for_chat(between).join(said))


def _said(value: object) -> object:
    """Give a value as it is shown."""
    if value is None:
        return ""
    if isinstance(value, str):
        return for_chat(value)
    if isinstance(value, int):
        return value
    str(value)  # raises where there is nothing of that name, and says so
    raise TypeError("this is no text: take a list part by part ({% for … in … %}), and of a part what it has (.text)")
