"""What the client is told: limits and its name. `settings` builds this."""

from dataclasses import dataclass, field
from datetime import timedelta

from watcher import __version__
from watcher.net.guard import Networks

KIB, MIB = 2**10, 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOptions:
    """Limits of one client; each must be positive, `max_redirects` may be zero.

    `max_size` is in bytes as received; unpacked, a body may be three times as large.
    """

    concurrency: int = 200  # requests at once, kept by who asks (`collect.Turns`); a few more while servers hang
    max_size: int = 10 * MIB
    connect_timeout: timedelta = timedelta(seconds=10)
    total_timeout: timedelta = timedelta(seconds=60)  # name look-up to last byte, redirects included
    patience: timedelta = timedelta(seconds=20)  # of each hop: until it answers, and then until `min_rate` holds
    min_rate: int = 1_000  # bytes a second, as received, on average since the answer began
    max_headers: int = 64 * KIB  # bytes; real servers send policies beyond aiohttp's 8 KiB for one header
    max_redirects: int = 10
    proxy: str | None = field(default=None, repr=False)  # http(s) address that every request goes through; a secret
    allow_private: Networks = ()  # networks beside the public internet that may be fetched from
    guarded: bool = True  # False: any address may be fetched from, for those that the user alone chooses
    user_agent: str = f"watcher/{__version__} (self-hosted news watcher; feeds)"

    @property
    def max_unpacked(self) -> int:
        """Largest body in bytes after unpacking."""
        return 3 * self.max_size
