"""Host names to addresses. What a resolver gives is what is connected to, so a guard that checks it here pins it.

An IP address written in a URL never comes here: aiohttp connects to it directly.
"""

import socket
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from watcher.net.threads import in_daemon_thread

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class SystemResolver(AbstractResolver):
    """Asks the operating system, without a limit on how many look-ups wait at once."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the addresses of a host in the system's order; OSError where it has none."""
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        return [
            ResolveResult(
                hostname=host, host=str(address[0]), port=port, family=found_family, proto=proto, flags=_NUMERIC
            )
            for found_family, _, proto, _, address in await in_daemon_thread(ask)
        ]

    async def close(self) -> None:
        """Do nothing: no connection is kept."""
