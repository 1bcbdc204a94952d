"""When a server says to come back."""

from datetime import UTC, datetime, timedelta

import pytest

from watcher.net.waits import http_date, retry_after

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry-after": "120"}, 120, id="seconds"),
        pytest.param({"retry-after": " 0 "}, 0, id="at once"),
        pytest.param({"retry-after": "9" * 40}, 10**10, id="a very large number"),
        pytest.param({"retry-after": "Tue, 03 Mar 2026 12:01:00 GMT"}, 60, id="date"),
        pytest.param(
            {"retry-after": "Tue, 03 Mar 2026 15:01:00 GMT", "date": "Tue, 03 Mar 2026 15:00:30 GMT"},
            30,
            id="date by a clock that is wrong",
        ),
        pytest.param({"retry-after": "Tue, 03 Mar 2026 11:59:00 GMT"}, -60, id="date that has passed"),
    ],
)
def test_what_a_server_asks_for(headers: dict[str, str], seconds: int) -> None:
    assert retry_after(headers, NOON) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "²", "Tue, 99 Mar 2026 12:00:00 GMT"])
def test_what_is_neither_a_number_nor_a_date_asks_for_nothing(value: str) -> None:
    assert retry_after({"retry-after": value}, NOON) is None


def test_a_date_without_a_zone_is_one_of_greenwich() -> None:
    assert http_date("Tue, 03 Mar 2026 12:00:00 -0000") == NOON
