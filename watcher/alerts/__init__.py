"""Stage 6, matches to alerts: who is told what, and how it reads.

Takes the matches of one story and gives at most one first alert per rule and story, and one for each change of an event
that was told; takes an alert with all that is known of its story, or a notice to the operator, and gives one subject,
one text and one HTML rendering, by our templates or a user's. Feed text is hostile: what leaves this room holds no
control or bidi characters, mentions nobody, is no markup, and links only to web pages. Pure; Jinja2 loads on first use.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.alerts.dated import DatedEvent
    from watcher.alerts.digest import render_dispatch
    from watcher.alerts.first_message import render_first
    from watcher.alerts.harmless import one_line
    from watcher.alerts.notices import notice
    from watcher.alerts.policy import first_alerts, hold, recounted
    from watcher.alerts.reminders import Ahead, Sent, due_reminders
    from watcher.alerts.render import render
    from watcher.alerts.rendering import Rendering
    from watcher.alerts.updates import changed_since, update_alert
    from watcher.alerts.user_template import template_problem
    from watcher.alerts.view import CHANGING, AlertView, Dispatch, Health, Linked, SameEvent

__all__ = [
    "CHANGING",
    "Ahead",
    "AlertView",
    "DatedEvent",
    "Dispatch",
    "Health",
    "Linked",
    "Rendering",
    "SameEvent",
    "Sent",
    "changed_since",
    "due_reminders",
    "first_alerts",
    "hold",
    "notice",
    "one_line",
    "recounted",
    "render",
    "render_dispatch",
    "render_first",
    "template_problem",
    "update_alert",
]

__getattr__ = on_demand(
    __name__,
    {
        "dated": ("DatedEvent",),
        "digest": ("render_dispatch",),
        "first_message": ("render_first",),
        "harmless": ("one_line",),
        "notices": ("notice",),
        "policy": ("first_alerts", "hold", "recounted"),
        "reminders": ("Ahead", "Sent", "due_reminders"),
        "render": ("render",),
        "rendering": ("Rendering",),
        "updates": ("changed_since", "update_alert"),
        "user_template": ("template_problem",),
        "view": ("CHANGING", "AlertView", "Dispatch", "Health", "Linked", "SameEvent"),
    },
)
