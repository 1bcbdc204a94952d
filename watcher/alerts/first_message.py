"""What the first message on a story is to say once an update or correction follows it, where its channel can edit.

Who opens a room reads that message, not what stands behind it. So it becomes the whole alert as it holds now, with what
was and what is now on top; the message that follows says only what is new.
"""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from watcher.alerts.edits import edits
from watcher.alerts.page import page
from watcher.alerts.render import alert_laid_out
from watcher.alerts.rendering import Rendering
from watcher.alerts.view import CHANGING, AlertView
from watcher.events.identity import same
from watcher.model import Alert, Notice, ToldEvent


def render_first(
    view: AlertView | Notice, *, timezone: ZoneInfo, earlier: Sequence[Alert], template: str | None = None
) -> Rendering | None:
    """Give what the first message says from now on; None: it stays as it is.

    Only an update or correction changes it, also one that escalates to who did not get it before. A reminder, or a
    first alert that nobody took on, tells nothing new. One that comes behind a later one, as it failed, would bring
    back what no longer holds.

    Args:
        view: the alert or notice that follows.
        timezone: of the times that are shown.
        earlier: the alerts that its reader got on the same rule and story.
        template: the text of a user's template, which lays out alerts.
    """
    if isinstance(view, Notice) or view.alert.label not in CHANGING or not earlier:
        return None
    before = sorted(earlier, key=lambda each: each.created_at)
    if before[-1].created_at > view.alert.created_at:
        return None
    alert = replace(view.alert, events=_now(before, view.alert))
    shown = page(replace(view, alert=alert, unacked_for=None), timezone)
    withdrawn = edits(view, since=before[0].created_at).withdrawn
    return alert_laid_out("alert", replace(shown, withdrawn=withdrawn), template)


def _now(before: Sequence[Alert], alert: Alert) -> tuple[ToldEvent, ...]:
    """Give all events that the reader was told, in the order of the first message: as each is now, and was told first.

    The update itself holds only those that changed.
    """
    told: list[ToldEvent] = []
    for event in (event for each in (*before, alert) for event in each.events):
        at = _place(event, told)
        if at is None:
            told.append(event)
        else:
            told[at] = replace(event, was=told[at].was or told[at].event)
    return tuple(told)


def _place(event: ToldEvent, told: Sequence[ToldEvent]) -> int | None:
    """Find an event among those told: by its uid, after a merge of stories by what it is."""
    by_uid = (at for at, known in enumerate(told) if known.uid == event.uid)
    alike = (at for at, known in enumerate(told) if same(known.event, event.event))
    return next(by_uid, next(alike, None))
