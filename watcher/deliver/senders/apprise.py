"""Everything that is not the console: one service with one recipient, through Apprise.

Apprise is told neither to retry, nor to split, nor to run anything in its thread pool: a hung service there would
hold up every other and the end of the process.
"""

from typing import TYPE_CHECKING

from watcher.alerts import Rendering
from watcher.deliver.classify import classify
from watcher.deliver.fit import MARGIN, SUBJECT, as_header, as_text, fit, fit_line
from watcher.deliver.redact import redactor_of
from watcher.deliver.result import Outcome, Result
from watcher.deliver.senders import scheme_of
from watcher.deliver.senders.logs import kept_logs
from watcher.deliver.senders.plugins import MAIL, address_of, counts_title, has_host, measure_of, plugin_of
from watcher.model import Channel

if TYPE_CHECKING:
    from apprise import NotifyFormat


class AppriseSender:
    """One Apprise service. `send` blocks, at worst for as long as the service keeps sending single bytes."""

    def __init__(self, channel: Channel) -> None:
        """Read the channel's URL; raises ConfigurationError where it does not name one service and one recipient."""
        from apprise import Apprise  # noqa: PLC0415 - takes 0.3 s to import

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

    def send(self, rendering: Rendering) -> Result:
        """Hand one message over; what the service answers decides."""
        title, body, body_format = self._message(rendering)
        with kept_logs() as records:
            taken = self._service.notify(title=title, body=body, body_format=body_format)
        if taken:
            return Result(outcome=Outcome.SENT, reason=f"{self._plugin.service_name} took it")
        return classify(records, self._redact)

    def _message(self, rendering: Rendering) -> "tuple[str, str, NotifyFormat]":
        """Give title, body and format, title and body within the service's limits."""
        from apprise import NotifyFormat  # noqa: PLC0415 - as above

        plugin, room, subject = self._plugin, self._plugin.body_maxlen - MARGIN, rendering.subject
        if self._scheme in MAIL:
            subject = fit_line(subject, SUBJECT, as_header)
            html = plugin.resolve_format(NotifyFormat.HTML) is NotifyFormat.HTML
            if html and as_text(rendering.html) <= room:
                return subject, rendering.html, NotifyFormat.HTML
        measure = measure_of(plugin, self._scheme)
        title = fit_line(subject, plugin.title_maxlen or room // 2, measure)
        if counts_title(plugin, self._scheme):
            room -= measure(title)
        return title, fit(rendering.text, room, measure), NotifyFormat.TEXT
