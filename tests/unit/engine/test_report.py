"""The one line of each poll, dropped file and delivery."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from tests.unit.pipeline.builders import an_alert
from watcher.deliver import Delivered, Outcome
from watcher.engine.ingest import FOLDER, Ingested, Seconds
from watcher.engine.report import LOG, Reports, together
from watcher.model import AlertId, AlertState, Feed, FeedState, NoticeId

NEXT = datetime(2026, 3, 6, 12, 15, tzinfo=UTC)
POLLED = Ingested(
    source="harbour",
    status="fetched",
    new=3,
    copies=1,
    feed=Feed(name="harbour"),
    state=FeedState(name="harbour", next_due=NEXT),
    http_status=200,
    size=4711,
    seconds=Seconds(fetch=0.12345, prepare=0.0004, store=2.0),
)
SENT = Delivered(
    channel="desk", alert=AlertId("a1"), outcome=Outcome.SENT, reason="taken", attempts=2, seconds=0.25, queued=31.5
)


def logged(ingested: Ingested) -> dict[str, object]:
    with capture_logs() as lines:
        LOG.ingested(ingested)
    return dict(lines[0])


def told(delivered: Delivered) -> dict[str, object]:
    with capture_logs() as lines:
        LOG.delivered(delivered)
    return dict(lines[0])


def test_a_poll_is_one_line_with_all_that_it_came_to() -> None:
    assert logged(POLLED) == {
        "event": "feed.polled",
        "log_level": "info",
        "feed": "harbour",
        "status": "fetched",
        "http_status": 200,
        "bytes": 4711,
        "fetch_seconds": 0.123,
        "prepare_seconds": 0.0,
        "store_seconds": 2.0,
        "new": 3,
        "changed": 0,
        "copies": 1,
        "alerts": 0,
        "next_due": NEXT,
    }


def test_what_would_have_alerted_is_counted_by_rule() -> None:
    states = (AlertState.OPEN, AlertState.BASELINE, AlertState.HELD)
    line = logged(replace(POLLED, alerts=tuple(an_alert(str(state), state) for state in states)))
    assert (line["alerts"], line["kept_back"]) == (1, {"ministers": 2})


def test_a_poll_that_failed_is_a_warning_with_its_reason_and_how_many_failed_in_a_row() -> None:
    state = FeedState(name="harbour", next_due=NEXT, failures=3)
    failed = replace(
        POLLED, status="failed", error="connection refused", http_status=None, state=state, new=0, copies=0
    )
    line = logged(replace(failed, seconds=Seconds(fetch=0.1)))
    assert (line["event"], line["log_level"]) == ("feed.polled", "warning")
    assert (line["failures"], line["error"]) == (3, "connection refused")
    assert {"http_status", "prepare_seconds", "store_seconds"}.isdisjoint(line)


@pytest.mark.parametrize(
    ("ingested", "event", "named"),
    [
        (Ingested(source="inbox", status="taken", new=1), "drop.taken", "drop"),
        (Ingested(source="inbox", status="refused", error="a.txt: is empty"), "drop.taken", "drop"),
        (Ingested(source="inbox", status=FOLDER, error="is not there"), "drop.folder", "drop"),
        (Ingested(source="harbour", status="failed", error="not stored: full"), "source.unstored", "source"),
    ],
    ids=lambda value: value.status if isinstance(value, Ingested) else "",
)
def test_what_is_no_poll_has_an_event_of_its_own(ingested: Ingested, event: str, named: str) -> None:
    line = logged(ingested)
    assert (line["event"], line[named]) == (event, ingested.source)
    assert (line.get("error"), line["log_level"]) == (ingested.error, "warning" if ingested.error else "info")


def test_what_an_outage_kept_from_being_stored_is_for_debugging_only() -> None:
    busy = Ingested(source="harbour", status="failed", error="not stored: busy", outage="busy")
    assert logged(busy) == {
        "event": "source.unstored",
        "log_level": "debug",
        "source": "harbour",
        "error": "not stored: busy",
    }


def test_a_delivery_is_one_line() -> None:
    assert told(SENT) == {
        "event": "alert.delivered",
        "log_level": "info",
        "channel": "desk",
        "alert": "a1",
        "attempt": 2,
        "outcome": "sent",
        "seconds": 0.25,
        "queued_seconds": 31.5,
    }


@pytest.mark.parametrize("outcome", [Outcome.RETRY, Outcome.DEAD])
def test_a_delivery_that_failed_is_a_warning_with_its_reason(outcome: Outcome) -> None:
    line = told(replace(SENT, outcome=outcome, reason="the server answered 503"))
    assert (line["event"], line["log_level"]) == ("alert.failed", "warning")
    assert (line["outcome"], line["error"]) == (outcome, "the server answered 503")


def test_a_delivery_that_was_sent_says_what_did_not_work_besides() -> None:
    line = told(replace(SENT, flaw="the first message was not edited: the server answered 404"))
    assert (line["event"], line["outcome"], line["log_level"]) == ("alert.delivered", "sent", "info")
    assert line["error"] == "the first message was not edited: the server answered 404"


@pytest.mark.parametrize(("outcome", "event"), [(Outcome.SENT, "notice.delivered"), (Outcome.DEAD, "notice.failed")])
def test_a_notice_is_named_as_one(outcome: Outcome, event: str) -> None:
    line = told(replace(SENT, alert=None, notice=NoticeId("n1"), outcome=outcome))
    assert (line["event"], line["notice"]) == (event, "n1")
    assert "alert" not in line


def test_several_listeners_hear_the_same_in_their_order() -> None:
    heard: list[tuple[int, object]] = []
    one, other = (Reports(ingested=lambda it, n=n: heard.append((n, it))) for n in (1, 2))
    together(one, other).ingested(POLLED)
    together(one, other).delivered(SENT)
    assert heard == [(1, POLLED), (2, POLLED)]
