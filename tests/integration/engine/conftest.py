from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.engine.desk import Desk
from tests.integration.engine.running import Running, running
from tests.integration.servers import Receiver


@pytest.fixture
def desk(tmp_path: Path, receiver: Receiver) -> Desk:
    desk = Desk(tmp_path, receiver.port)
    desk.write()
    return desk


@pytest.fixture
def daemon(desk: Desk) -> Iterator[Running]:
    with running(desk.path) as daemon:
        yield daemon
