"""What servers say about when to come back, and for how long an answer holds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from watcher.collect.wishes import asked_wait, fresh_for

DAY = timedelta(hours=24)
IN_TEN_MINUTES = "Fri, 06 Mar 2026 12:10:00 GMT"
HEADERS = st.sampled_from(["retry-after", "date", "x-ratelimit-reset", "cache-control", "age", "expires"])


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120),
        (" 0 ", "", 0),
        ("99999999999999999999", "", 86_400),
        (IN_TEN_MINUTES, "", 600),
        (IN_TEN_MINUTES, "Fri, 06 Mar 2026 12:09:00 GMT", 60),
        (IN_TEN_MINUTES, "yesterday", 600),
        ("Fri, 06 Mar 2026 12:10:00 -0000", "", 600),
        ("Fri, 06 Mar 2025 12:10:00 GMT", "", 0),
        ("Fri, 06 Mar 2126 12:10:00 GMT", "", 86_400),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, date: str, seconds: int) -> None:
    assert asked_wait({"retry-after": value, "date": date}, NOON, limited=False) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "²", "Fri, 99 Mar 2026 12:10:00 GMT"])
def test_what_is_no_wait_asks_for_none(value: str) -> None:
    assert asked_wait({"retry-after": value}, NOON, limited=True) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"x-ratelimit-reset": "577"}, 577, id="seconds"),
        pytest.param({"x-ratelimit-reset": "577.25"}, 577, id="seconds and less"),
        pytest.param({"ratelimit-reset": "60"}, 60, id="the name without x"),
        pytest.param({"x-ratelimit-reset": str(int(NOON.timestamp()) + 300)}, 300, id="since 1970"),
        pytest.param({"x-ratelimit-reset": "577", "retry-after": "30"}, 30, id="retry-after counts first"),
        pytest.param({"x-ratelimit-reset": "1000000001"}, 0, id="long past"),
        pytest.param({"x-ratelimit-reset": "soon"}, None, id="no number"),
    ],
)
def test_the_reset_of_a_rate_limit_is_a_wait(headers: dict[str, str], seconds: int | None) -> None:
    assert asked_wait(headers, NOON, limited=True) == (None if seconds is None else timedelta(seconds=seconds))


def test_a_rate_limit_is_no_wait_where_it_is_not_why() -> None:
    assert asked_wait({"x-ratelimit-reset": "577"}, NOON, limited=False) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="nothing said"),
        pytest.param({"cache-control": "max-age=1800"}, 1800, id="max-age"),
        pytest.param({"cache-control": 'public, MAX-AGE="60"'}, 60, id="among others, in quotes"),
        pytest.param({"cache-control": "max-age=1800", "age": "600"}, 1200, id="less its age"),
        pytest.param({"cache-control": "max-age=60", "age": "600"}, None, id="older than it may be"),
        pytest.param({"cache-control": "s-maxage=1800"}, None, id="for shared caches only"),
        pytest.param({"cache-control": "no-store"}, None, id="not to be kept"),
        pytest.param({"cache-control": "max-age=600", "expires": "0"}, 600, id="max-age counts before expires"),
        pytest.param({"expires": IN_TEN_MINUTES}, 600, id="expires"),
        pytest.param({"expires": IN_TEN_MINUTES, "date": "Fri, 06 Mar 2026 12:09:00 GMT"}, 60, id="by its own clock"),
        pytest.param({"expires": "0"}, None, id="expired"),
        pytest.param({"cache-control": "max-age=504576000"}, 86_400, id="sixteen years"),
    ],
)
def test_an_answer_holds_as_long_as_it_says(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_for(headers, NOON) == (None if seconds is None else timedelta(seconds=seconds))


@given(st.dictionaries(HEADERS, st.text() | st.from_regex(r"max-age=[0-9]+|[0-9]+(\.[0-9]*)?", fullmatch=True)))
def test_no_header_makes_the_wait_unreasonable(headers: dict[str, str]) -> None:
    assert timedelta(0) <= (asked_wait(headers, NOON, limited=True) or timedelta(0)) <= DAY
    assert timedelta(0) <= (fresh_for(headers, NOON) or timedelta(0)) <= DAY
