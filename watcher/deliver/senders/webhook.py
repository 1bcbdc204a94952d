"""`webhook = { … }`: a server that takes messages as JSON, for programs.

One that comes twice is known by its key, which stands in the header `Idempotency-Key` and in the message itself.
"""

from watcher.alerts import AlertView, one_line
from watcher.alerts.harmless import safe_link
from watcher.clock import Clock, SystemClock
from watcher.deliver.fit import fit
from watcher.deliver.redact import secret_parts
from watcher.deliver.result import Outcome, Result
from watcher.deliver.senders import Message
from watcher.deliver.senders.calls import endpoint_of, refused, unanswered
from watcher.model import Notice, Webhook
from watcher.net import Caller, CallError
from watcher.stories import by_standing
from watcher.text import Redactor

LINKS = 10  # of one alert

_HEADLINE_LIMIT = 200  # characters
_REASON_LIMIT = 400  # characters


class WebhookSender:
    """Posts to one address. `send` may be called by several threads at once."""

    def __init__(self, webhook: Webhook, *, caller: Caller | None = None, clock: Clock | None = None) -> None:
        self._webhook = webhook
        self._caller = caller or Caller()
        self._clock = clock or SystemClock()
        values = [part for value in webhook.headers.values() for part in (value, *value.split())]
        self._redact = Redactor([*secret_parts(webhook.url, host_is_secret=False), *values])

    def __repr__(self) -> str:
        return "<WebhookSender>"

    @property
    def endpoint(self) -> tuple[str, int] | None:
        """Host and TCP port of the server."""
        return endpoint_of(self._webhook.url)

    def send(self, message: Message) -> Result:
        """Post one message; the status of the answer decides."""
        headers = {**self._webhook.headers, "Idempotency-Key": message.key}
        try:
            answer = self._caller.call("POST", self._webhook.url, payload(message), headers)
        except CallError as error:
            return unanswered(error)
        if not answer.taken:
            return refused(answer, self._redact, self._clock.now())
        return Result(outcome=Outcome.SENT, reason=f"the server took it: it answered {answer.status}")


def payload(message: Message) -> dict[str, object]:
    """Give what is posted: the message as a person reads it, and what it tells as a program does.

    Where it was too long, half of the text, and of what it tells no more than which alerts they are.
    """
    rendering = message.rendering
    text = fit(rendering.text, len(rendering.text) // 2, len) if message.short else rendering.text
    return {
        "key": message.key,
        "subject": rendering.subject,
        "text": text,
        "alerts": [
            _identified(view) if message.short else {**_identified(view), **_described(view)}
            for view in message.views
            if isinstance(view, AlertView)
        ],
        "notices": [_notice(view) for view in message.views if isinstance(view, Notice) and not message.short],
    }


def _identified(view: AlertView) -> dict[str, object]:
    alert = view.alert
    return {
        "id": alert.id,
        "label": alert.label.value,
        "rule": alert.rule,
        "priority": alert.priority.value,
        "story": view.story.id,
        "created_at": alert.created_at.isoformat(),
    }


def _described(view: AlertView) -> dict[str, object]:
    links = (safe_link(copy.link) for copy in by_standing(view.copies))
    return {
        "headline": one_line(view.lead.title, _HEADLINE_LIMIT),
        "reason": one_line(view.alert.reason, _REASON_LIMIT),
        "links": [*dict.fromkeys(filter(None, links))][:LINKS],
    }


def _notice(notice: Notice) -> dict[str, object]:
    return {
        "id": notice.id,
        "subject": notice.subject,
        "text": notice.text,
        "created_at": notice.created_at.isoformat(),
    }
