"""Stage 6, matches to alerts: who is told what, and how it reads.

Takes the matches of one story and gives at most one first alert per rule and story; takes an alert with all that is
known of its story, or a notice to the operator, and gives one subject, one text and one HTML rendering. Feed text is
hostile: what leaves this room holds no control or bidi characters, mentions nobody, and links only to web pages. Pure;
Jinja2 loads on first use.
"""

from watcher.alerts.harmless import one_line
from watcher.alerts.notices import notice
from watcher.alerts.policy import first_alerts, recounted
from watcher.alerts.render import Rendering, render
from watcher.alerts.view import AlertView, Dispatch, Linked, SameEvent

__all__ = [
    "AlertView",
    "Dispatch",
    "Linked",
    "Rendering",
    "SameEvent",
    "first_alerts",
    "notice",
    "one_line",
    "recounted",
    "render",
]
