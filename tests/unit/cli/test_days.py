from datetime import date

import click
import pytest

from watcher.cli.days import day_since, day_until

TODAY = date(2026, 3, 6)


def test_so_many_days_are_before_today_for_since_and_after_it_for_until() -> None:
    assert (day_since("7d", TODAY), day_until(" 7d ", TODAY)) == (date(2026, 2, 27), date(2026, 3, 13))


def test_a_date_is_that_day() -> None:
    assert day_since("2026-03-01", TODAY) == day_until("2026-03-01", TODAY) == date(2026, 3, 1)


def test_nothing_typed_is_no_bound() -> None:
    assert day_since(None, TODAY) is day_until(None, TODAY) is None


@pytest.mark.parametrize(
    "typed", ["tomorrow", "7", "7w", "-7d", "12h", "2026-13-01", "2026-03-01T10:00", "999999d", ""]
)
def test_what_is_no_day_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is no day; write 7d, or a date like 2026-03-01"):
        day_since(typed, TODAY)
