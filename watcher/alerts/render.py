"""How an alert or a notice reads: one subject, one text for chats and terminals, one small mail in HTML.

The text marks matched words with «guillemets»: no chat, terminal or mail program gives them a meaning. Every value
that enters the text passes `for_chat`, every value that enters the HTML is escaped; neither is left to a template.
"""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watcher.alerts.harmless import for_chat
from watcher.alerts.page import moment, page
from watcher.alerts.rendering import Rendering
from watcher.alerts.view import AlertView
from watcher.model import Notice
from watcher.stories import alert_id

if TYPE_CHECKING:
    from jinja2 import Template


def render(view: AlertView | Notice, *, timezone: ZoneInfo) -> Rendering:
    """Give the subject and body of an alert or a notice; times are shown in `timezone`."""
    if isinstance(view, Notice):
        return _rendering("notice", view.subject, notice=view, at=moment(view.created_at, timezone))
    shown = page(view, timezone)
    thread = alert_id(view.alert.rule, view.story.id)  # as the first of them is named
    return replace(_rendering("alert", shown.headline, page=shown), thread=thread)


def _rendering(template: str, subject: str, **shown: object) -> Rendering:
    return Rendering(
        subject=for_chat(subject),
        text=_template(f"{template}.txt").render(shown).strip(),
        html=_template(f"{template}.html").render(shown, heading=subject).strip(),
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
