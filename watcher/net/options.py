"""What the client is told: limits and its name. `settings` builds this."""

from dataclasses import dataclass, field
from datetime import timedelta

from watcher import __version__

MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOptions:
    """Limits of one client; each must be positive, `max_redirects` may be zero.

    `max_size` is in bytes as received; unpacked, a body may be three times as large.
    """

    concurrency: int = 200  # connections at once
    max_size: int = 10 * MIB
    connect_timeout: timedelta = timedelta(seconds=10)
    total_timeout: timedelta = timedelta(seconds=60)  # name look-up to last byte, redirects included
    max_redirects: int = 10
    proxy: str | None = field(default=None, repr=False)  # http(s) address that every request goes through; a secret
    user_agent: str = f"watcher/{__version__} (self-hosted news watcher; feeds)"

    @property
    def max_unpacked(self) -> int:
        """Largest body in bytes after unpacking."""
        return 3 * self.max_size
