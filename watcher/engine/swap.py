"""From one configuration to the next in a running program: first all that can fail, then the swap, which cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from watcher.deliver import Courier, Sender
from watcher.engine.program import Program, client_options, followed, sender_of
from watcher.engine.reload import Change, changed, holding
from watcher.errors import ConfigurationError
from watcher.model import Channel, FeedState
from watcher.rules import RuleSet
from watcher.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A configuration that is ready to hold."""

    settings: Settings  # as far as they can hold without a restart
    change: Change
    states: Mapping[str, FeedState]  # of every feed
    senders: Mapping[str, Sender]  # of the channels that are new or changed, by name
    rules: RuleSet | None  # None: as before


def ready(program: Program, settings: Settings) -> Swap:
    """Build what the new settings need; nothing of it is in use yet.

    Raises:
        ConfigurationError: a channel cannot be built.
        ServiceUnavailable: the store does not answer.
    """
    change = changed(program.settings, settings)
    anew = {*change.channels.added, *change.channels.changed}
    channels = [channel for channel in settings.channels if channel.name in anew]
    return Swap(
        settings=holding(program.settings, settings),
        change=change,
        states=_states(program, settings),
        senders={channel.name: _sender(channel, settings) for channel in channels},
        rules=RuleSet(settings.rules) if change.rules else None,
    )


def swapped(program: Program, swap: Swap) -> Program:
    """Give the program as it is under the other configuration; its sources and rules are under it at once.

    Not while a tick is under way. Couriers and due times are the caller's.
    """
    settings = swap.settings
    if swap.rules is not None:
        program.ingest.use(swap.rules)
    program.ingest.noticing.use(settings.operator.channels)
    if client_options(settings.collect) != client_options(program.settings.collect):
        program.intake.collect_with(client_options(settings.collect))
    before = program.settings
    if (settings.agencies, settings.lexicons) != (before.agencies, before.lexicons):
        program.intake.read_by(settings.agencies, settings.lexicons)
    program.outbox.follow(followed(settings))
    program.sweeper.follow(settings.drops, settings.collect.max_size)
    return replace(program, settings=settings, couriers=tuple(_couriers(program, swap)))


def _couriers(program: Program, swap: Swap) -> Iterable[Courier]:
    before = {courier.channel.name: courier for courier in program.couriers}
    zone = swap.settings.timezone
    for channel in swap.settings.channels:
        sender = swap.senders.get(channel.name)
        yield program.courier(channel, sender, zone) if sender else before[channel.name]


def _states(program: Program, settings: Settings) -> Mapping[str, FeedState]:
    with program.store.read() as tx:
        return tx.feeds.states([feed.name for feed in settings.feeds])


def _sender(channel: Channel, settings: Settings) -> Sender:
    """Build a sender, or say also where the mistake stands."""
    try:
        return sender_of(channel)
    except ConfigurationError as error:
        keys = (f"channels.{channel.name}.", f'channels."{channel.name}".')  # the latter where a dot is in the name
        place = next((value.origin for key, value in settings.values.items() if key.startswith(keys)), settings.file)
        raise ConfigurationError(f"{place}: {error}") from None
