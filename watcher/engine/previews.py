"""How an alert would reach each channel: rendered as couriers do it, and sent nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.alerts import AlertView, render, render_first
from watcher.alerts.sample import sample
from watcher.clock import Clock
from watcher.deliver.preview import Preview, preview
from watcher.deliver.senders import Message
from watcher.engine.opened import is_unused, opened_store
from watcher.errors import ConfigurationError
from watcher.model import Alert, Channel
from watcher.settings import Settings
from watcher.store import Transaction

SAMPLE_RULE = "sample"  # where the configuration has no rule
KEY = "preview000000"  # of a message that is never sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An alert to be shown, and those that were sent before on its rule and story."""

    view: AlertView
    earlier: tuple[Alert, ...] = ()
    made_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPreview:
    """The alert on one channel, or what keeps the channel from being used."""

    channel: Channel
    shown: Preview | None
    problem: str | None = None  # set where `shown` is None


def alert_to_show(settings: Settings, clock: Clock, typed: str | None) -> Shown:
    """Give the alert whose id begins as typed, else the newest; where there is none, a made-up one.

    Raises what `opened_store` does, and InputError where no alert has that id.
    """
    if typed is None and is_unused(settings, clock):
        return _made_up(settings, clock.now())
    with opened_store(settings, clock, upgrade=True) as store, store.read() as tx:
        names = [tx.alerts.get(typed)] if typed is not None else [alert.id for alert in tx.alerts.list(limit=1)]
        return _shown(tx, tx.alerts.view(names[0])) if names else _made_up(settings, clock.now())


def previews(shown: Shown, channels: Iterable[Channel], settings: Settings, now: datetime) -> Iterator[ChannelPreview]:
    """Show it on each of these channels."""
    for channel in channels:
        message = _message(shown, settings.timezone, channel.template)
        try:
            yield ChannelPreview(channel=channel, shown=preview(channel, message, now))
        except ConfigurationError as error:
            yield ChannelPreview(channel=channel, shown=None, problem=str(error))


def _message(shown: Shown, timezone: ZoneInfo, template: str | None) -> Message:
    view, earlier = shown.view, shown.earlier
    rendering = render(view, timezone=timezone, earlier=earlier, template=template)
    first = render_first(view, timezone=timezone, earlier=earlier, template=template)
    return Message(rendering=rendering, key=KEY, views=(view,), first=first)


def _shown(tx: Transaction, view: AlertView) -> Shown:
    alert = view.alert
    before: Sequence[Alert] = tx.alerts.list(rule=alert.rule, story=view.story.id)
    return Shown(view=view, earlier=tuple(each for each in reversed(before) if each.created_at < alert.created_at))


def _made_up(settings: Settings, now: datetime) -> Shown:
    rule = settings.rules[0].name if settings.rules else SAMPLE_RULE
    return Shown(view=sample(rule, now), made_up=True)
