"""The port for Prometheus, over real HTTP."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from tests import stores
from tests.contract.store.builders import alert
from watcher.clock import SystemClock
from watcher.deliver import Delivered, Outcome
from watcher.engine.ingest import Ingested, Seconds
from watcher.engine.metrics import Metrics
from watcher.engine.serving import serving
from watcher.errors import ConfigurationError, ServiceUnavailable
from watcher.model import AlertState, Feed, FeedState, Label
from watcher.settings import Settings, load
from watcher.store import Store

CLOCK = SystemClock()
ANYWHERE = ("127.0.0.1", 0)


def asked(address: tuple[str, int], path: str, **headers: str) -> tuple[int, str, str]:
    """Give status, content type and body."""
    with closing(HTTPConnection(*address, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()


@contextmanager
def served(*ailments: str) -> Iterator[tuple[str, int]]:
    with serving(ANYWHERE, CollectorRegistry(), lambda: ailments) as address:
        yield address


def settings_of(
    folder: Path, *, feeds: tuple[str, ...] = (), rules: tuple[str, ...] = ("votes",), more: str = ""
) -> Settings:
    written = "".join(f'[[rules]]\nname = "{name}"\nquery = "vote"\nchannels = ["desk"]\n' for name in rules)
    (folder / "rules.toml").write_text(written, encoding="utf-8")
    tables = "".join(f'[[feeds]]\nname = "{name}"\nurl = "https://quay.example/{name}"\n' for name in feeds)
    channels = f'[[channels]]\nname = "desk"\nurl = "console:"\n{more}'
    (folder / "watcher.toml").write_text(
        f'data-dir = "data"\nrules = ["rules.toml"]\n{tables}{channels}', encoding="utf-8"
    )
    return load(folder / "watcher.toml", stores.ENVIRON)


def values(metrics: Metrics) -> dict[str, float]:
    """Give all samples by name and labels, as `name{a="b"}`."""
    families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_prometheus_is_answered_in_its_text_format() -> None:
    with serving(ANYWHERE, Metrics(CLOCK).registry, tuple) as address:
        status, content_type, body = asked(address, "/metrics")
    assert (status, content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert 'watcher_feed_polls_total{status="failed"} 0.0' in body


@pytest.mark.parametrize(
    ("ailments", "answer"),
    [
        ((), (HTTPStatus.OK, "healthy\n")),
        (("the poll loop is silent",), (HTTPStatus.SERVICE_UNAVAILABLE, "the poll loop is silent\n")),
    ],
    ids=["healthy", "silent"],
)
def test_health_is_told_by_the_status(ailments: tuple[str, ...], answer: tuple[int, str]) -> None:
    with served(*ailments) as address:
        status, _, body = asked(address, "/healthz")
    assert (status, body) == answer


def test_nothing_else_is_served() -> None:
    with served() as address:
        assert asked(address, "/")[0] == HTTPStatus.NOT_FOUND


def test_a_client_that_says_nothing_holds_up_nobody() -> None:
    with served() as address, socket.create_connection(address):
        assert asked(address, "/healthz")[0] == HTTPStatus.OK


def test_a_port_that_is_taken_is_told_by_its_key() -> None:
    with served() as address, pytest.raises(ServiceUnavailable) as told, serving(address, CollectorRegistry(), tuple):
        pass
    assert str(told.value) == (
        f"[metrics] listen: 127.0.0.1:{address[1]} is taken by another program; end it or choose another port"
    )


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7"])
def test_an_address_of_another_machine_is_told_by_its_key(host: str) -> None:
    with pytest.raises(ConfigurationError, match=r"listen: .*:9464 is no address that this machine can listen on"):
        serving((host, 9464), CollectorRegistry(), tuple).__enter__()


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="no IPv6 here")
def test_ipv6_is_served_too() -> None:
    with serving(("::1", 0), CollectorRegistry(), tuple) as address:
        assert asked(address, "/healthz")[0] == HTTPStatus.OK


def test_what_is_reported_is_counted(tmp_path: Path) -> None:
    metrics = Metrics(CLOCK)
    metrics.follow(settings_of(tmp_path, feeds=("harbour",)))
    state = FeedState(name="harbour", failures=2, succeeded_at=CLOCK.now())
    metrics.reports.ingested(
        Ingested(
            source="harbour",
            status="fetched",
            changed=2,
            labels=(Label.NEW, Label.COPY, Label.COPY),
            alerts=(alert(1, rule="votes"), alert(2, rule="votes", state=AlertState.BASELINE)),
            feed=Feed(name="harbour"),
            state=state,
            seconds=Seconds(fetch=0.5, store=0.1),
        )
    )
    metrics.reports.delivered(Delivered(channel="desk", outcome=Outcome.RETRY, reason="", attempts=1, seconds=0.2))
    found = values(metrics)
    assert found["watcher_feed_polls_total fetched"] == 1
    assert found["watcher_entries_total new"] == 1
    assert found["watcher_entries_total copy"] == 2
    assert found["watcher_entries_changed_total"] == 2
    assert found["watcher_alerts_total votes"] == 1
    assert found["watcher_feed_failures harbour"] == 2
    assert found["watcher_feed_last_success_timestamp_seconds harbour"] == pytest.approx(state.succeeded_at.timestamp())
    assert found["watcher_document_seconds_count fetch"] == 1
    assert found["watcher_document_seconds_count prepare"] == 0
    assert found["watcher_deliveries_total desk retry"] == 1
    assert found["watcher_deliveries_total desk sent"] == 0
    assert found["watcher_delivery_seconds_count"] == 1


def test_a_name_that_left_is_gone_and_one_that_stayed_keeps_its_count(tmp_path: Path) -> None:
    metrics = Metrics(CLOCK)
    metrics.follow(
        settings_of(tmp_path, feeds=("harbour", "quay"), more='[[channels]]\nname = "pager"\nurl = "console:"\n')
    )
    metrics.reports.delivered(Delivered(channel="desk", outcome=Outcome.SENT, reason="", attempts=1, seconds=0.2))
    metrics.follow(settings_of(tmp_path, feeds=("quay",), rules=("ships",)))
    metrics.reports.delivered(Delivered(channel="pager", outcome=Outcome.SENT, reason="", attempts=1, seconds=0.2))
    found = values(metrics)
    assert [name for name in found if "harbour" in name or "pager" in name or "votes" in name] == []
    assert found["watcher_deliveries_total desk sent"] == 1
    assert found["watcher_alerts_total ships"] == 0


def test_ten_thousand_feeds_are_two_series_each(tmp_path: Path) -> None:
    metrics = Metrics(CLOCK)
    names = tuple(f"feed-{number}" for number in range(1_000))
    metrics.follow(settings_of(tmp_path, feeds=names))
    with closing(Store.open(f"sqlite:///{tmp_path / 'watcher.db'}", CLOCK)) as store:
        store.upgrade()
        metrics.look_into(store, [FeedState(name=name, succeeded_at=CLOCK.now()) for name in names])
        assert len(values(metrics)) < 2 * len(names) + 150


def test_a_store_that_does_not_answer_leaves_the_other_numbers(tmp_path: Path) -> None:
    metrics = Metrics(CLOCK)
    metrics.follow(settings_of(tmp_path))
    with closing(Store.open(f"sqlite:///{tmp_path / 'watcher.db'}", CLOCK)) as store:
        metrics.look_into(store, [])  # it has no tables
        found = values(metrics)
    assert found["watcher_store_up"] == 0
    assert found["watcher_unstored_total"] == 0
    assert "watcher_store_bytes" not in found


def test_a_scrape_goes_on_while_the_store_is_written_and_waits_for_no_writer(tmp_path: Path) -> None:
    metrics = Metrics(CLOCK)
    metrics.follow(settings_of(tmp_path))
    with closing(Store.open(f"sqlite:///{tmp_path / 'watcher.db'}", CLOCK)) as store:
        store.upgrade()
        metrics.look_into(store, [])
        with store.write():
            found = values(metrics)
    assert (found["watcher_store_up"], found["watcher_outbox_waiting desk"]) == (1, 0)
