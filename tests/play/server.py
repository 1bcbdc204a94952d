"""The invented servers of a case: two loopback ports, http and https, that answer for every host."""

import os
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.integration.farm import Farm, Request, reply
from tests.play.case import Case, Step

LOOPBACK = "127.0.0.1"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    url: str
    headers: Message


class Servers(AbstractResolver):
    """Plays one step at a time, and resolves every name of the case to its own ports; other names do not exist."""

    def __init__(self, case: Case, context: ssl.SSLContext) -> None:
        self.asked: list[Asked] = []  # in this step
        self._step: Step = case.steps[0]
        self._hosts = case.hosts
        self._farms = {"http": Farm(), "https": Farm()}
        self._farms["https"].encrypt(context)
        for scheme, farm in self._farms.items():
            farm.otherwise = partial(self._answer, scheme)

    @property
    def keeps_waiting(self) -> bool:
        """Say whether the answer of this step ends only when the client gives up."""
        return self._step.transport.keeps_waiting

    def play(self, step: Step) -> None:
        """Answer as this step says from now on."""
        self._step = step
        self.asked = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the loopback port that stands for the port of this host."""
        if host not in self._hosts:
            raise OSError(socket.EAI_NONAME, "no such host in the case")
        farm = self._farms["https" if port == _DEFAULT_PORTS["https"] else "http"]
        return [ResolveResult(hostname=host, host=LOOPBACK, port=farm.port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is held open."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve while the block runs."""
        with ExitStack() as stack:
            for farm in self._farms.values():
                stack.enter_context(farm)
            yield

    def _answer(self, scheme: str, request: Request) -> Iterable[bytes]:
        step = self._step
        url = f"{scheme}://{request.headers['Host']}{request.path}"
        self.asked.append(Asked(url, request.headers))
        place = step.chain.index(url) if url in step.chain else 0
        if place < len(step.hops):
            return [reply(step.hops[place], Location=step.chain[place + 1])]
        return step.transport.send(step.status, step.headers, step.body, self._farms[scheme].closing)


@contextmanager
def serving(case: Case) -> Iterator[Servers]:
    """Run the servers of a case, with certificates that this process trusts meanwhile."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert(*sorted(case.hosts)).configure_cert(context)
    servers = Servers(case, context)
    with _trusted(_authority()), servers.running():
        yield servers


@lru_cache(maxsize=1)
def _authority() -> trustme.CA:
    return trustme.CA()


@contextmanager
def _trusted(authority: trustme.CA) -> Iterator[None]:
    """Have this process trust an authority, as a system's certificate store would."""
    before = os.environ.get("SSL_CERT_FILE")
    with TemporaryDirectory(prefix="watcher-cases-") as folder:
        path = Path(folder) / "ca.pem"
        authority.cert_pem.write_to_path(str(path))
        os.environ["SSL_CERT_FILE"] = str(path)
        try:
            yield
        finally:
            os.environ.pop("SSL_CERT_FILE")
            if before is not None:
                os.environ["SSL_CERT_FILE"] = before
