"""Lays a value out by our own templates, as text and as a mail in HTML.

Every value that enters the text passes `for_chat`, every value that enters the HTML is escaped; neither is left to a
template.
"""

from functools import cache
from typing import TYPE_CHECKING

from watcher.alerts.harmless import for_chat
from watcher.alerts.rendering import Rendering

if TYPE_CHECKING:
    from jinja2 import Template


def laid_out(template: str, subject: str, *, note: str | None = None, **shown: object) -> Rendering:
    """Give a rendering: `subject`, and NAME.txt and NAME.html with what they show, behind the note if there is one."""
    text = _template(f"{template}.txt").render(shown).strip()
    return Rendering(
        subject=for_chat(subject),
        text=f"{for_chat(note)}\n\n{text}" if note else text,
        html=html(template, subject, note=note, **shown),
    )


def html(template: str, heading: str, **shown: object) -> str:
    """Give the document that NAME.html makes."""
    return _template(f"{template}.html").render({"note": None, **shown}, heading=heading).strip()


@cache
def _template(name: str) -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - `watcher --help` needs no Jinja2

    environment = Environment(
        loader=PackageLoader("watcher.alerts"),
        autoescape=select_autoescape(["html"]),
        finalize=_harmless_value if name.endswith(".txt") else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _harmless_value(value: object) -> object:
    return for_chat(value) if isinstance(value, str) else value
