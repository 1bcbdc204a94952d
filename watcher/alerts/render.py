"""How an alert or a notice reads: one subject, one text for chats and terminals, one small mail in HTML.

The text marks matched words with «guillemets»: no chat, terminal or mail program gives them a meaning. To a reader who
got an alert on the same rule and story before, an update or correction says only what is new.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from watcher.alerts.page import Page, moment, page
from watcher.alerts.rendering import Rendering
from watcher.alerts.template_check import UserTemplateError
from watcher.alerts.templating import laid_out
from watcher.alerts.user_template import laid_out_by
from watcher.alerts.view import AlertView
from watcher.model import Alert, Notice


def render(
    view: AlertView | Notice, *, timezone: ZoneInfo, earlier: Sequence[Alert] = (), template: str | None = None
) -> Rendering:
    """Give the subject and body of an alert or a notice.

    Args:
        view: the alert or notice.
        timezone: of the times that are shown.
        earlier: the alerts that its reader got on the same rule and story.
        template: the text of a user's template, which lays out alerts; where it fails, ours does and says so.
    """
    if isinstance(view, Notice):
        return laid_out("notice", view.subject, notice=view, at=moment(view.created_at, timezone))
    shown = page(view, timezone, earlier)
    return alert_laid_out("alert" if shown.first_told is None else "update", shown, template)


def alert_laid_out(name: str, shown: Page, template: str | None) -> Rendering:
    """Lay an alert out by our template of this name, or by a user's; where that fails, ours does and says so."""
    ours = laid_out(name, shown.headline, page=shown)
    if template is None:
        return ours
    try:
        return laid_out_by(template, shown, ours)
    except UserTemplateError as error:
        note = f"The channel's template failed, so the watcher's own stands in for it: {error}"
        return laid_out(name, shown.headline, note=note, page=shown)
