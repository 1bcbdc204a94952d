"""Everything that is not the console: one service with one recipient, through Apprise.

Apprise is told neither to retry, nor to split, nor to run anything in its thread pool: a hung service there would
hold up every other and the end of the process.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from watcher.deliver.classify import classify
from watcher.deliver.fit import MARGIN, SUBJECT, as_header, as_text, fit, fit_line, unmarked
from watcher.deliver.redact import redactor_of
from watcher.deliver.result import Cause, Outcome, Result
from watcher.deliver.senders import Message, scheme_of
from watcher.deliver.senders.logs import kept_logs
from watcher.deliver.senders.plugins import MAIL, address_of, counts_title, has_host, measure_of, plugin_of
from watcher.deliver.senders.wire import watched
from watcher.model import Channel

if TYPE_CHECKING:
    from apprise import NotifyFormat

WITHIN = timedelta(seconds=60)  # for all that a service's plugin does for one message; usually it takes one request


class AppriseSender:
    """One Apprise service. `send` blocks, at worst for the time it is given; one that speaks no HTTP may longer."""

    def __init__(self, channel: Channel, *, within: timedelta = WITHIN) -> None:
        """Read the channel's URL; raises ConfigurationError where it does not name one service and one recipient."""
        from apprise import Apprise  # noqa: PLC0415 - takes 0.3 s to import

        self._within = within
        self._scheme = scheme_of(channel)
        self._plugin = plugin_of(channel)
        self._redact = redactor_of(channel.url or "", host_is_secret=not has_host(self._plugin))
        self._service = Apprise(self._plugin, asset=self._plugin.asset)

    def __repr__(self) -> str:
        return f"<AppriseSender {self._scheme}:>"

    @property
    def endpoint(self) -> tuple[str, int] | None:
        """Host and TCP port of the service; None where its plugin does not say so."""
        return address_of(self._plugin, self._scheme)

    def send(self, message: Message) -> Result:
        """Hand one message over; what the service answers decides."""
        title, body, body_format = self.laid_out(message)
        with kept_logs() as records, watched(self._within) as wire:
            taken = self._service.notify(title=title, body=body, body_format=body_format)
        if taken:
            said = f" and answered {wire.status}" if wire.status else ""
            return Result(outcome=Outcome.SENT, reason=f"{self._plugin.service_name} took it{said}")
        if wire.cut:
            reason = f"no whole answer within {self._within.total_seconds():g} s; the message may have arrived"
            return Result(outcome=Outcome.UNKNOWN, reason=reason, cause=Cause.TIMEOUT)
        return classify(records, self._redact, wire.retry_after)

    def laid_out(self, message: Message) -> "tuple[str, str, NotifyFormat]":
        """Give title, body and format as the service gets them, title and body within its limits."""
        from apprise import NotifyFormat  # noqa: PLC0415 - as above

        room = self._plugin.body_maxlen - MARGIN
        is_html = self._scheme in MAIL and self._plugin.resolve_format(NotifyFormat.HTML) is NotifyFormat.HTML
        if is_html and not message.plain and not message.short and as_text(message.rendering.html) <= room:
            return self._title(message, SUBJECT), message.rendering.html, NotifyFormat.HTML
        return *self._text(message, room), NotifyFormat.TEXT

    def _text(self, message: Message, room: int) -> tuple[str, str]:
        """Give title and body as text; what is to be short has at most half of what was refused."""
        measure = measure_of(self._plugin, self._scheme)
        text = unmarked(message.rendering.text) if message.plain else message.rendering.text
        title = self._title(message, self._plugin.title_maxlen or room // 2)
        if message.short:
            room = min(room, measure(title) + measure(text)) // 2
            title = fit_line(title, room // 2, measure)
        if message.short or counts_title(self._plugin, self._scheme):
            room -= measure(title)
        return title, fit(text, room, measure)

    def _title(self, message: Message, limit: int) -> str:
        subject = message.rendering.subject
        if self._scheme in MAIL:
            subject = fit_line(subject, SUBJECT, as_header)
        elif message.plain:
            subject = unmarked(subject)
        return fit_line(subject, limit, measure_of(self._plugin, self._scheme))
