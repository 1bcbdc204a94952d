"""What only looks like a date: months that are verbs or names, years that are amounts, weekdays in names."""

from watcher.events.dates.expression import Expression, Row

CENTURY = 100
NEAR = 4  # words between two months of a list at most


def is_month(said: Expression) -> bool:
    """Tell whether a month's name without day and year is one: "in May" is, "May" and "April Smith" are not."""
    row, place = said.row, said.place("Mm")
    if row.letter(place) == "m" and row.low(place + 1) != ".":
        return False
    if row.letter(place - 1) == "d":
        return row.letter(said.last) in {"_", "'"} and not row.has("prepositions", said.last)
    is_name = row.is_capital(said.last) and row.words[said.last].start - row.words[said.last - 1].end == 1
    if row.letter(place - 1) == "&" and not set("Mm") & set(row.letters[max(place - NEAR, 0) : place]):
        return False  # "Brandt and May"
    if row.has("before", place - 1):
        return not is_name or row.has("before_names", place - 1)
    if row.letter(said.last) == "'":
        return not row.is_capital(place - 1)
    return row.letter(place - 1) == "c" and row.is_plain(said.last) and not row.has("prepositions", said.last)


def is_year(said: Expression) -> bool:
    """Tell whether a number without a month is a year: "in 2024" and "the 2024 vote" are, "Boeing 2024" is not."""
    row, place = said.row, said.place("Y")
    if row.letter(said.last) == "%" or _is_amount(said):
        return False
    before = row.letter(place - 1)
    if before == "(" or row.has("before_year", place - 1):
        return True
    if row.lexicon.has_lone_years:
        return not row.is_capital(place - 1)
    is_before_noun = row.low(said.last).isalpha()
    return is_before_noun and (
        before in {"d", "c"} or (row.is_plain(place - 1) and row.letter(place - 2) in {"d", "c"})
    )


def _is_amount(said: Expression) -> bool:
    """Tell whether things are counted: "2015 people", and round numbers before any plural."""
    row = said.row
    is_round = said.numbers("Y")[0] % CENTURY == 0
    return row.has("nouns_of_amount", said.last) or (is_round and row.low(said.last).endswith(row.lexicon.plurals))


def is_weekday(said: Expression) -> bool:
    """Tell whether a weekday's name is none of another name or of an address: "Sunday Times", "tuesday.com"."""
    row, place = said.row, said.place("W")
    if row.has("not_after", said.first - 1) or row.has("not_before", place + 1) or row.has("not_before", said.last):
        return False
    if row.letters[said.last : said.last + 2] == "dO":  # "Friday the 13th"
        return False
    is_name = row.letter(place - 1) == "d" and place > 0 and row.is_capital(place + 1)
    return not is_name and not _is_in_address(row, place)


def is_holiday(said: Expression) -> bool:
    """Tell whether a holiday is its day: "Christmas Eve" is, "Christmas" only as in "before Christmas"."""
    row, place = said.row, said.place("X")
    return not row.words[place].text.isalpha() or (row.has("before", place - 1) and not row.is_capital(said.last))


def is_today(said: Expression) -> bool:
    """Tell whether "today" is the day and not the age ("today's youth"), "mañana" not the morning ("por la mañana")."""
    row = said.row
    if row.has("vague_today_after", said.first - 1):
        return False
    return not (row.letter(said.last) == "'" and row.has("vague_today_before", said.last + 1))


def is_length(said: Expression) -> bool:
    """Tell whether "the last month", "the past year" measures a length of time; "the last week" is mostly the week."""
    row = said.row
    if not row.has("lengths", said.first):
        return False
    return not (said.letters == "dlU" and row.has("last", said.first + 1) and row.has("week", said.last - 1))


def _is_in_address(row: Row, place: int) -> bool:
    word = row.words[place]
    if place and row.words[place - 1].text in {"@", "/"} and row.words[place - 1].end == word.start:
        return True
    if row.low(place + 1) not in {".", "@"} or place + 2 >= len(row.words):
        return False
    after = row.words[place + 2]
    return row.words[place + 1].end == after.start and after.text[0].isalnum()
