"""Past the outbox: a connection for `watcher check`, one honest message for `watcher channels test`, one in need."""

import io
import socket
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from html import escape
from typing import TextIO
from zoneinfo import ZoneInfo

from watcher.alerts import Rendering, render
from watcher.deliver.deadletters import ADVICE
from watcher.deliver.handing import send
from watcher.deliver.result import Cause, Outcome, Result
from watcher.deliver.senders import Message, build_sender
from watcher.model import Channel, Notice


def test_channel(channel: Channel, *, stream: TextIO, now: datetime) -> Result:
    """Send one test message to each recipient, as an alert would be; the first failure counts, see `said`.

    Raises ConfigurationError as `build_sender` does.
    """
    message = Message(rendering=_message(channel.name, now), key=f"test{now:%H%M%S%f}"[:13])
    return _sent(channel, message, stream)


def send_notice(channel: Channel, notice: Notice, *, timezone: ZoneInfo, stream: TextIO) -> Result:
    """Send a notice once to each recipient while the outbox cannot be written; the first failure counts.

    Raises ConfigurationError as `build_sender` does.
    """
    message = Message(rendering=render(notice, timezone=timezone), key=notice.id, views=(notice,))
    return _sent(channel, message, stream)


def _sent(channel: Channel, message: Message, stream: TextIO) -> Result:
    sender = build_sender(channel, stream=stream)
    everybody = [parseaddr(entry)[1] for entry in channel.email.to] if channel.email else [""]
    results = [send(sender, replace(message, recipient=recipient)) for recipient in everybody]
    return next((result for result in results if result.outcome is not Outcome.SENT), results[-1])


def said(result: Result) -> str:
    """Say what came of a test and what is to be done, in a sentence or two; no more than what the other side said.

    That it took a message does not say that anybody can read it: only who looks there knows.
    """
    if result.outcome is Outcome.SENT:
        return f"{result.reason}; look whether it arrived"
    if result.outcome is Outcome.UNKNOWN:
        return f"nobody knows whether it was sent ({result.cause}): {result.reason}; look whether it is there"
    cause = f" ({result.cause})" if result.cause else ""
    advice = ADVICE.get(result.cause or Cause.OTHER)
    again = "an alert would be tried again" if result.outcome is Outcome.RETRY else "an alert would be given up at once"
    return f"not sent{cause}: {result.reason}; {again}" + (f". {advice}" if advice else "")


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
