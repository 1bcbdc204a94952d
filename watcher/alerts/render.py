"""How an alert reads: one subject, one text for chats and terminals, one small mail in HTML.

The text marks matched words with «guillemets»: no chat, terminal or mail program gives them a meaning. Every value
that enters the text passes `for_chat`, every value that enters the HTML is escaped; neither is left to a template.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watcher.alerts.harmless import for_chat
from watcher.alerts.page import page
from watcher.alerts.view import AlertView

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """An alert in all its forms."""

    subject: str  # one line, at most 200 characters and a zero-width space for each "@" and "<"
    text: str  # plain lines; does not repeat the subject
    html: str  # a whole document; repeats the subject as its heading


def render(view: AlertView, *, timezone: ZoneInfo) -> Rendering:
    """Give the subject and body of an alert; times are shown in `timezone`."""
    shown = page(view, timezone)
    return Rendering(
        subject=for_chat(shown.headline),
        text=_template("alert.txt").render(page=shown).strip(),
        html=_template("alert.html").render(page=shown).strip(),
    )


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
