"""Stage 6, matches to alerts: who is told what, and how it reads."""

from watcher.alerts.view import AlertView

__all__ = ["AlertView"]
