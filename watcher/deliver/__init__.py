"""Stage 7, outbox to channels: claim, render, send, classify, record; one courier a channel, with threads of its own.

Takes due deliveries from the outbox and gives each an outcome: sent, to be tried again, perhaps sent, or dead.
An alert is sent at least once; a channel that hangs holds up no other; no part of a channel's URL is ever shown,
logged or stored. Apprise loads with the first channel that needs it.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.deliver.check import endpoint, reachable, said, send_notice, test_channel
    from watcher.deliver.courier import Courier
    from watcher.deliver.ports import Outbox
    from watcher.deliver.redact import channel_secrets
    from watcher.deliver.result import Delivered, Outcome, Result
    from watcher.deliver.senders import Sender, build_sender

__all__ = [
    "Courier",
    "Delivered",
    "Outbox",
    "Outcome",
    "Result",
    "Sender",
    "build_sender",
    "channel_secrets",
    "endpoint",
    "reachable",
    "said",
    "send_notice",
    "test_channel",
]

__getattr__ = on_demand(
    __name__,
    {
        "check": ("endpoint", "reachable", "said", "send_notice", "test_channel"),
        "courier": ("Courier",),
        "ports": ("Outbox",),
        "redact": ("channel_secrets",),
        "result": ("Delivered", "Outcome", "Result"),
        "senders": ("Sender", "build_sender"),
    },
)
