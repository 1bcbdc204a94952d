"""Reads distances: from publication ("two weeks ago"), and from the date before ("the following day")."""

from collections.abc import Iterator
from datetime import date, timedelta

from watcher.events.dates import choose, periods
from watcher.events.dates.expression import Expression, Found
from watcher.events.dates.lexicon import DAY, YEAR
from watcher.events.dates.mention import Tense
from watcher.model import Precision

FINENESS = (Precision.MINUTE, Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.QUARTER, Precision.YEAR)
LONGEST = 200  # years; what lies further is no date


def ago(said: Expression) -> Iterator[Found]:
    """Read "two weeks ago"."""
    yield from _shifted(said, -1, said.row.on, Tense.PAST)


def hence(said: Expression) -> Iterator[Found]:
    """Read what lies ahead: "in two weeks' time", "a week from tomorrow", "two weeks from now".

    "In two weeks" counts where the clause looks ahead, "in five years" never: that is how long something takes.
    """
    ending = said.letters[-1]
    if ending == "K":
        yield said.says(periods.around(_start(said), DAY, 0), Tense.FUTURE)
    elif ending == "q" or (said.number("Uu") != YEAR and (ending == "z" or _looks_ahead(said))):
        yield from _shifted(said, 1, said.row.on, Tense.FUTURE)


def later(said: Expression) -> Iterator[Found]:
    """Read "two years later", "a day earlier"; without a date before, or in a comparison, they are none."""
    if said.row.anchor and _is_fine(said) and not said.row.has("comparing", said.last):
        yield from _shifted(said, -1 if "B" in said.letters else 1, said.row.anchor.start, Tense.UNKNOWN)


def following(said: Expression) -> Iterator[Found]:
    """Read "the following day", "the previous week", "that month", "the following Monday"."""
    weekday = said.number("W")
    if weekday is not None and said.row.anchor:
        read = choose.last_weekday if "p" in said.letters else choose.next_weekday
        yield said.says(read(weekday, said.row.anchor.start))
    elif weekday is None and said.row.anchor and _is_fine(said):
        step = -1 if "p" in said.letters else int("s" not in said.letters)
        unit = said.numbers("UuE")[0]
        yield said.says(periods.around(said.row.anchor.end, unit, step))


def _looks_ahead(said: Expression) -> bool:
    return said.tense is Tense.FUTURE or (said.tense is Tense.UNKNOWN and said.row.lexicon.is_present_future)


def _start(said: Expression) -> date:
    """Give the day that lies so many units from today or tomorrow."""
    on = said.row.on + timedelta(days=said.numbers("K")[0])
    return periods.shifted(on, said.numbers("Uu")[0], said.numbers("cDO9")[0]).start


def _shifted(said: Expression, sign: int, on: date, tense: Tense) -> Iterator[Found]:
    count, unit = said.numbers("cDO9")[0], said.numbers("Uu")[0]
    if unit in periods.PRECISIONS and count * periods.MONTHS_OF.get(unit, 0) <= LONGEST * periods.MONTHS_OF_YEAR:
        yield said.says(periods.shifted(on, unit, sign * count), tense)


def _is_fine(said: Expression) -> bool:
    """Tell whether the date before is exact enough to count such units from."""
    anchor, unit = said.row.anchor, said.numbers("UuE")[0]
    return anchor is not None and FINENESS.index(anchor.precision) <= FINENESS.index(periods.PRECISIONS[unit])
