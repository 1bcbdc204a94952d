"""Tells the operator of what a channel will never get, through the channels that work.

Once an hour at most: a token that expired kills every alert of a channel, and the first notice says it all.
"""

import threading
from collections.abc import Callable
from datetime import timedelta

from watcher import alerts
from watcher.alerts import Dispatch
from watcher.clock import Clock
from watcher.deliver.result import Cause, Result
from watcher.model import Notice

KEY = "dead letter"
TELL_EVERY = timedelta(hours=1)

ADVICE = {
    Cause.AUTH: "Check the password or token of the channel: the other side does not accept it.",
    Cause.GONE: "Check the address of the channel: what it leads to is not there, or not open to us.",
    Cause.TOO_LONG: "It was tried again shorter; the other side takes even less.",
    Cause.MARKUP: "It was tried again as plain text, and refused as well.",
}
"""What helps, or what has been tried, where the cause says so."""


class DeadLetters:
    """The dead letters of one channel. Safe from several threads."""

    def __init__(self, channel: str, tell: Callable[[], tuple[str, ...]], clock: Clock) -> None:
        """Tell of them through the channels that `tell` names at that moment; never through this one."""
        self._channel = channel
        self._tell = tell
        self._clock = clock
        self._lock = threading.Lock()
        self._told: float | None = None  # monotonic
        self._untold = 0  # since then

    def told(self, dispatch: Dispatch, result: Result) -> tuple[Notice | None, tuple[str, ...]]:
        """Give the notice of one, with the channels that it is for; None: there is none, or it was told just now.

        Of a notice of a dead letter that died itself nobody is told: two broken channels would do so for ever.
        """
        channels = tuple(name for name in self._tell() if name != self._channel)
        if not channels or _is_notice_of_one(dispatch):
            return None, ()
        with self._lock:
            now = self._clock.monotonic()
            if self._told is not None and now - self._told < TELL_EVERY.total_seconds():
                self._untold += 1
                return None, ()
            self._told, before, self._untold = now, self._untold, 0
        subject = f"Channel {self._channel} did not take an alert: {result.reason}"
        return alerts.notice(KEY, subject, self._text(dispatch, result, before), self._clock.now()), channels

    def _text(self, dispatch: Dispatch, result: Result, before: int) -> str:
        lines = (
            f"Channel {self._channel} will not get this: {_named(dispatch)}.",
            f"Reason: {result.reason}.",
            ADVICE.get(result.cause or Cause.OTHER, ""),
            f"Since the last such notice {before} more were lost to it." if before else "",
            f"See whether it works: watcher channels test {self._channel}",
            "See what was not delivered: watcher alerts list --dead; send it again: watcher alerts retry ID",
            "Of what else this channel does not take within the hour there is no notice.",
        )
        return "\n".join(filter(None, lines))


def _named(dispatch: Dispatch) -> str:
    """Say what was to be sent, by the ids that commands take."""
    ids = [view.id if isinstance(view, Notice) else view.alert.id for view in dispatch.views]
    if len(ids) == 1:
        kind = "notice" if isinstance(dispatch.views[0], Notice) else "alert"
        return f"{kind} {ids[0]}"
    return f"a message of {len(ids)}, the first of them {ids[0]}" if ids else "an empty digest"


def _is_notice_of_one(dispatch: Dispatch) -> bool:
    return any(isinstance(view, Notice) and view.key == KEY for view in dispatch.views)
