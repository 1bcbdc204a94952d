"""What polls show that the operator has to know: written in the transaction of the poll, so that it is told once."""

from dataclasses import replace
from datetime import datetime

from watcher.collect import server_of
from watcher.engine.health import health_news
from watcher.engine.reach import Reach, ReachNews
from watcher.engine.telling import logged
from watcher.model import Feed, FeedState, Poll
from watcher.store import Transaction


class Noticing:
    """Keeps an eye on feeds and on our own network. One writer calls it; `use` may be called from any thread."""

    def __init__(self, channels: tuple[str, ...] = ()) -> None:
        """Tell through these channels; without any there is only the log."""
        self._channels = channels
        self._reach = Reach()

    def use(self, channels: tuple[str, ...]) -> None:
        """Tell through these channels from now on."""
        self._channels = channels

    @property
    def channels(self) -> tuple[str, ...]:
        """What the operator is told through, as it is now."""
        return self._channels

    @property
    def unreachable(self) -> bool:
        """Whether our own network is away, so that failures say nothing about feeds."""
        return self._reach.lost

    def reached(self, feed: Feed, state: FeedState, poll: Poll) -> ReachNews | None:
        """Take note of a poll, once; give what it says about our network."""
        return self._reach.note(feed, server_of(feed, state), state, poll)

    def not_told(self) -> None:
        """Take back what the last poll said about our network: the transaction that would have told it failed."""
        self._reach.not_told()

    def look(self, tx: Transaction, feed: Feed, before: FeedState, after: FeedState, at: datetime) -> FeedState:
        """Tell what is new about a feed's health, and give its state with what was told.

        While our own network is away nothing is: what failed just before that was known would be told feed by feed.
        """
        news = None if self.unreachable else health_news(feed, before, after, at)
        if news is not None:
            self.tell(tx, news.subject, news.text, key="feed", at=at)
        announced = news.announced if news else before.announced
        return after if after.announced == announced else replace(after, announced=announced)

    def tell(self, tx: Transaction, subject: str, text: str, *, key: str, at: datetime) -> None:
        """Log a notice and write it into the outbox of each channel; see `Operator.tell`."""
        told = logged(key, subject, text, at, self._channels)
        if self._channels:
            tx.notices.tell(told, self._channels)
