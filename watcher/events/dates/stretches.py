"""Reads longer periods: weeks, months, quarters, seasons, years, and the parts of them."""

from collections.abc import Iterator
from dataclasses import replace

from watcher.events.dates import choose, periods
from watcher.events.dates.doubts import is_length, is_month, is_year
from watcher.events.dates.expression import STEPS, Expression, Found
from watcher.events.dates.lexicon import HALF, QUARTER, WEEKEND, YEAR
from watcher.events.dates.mention import Tense
from watcher.model import When

PARTS = {"<": "early", "i": "middle", ">": "late", "L": "late", "B": "early"}
TENSES = {"n": Tense.FUTURE, "l": Tense.PAST}
CENTURY = 100
LONGEST_RANGE = 10  # years
STILL_FAR = 4  # an end more than a quarter of the period away
UNIT_OF_LETTER = {"Q": QUARTER, "@": HALF}


def period(said: Expression) -> Iterator[Found]:
    """Read a month, season, year, or "next week"."""
    found = _plain(said)
    if found:
        yield found


def edge(said: Expression) -> Iterator[Found]:
    """Read a part of a period: "early next year", "the end of January", "year-end"."""
    place = said.place("".join(PARTS))
    start = place + 1
    while start < said.last and said.row.letters[start] in "-oj":
        start += 1
    found = _plain(said.within(start), is_sure=True) if start < said.last else None
    found = found or _this_unit(said)
    if found:
        yield replace(found, first=said.first, last=said.last, part=PARTS[said.row.letters[place]])


def nth(said: Expression) -> Iterator[Found]:
    """Read "first week of February", "last Friday in May", "second quarter of 2026", "Q2 2026"."""
    row = said.row
    place = said.place("FlOQ@")
    head = said.within(place).place("uUhWQ@")
    count = -1 if row.letters[place] == "l" else row.words[place].number
    start = head + 1
    while start < said.last and row.letters[start] in "oj,":
        start += 1
    found = _plain(said.within(start), is_sure=True) if start < said.last else None
    found = found or said.says(periods.around(row.on, YEAR))
    if row.letters[head] == "W":
        when = periods.weekday_in(found.when, row.words[head].number, count)
    else:
        unit = UNIT_OF_LETTER.get(row.letters[head], row.words[head].number)
        when = periods.part(found.when, count, unit)
    if when:
        yield replace(found, first=said.first, last=said.last, when=when)


def quarter(said: Expression) -> Iterator[Found]:
    """Read "the fourth quarter", "H1": the nearest that the tense allows; "the first half" may be of a match."""
    unit = UNIT_OF_LETTER.get(said.letters[-1]) or said.numbers("Uh")[0]
    if unit == QUARTER or said.letters[-1] == "@":
        near = (periods.year(said.row.on.year + step) for step in (-1, 0, 1))
        parts = [when for year in near if (when := periods.part(year, said.numbers("FOQ@")[0], unit))]
        if parts:
            yield said.says(choose.nearest(parts, said.row.on, said.tense), said.tense)


def after_next(said: Expression) -> Iterator[Found]:
    """Read "the week after next", "the month before last"."""
    is_ahead = said.row.has("day_after", said.first + 2)
    if is_ahead == (said.step == "n"):
        yield said.says(periods.around(said.row.on, said.numbers("U")[0], 2 if is_ahead else -2))


def weekend(said: Expression) -> Iterator[Found]:
    """Read a weekend; the bare one is the last, unless the clause looks ahead or it has begun."""
    on = said.row.on
    if said.step:
        yield said.says(periods.around(on, WEEKEND, STEPS[said.step]), TENSES.get(said.step, Tense.UNKNOWN))
    elif said.letters[0] == "d":
        here = periods.around(on, WEEKEND)
        is_gone = said.tense is not Tense.FUTURE and here.start > on
        yield said.says(periods.around(on, WEEKEND, -1) if is_gone else here, said.tense)


def years(said: Expression) -> Iterator[Found]:
    """Read "2009-2010" and "1957-58" as two years."""
    first = said.place("Y")
    one, two = said.row.words[first].number, said.row.words[said.last - 1].number
    later = two if two > CENTURY else one // CENTURY * CENTURY + two
    if one < later <= one + LONGEST_RANGE and is_year(said):
        yield Found(first, first + 1, periods.year(one), has_year=True)
        yield Found(said.last - 1, said.last, periods.year(later), has_year=True)


def months(said: Expression) -> Iterator[Found]:
    """Read "June and July 2026", "May-June 2026" as months of that year."""
    for word, first, last in said.members("Mm"):
        if said.year:
            yield Found(first, last, periods.months(said.year, word.number), has_year="Y" in said.letters)


def _plain(said: Expression, *, is_sure: bool = False) -> Found | None:
    """Read a period without its edge; `is_sure`: what stands before has said that it is one."""
    month = said.number("Mm")
    year = said.year if month else said.number("Y")
    if month and year:
        return said.says(periods.months(year, month), has_year="Y" in said.letters)
    if month:
        return _month(said, month) if said.step or is_sure or is_month(said) else None
    if "S" in said.letters:
        return _season(said, said.numbers("S")[0], year)
    if year:
        is_sure = is_sure or "U" in said.letters or is_year(said)
        return said.says(periods.year(year), has_year=True) if is_sure else None
    unit = said.number("UE")
    if unit is None or (is_length(said) and not is_sure):
        return None
    return said.says(said.relative(unit), TENSES.get(said.step, Tense.UNKNOWN))


def _month(said: Expression, number: int) -> Found:
    on = said.row.on
    if said.step == "t":
        return said.says(periods.months(on.year, number))
    if said.step == "n":
        return said.says(periods.months(on.year + (number <= on.month), number), Tense.FUTURE)
    if said.step == "l":
        return said.says(periods.months(on.year - (number >= on.month), number), Tense.PAST)
    return said.says(choose.month(number, on, said.tense), said.tense)


def _season(said: Expression, month: int, year: int | None) -> Found | None:
    on = said.row.on
    if year:
        return said.says(periods.season(year, month), has_year=True)
    if "U" in said.letters:
        return said.says(periods.season(said.relative(YEAR).start.year, month))
    if said.step == "t":
        return said.says(choose.this_season(month, on))
    if said.step:
        return said.says(_season_beyond(said, month), TENSES[said.step])
    if said.row.has("before_season", said.first - 1):
        return said.says(choose.season(month, on, said.tense), said.tense)
    return None


def _season_beyond(said: Expression, month: int) -> When:
    """Give "last summer", "next spring"; one that lasts is neither."""
    near = choose.season(month, said.row.on, TENSES[said.step])
    lasts = near.start <= said.row.on <= near.end
    return periods.season(near.start.year + STEPS[said.step], month) if lasts else near


def _this_unit(said: Expression) -> Found | None:
    """Read "the end of the year": this one's, unless a past verb tells of an end that is still far."""
    unit = said.number("U")
    if unit is None:
        return None
    here = periods.around(said.row.on, unit)
    is_far = (here.end - said.row.on) * STILL_FAR > here.end - here.start
    step = -1 if said.tense is Tense.PAST and is_far and ">" in said.letters else 0
    return said.says(periods.around(said.row.on, unit, step), said.tense)
