"""Whether it is our own network that fails: no server of any feed answers, though they did the last time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model import Feed, FeedState, Poll, Trouble

HOSTS = 3  # servers that went silent, so that it is not one of them
SILENT_FOR = timedelta(minutes=1)  # without an answer from any server, so that it is no hiccup
TRIED_AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachNews:
    """What to tell the operator."""

    subject: str
    text: str


class Reach:
    """Hears of every poll of a feed with an address. Not for several threads at once.

    Attributes:
        lost: no server can be reached; a failure then says nothing about its feed.
    """

    def __init__(self) -> None:
        self.lost = False
        self._answered_at: datetime | None = None  # None: no poll was heard of yet
        self._silent: set[str] = set()  # hosts that went silent since

    def note(self, feed: Feed, host: str, before: FeedState, poll: Poll) -> ReachNews | None:
        """Take note of a poll; `before` is the feed's state before it. Gives what is news about our network."""
        if feed.url is None:
            return None
        if poll.trouble is not Trouble.NETWORK:
            return self._answered(poll.at) if poll.http_status is not None else None
        if self._answered_at is None:
            self._answered_at = poll.at
        if before.failures == 0:
            self._silent.add(host)
        if self.lost or len(self._silent) < HOSTS or poll.at - self._answered_at < SILENT_FOR:
            return None
        self.lost = True
        return ReachNews(
            subject="No feed can be reached",
            text=f"Since {self._answered_at:%H:%M} UTC no server of any feed answered, the last one: {poll.error}.\n"
            "That looks like the network, the name server or the proxy of this machine. Feeds are tried again every "
            f"{TRIED_AGAIN_AFTER // timedelta(minutes=1)} minutes, and none counts as failing for it.",
        )

    def not_told(self) -> None:
        """Take back the last news: they could not be stored, and the next poll of the kind brings them again."""
        self.lost = not self.lost

    def _answered(self, at: datetime) -> ReachNews | None:
        since, self._answered_at, lost, self.lost = self._answered_at, at, self.lost, False
        self._silent.clear()
        if not lost or since is None:
            return None
        return ReachNews(
            subject="Feeds can be reached again",
            text=f"No server answered from {since:%A %H:%M} to {at:%A %H:%M} UTC. All feeds are polled again as usual.",
        )
