"""Days as users type them."""

import re
from datetime import date, timedelta

import click

_DAYS = re.compile(r"([0-9]{1,6})d")


def day_since(typed: str | None, today: date) -> date | None:
    """Read "7d" as that many days before today, and "2026-03-01" as that day; None: nothing was typed.

    Raises:
        BadParameter: it is neither.
    """
    return None if typed is None else _day(typed, today, -1, "--since")


def day_until(typed: str | None, today: date) -> date | None:
    """Read "30d" as that many days after today; else as `day_since`."""
    return None if typed is None else _day(typed, today, 1, "--until")


def _day(typed: str, today: date, direction: int, option: str) -> date:
    try:
        if days := _DAYS.fullmatch(typed.strip()):
            return today + direction * timedelta(days=int(days[1]))
        return date.fromisoformat(typed.strip())
    except (ValueError, OverflowError):
        problem = f'"{typed}" is no day; write 7d, or a date like 2026-03-01'
        raise click.BadParameter(problem, param_hint=f"'{option}'") from None
