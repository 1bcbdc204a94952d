"""How fast a channel may be sent to: so many messages in so much time, `rate` or what services of its kind bear."""

from collections import deque
from datetime import timedelta

from watcher.clock import Clock
from watcher.deliver.senders import scheme_of
from watcher.model import Channel, Rate

_SECOND = timedelta(seconds=1)
_ONE_A_SECOND = Rate(count=1, per=_SECOND)
_USUAL = {
    "discord": Rate(count=5, per=2 * _SECOND),  # of one webhook, by the X-RateLimit headers of its answers
    "slack": _ONE_A_SECOND,  # docs.slack.dev, "Rate limits": incoming webhooks and posted messages
    "tgram": _ONE_A_SECOND,  # core.telegram.org/bots/faq: in one chat
    "email": _ONE_A_SECOND,
    "mailto": _ONE_A_SECOND,
    "mailtos": _ONE_A_SECOND,
}


def usual_rate(channel: Channel) -> Rate | None:
    """Give how fast a channel is sent to that states no rate; None: as fast as it takes messages."""
    return _USUAL.get(scheme_of(channel))


class Bucket:
    """A token for each message that may leave; one that is taken is back after the rate's whole time.

    So in no stretch of that length more messages leave than the rate says, at its edges neither. For one thread.
    """

    def __init__(self, rate: Rate | None, clock: Clock) -> None:
        """Begin full; without a rate there is always a token."""
        self._rate = rate
        self._clock = clock
        self._taken: deque[float] = deque(maxlen=rate.count if rate else 0)  # monotonic, oldest first

    def wait(self) -> timedelta:
        """Give how long it is until there is a token; zero: there is one."""
        if self._rate is None or len(self._taken) < self._rate.count:
            return timedelta(0)
        back = self._taken[0] + self._rate.per.total_seconds()
        return max(timedelta(seconds=back - self._clock.monotonic()), timedelta(0))

    def left(self) -> int | None:
        """Give how many tokens there are; None: always another one."""
        if self._rate is None:
            return None
        since = self._clock.monotonic() - self._rate.per.total_seconds()
        return self._rate.count - sum(taken > since for taken in self._taken)

    def take(self) -> None:
        """Take a token; only after `wait` gave zero."""
        self._taken.append(self._clock.monotonic())
