"""Whether a channel works: a connection for `watcher check`, one honest message for `watcher channels test`."""

import io
import socket
from datetime import datetime
from html import escape
from typing import TextIO

from watcher.alerts import Rendering
from watcher.deliver.result import Result
from watcher.deliver.senders import build_sender
from watcher.model import Channel


def test_channel(channel: Channel, *, stream: TextIO, now: datetime) -> Result:
    """Send one test message; the result is what the service said, "sent" included: only a reader can confirm more.

    Raises ConfigurationError as `build_sender` does.
    """
    return build_sender(channel, stream=stream).send(_message(channel.name, now))


def endpoint(channel: Channel) -> tuple[str, int] | None:
    """Give host and TCP port that the channel connects to; None where there is none or it is not known.

    Raises ConfigurationError as `build_sender` does.
    """
    return build_sender(channel, stream=io.StringIO()).endpoint


def reachable(channel: Channel, timeout: float) -> str | None:
    """Connect to the channel's endpoint and say what hinders, in one sentence; None: nothing, or there is no endpoint.

    Nothing is sent and nobody logs in. `timeout` in seconds. Raises ConfigurationError as `build_sender` does.
    """
    address = endpoint(channel)
    if address is None:
        return None
    try:
        socket.create_connection(address, timeout).close()
    except OSError as error:
        reason = "no answer in time" if isinstance(error, TimeoutError) else (error.strerror or str(error)).lower()
        return f"cannot reach {address[0]}:{address[1]}: {reason}"
    return None


def _message(name: str, now: datetime) -> Rendering:
    subject = f"Test from watcher: channel {name}"
    text = f"This is a test of the channel {name}, sent on {now:%Y-%m-%d %H:%M} UTC. No alert stands behind it."
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><p>{escape(text)}</p></body></html>'
    )
    return Rendering(subject=subject, text=text, html=html)
