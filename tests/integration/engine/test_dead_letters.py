"""What a channel refuses for good, told on the operator's other channels as they are at that moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.engine.running import Running, running, until
from tests.integration.faults import HANG, Answer, Faults, fault_server
from tests.integration.servers import Receiver
from watcher import alerts
from watcher.model import DeliveryState

GONE = Answer(404, body=b"no such hook")


class House:
    """A configuration with channels that fail, two others, and the operator at one of them."""

    def __init__(self, folder: Path, ports: dict[str, int]) -> None:
        self.path = folder / "watcher.toml"
        self._channels = "".join(
            f'[[channels]]\nname = "{name}"\nurl = "json://127.0.0.1:{port}/{name}"\n' for name, port in ports.items()
        )
        self.tell("chat")

    def tell(self, channel: str) -> None:
        """Have the operator told at a channel."""
        self.path.write_text(f'data-dir = "data"\noperator = {{ channels = ["{channel}"] }}\n{self._channels}')


@pytest.fixture
def house(tmp_path: Path, faults: Faults, receiver: Receiver) -> House:
    faults.script = [GONE]
    return House(tmp_path, {"one": faults.port, "two": faults.port, "chat": receiver.port, "mail": receiver.port})


@pytest.fixture
def daemon(house: House) -> Iterator[Running]:
    with running(house.path) as daemon:
        yield daemon


def write(daemon: Running, channel: str) -> None:
    """Have something wait for a channel."""
    notice = alerts.notice("feed", f"For {channel}", "Look there.", daemon.daemon.clock.now())
    daemon.daemon.program.store.run(lambda tx: tx.notices.tell(notice, (channel,)))
    daemon.daemon._couriers.wake()


def test_a_dead_letter_is_told_on_the_operators_channel_and_a_reload_changes_which(
    house: House, daemon: Running, receiver: Receiver
) -> None:
    write(daemon, "one")
    until(lambda: len(receiver.requests) == 1)
    house.tell("mail")
    until(lambda: daemon.daemon.program.settings.operator.channels == ("mail",))
    write(daemon, "two")
    until(lambda: len(receiver.requests) == 2)
    assert [request.path for request in receiver.requests] == ["/chat", "/mail"]
    assert [request.body["title"] for request in receiver.requests] == [
        "Channel one did not take an alert: the server answered 404 (Not Found): no such hook",
        "Channel two did not take an alert: the server answered 404 (Not Found): no such hook",
    ]


def test_a_channel_that_hangs_delays_no_other_and_not_the_end(house: House) -> None:
    with fault_server() as stuck:
        stuck.script = [HANG]
        house._channels += f'[[channels]]\nname = "stuck"\nurl = "json://127.0.0.1:{stuck.port}/?rto=60"\n'
        house.tell("chat")
        with running(house.path) as daemon:
            write(daemon, "stuck")
            until(lambda: stuck.taken)
            write(daemon, "chat")
            until(lambda: [delivered.channel for delivered in daemon.deliveries] == ["chat"])
            store = daemon.daemon.program.store
            with store.read() as tx:
                waiting = tx.counts().deliveries
        assert waiting[DeliveryState.SENDING] == 1
        assert not daemon._thread.is_alive()
