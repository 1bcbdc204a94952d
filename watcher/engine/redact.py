"""All that a running watcher must never show: the secrets of its configuration, in every part and form."""

from collections.abc import Callable, Iterator

from watcher.collect import feed_secrets
from watcher.deliver import channel_secrets
from watcher.settings import Settings
from watcher.text import Redactor, masked

Conceal = Callable[[str], str]


def concealing(*settings: Settings) -> Conceal:
    """Give what blanks the secrets of these configurations in a text, and whatever looks like one.

    A name that the configuration gives to something is none, though it were part of an address too.
    """
    names = {name for one in settings for name in _names(one)}
    redact = Redactor({secret for one in settings for secret in _secrets(one)} - names)
    return lambda text: masked(redact(text))


def _secrets(settings: Settings) -> Iterator[str]:
    yield from settings.secrets
    for feed in settings.feeds:
        yield from feed_secrets(feed)
    for channel in settings.channels:
        if channel.email and channel.email.password:
            yield f"\0{channel.email.user}\0{channel.email.password}"  # as AUTH PLAIN sends them (RFC 4616)
        if channel.url and "://" in channel.url:  # "console:" is none
            yield from channel_secrets(channel.url)
        if channel.webhook:
            yield from channel_secrets(channel.webhook.url)
    for url in (settings.operator.heartbeat_url, settings.collect.proxy):
        if url:
            yield from channel_secrets(url)


def _names(settings: Settings) -> Iterator[str]:
    yield from (feed.name for feed in settings.feeds)
    yield from (drop.name for drop in settings.drops)
    yield from (channel.name for channel in settings.channels)
    yield from (rule.name for rule in settings.rules)
