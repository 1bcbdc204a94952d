"""Host names to addresses. What a resolver gives is what is connected to, so a guard that checks it here pins it.

An IP address written in a URL never comes here: aiohttp connects to it directly.
"""

import socket
from functools import partial
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from watcher.net.errors import RefusedError
from watcher.net.guard import Address, Networks, objection
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


class GuardedResolver(AbstractResolver):
    """Asks another resolver and hands on only addresses that may be fetched from."""

    def __init__(self, inner: AbstractResolver, allowed: Networks) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give those of a host's addresses that may be fetched from, never none.

        Raises:
            RefusedError: it has only others.
            OSError: it has none at all.
        """
        found = await self._inner.resolve(host, port, family)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        kinds = [objection(ip_address(result["host"]), self._allowed) for result in found]
        fit = [result for result, kind in zip(found, kinds, strict=True) if kind is None]
        if not fit:
            raise refused(ip_address(found[0]["host"]), str(kinds[0]))
        return fit

    async def close(self) -> None:
        """Do nothing: the inner resolver belongs to somebody else."""


def refused(address: Address, kind: str) -> RefusedError:
    """Say why nothing is fetched from an address, and what to do about it."""
    return RefusedError(f"is at {address}, a {kind} address; to fetch it, name its network in collect.allow-private")
