import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.integration.farm import Farm
from tests.integration.faults import Faults, fault_server
from tests.integration.servers import MailServer, Receiver, hanging_server, mail_server, webhook_receiver


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def _trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this process trust the test's authority, as a system's certificate store would."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.fixture
def starttls(server_tls: ssl.SSLContext) -> Iterator[MailServer]:
    with mail_server(server_tls, implicit=False) as server:
        yield server


@pytest.fixture
def implicit_tls(server_tls: ssl.SSLContext) -> Iterator[MailServer]:
    with mail_server(server_tls, implicit=True) as server:
        yield server


@pytest.fixture
def plain() -> Iterator[MailServer]:
    with mail_server(None) as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def faults() -> Iterator[Faults]:
    with fault_server() as faults:
        yield faults


@pytest.fixture
def hanging() -> Iterator[int]:
    with hanging_server() as port:
        yield port


@pytest.fixture
def farm() -> Iterator[Farm]:
    with Farm() as running:
        yield running
