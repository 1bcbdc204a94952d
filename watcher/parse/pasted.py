"""A page pasted by hand: site and section lines, headline, byline, date and furniture are told from the body."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, takewhile

from watcher.parse.byline import are_persons, is_byline, is_byline_below_headline, is_role
from watcher.parse.furniture import (
    is_breadcrumb_sign,
    is_credit,
    is_furniture,
    is_masthead,
    is_section,
    is_separator,
    without_furniture,
)
from watcher.parse.stamps import Stamp, best, read_stamps
from watcher.text import clean, one_line, sentences

_HEAD = 25  # lines in which headline, byline and date are looked for
_MAX_HEADLINE = 200  # characters
_HEADLINE_WORDS = 5  # from here on a line is a headline by itself, below it may be a name
_NAME_WORDS = 6
_NEAR = 3  # lines below the headline in which a name alone is a byline
_BLOCK = 6  # lines without a blank one between that are looked at
_MAX_TITLE = 120  # characters of a title made from a sentence
_WRAPPED = 45  # characters; where all lines are shorter, they are a menu and no wrapped paragraph
_PROSE = 160  # characters from which a line is text, whatever its end

_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_SPACELESS = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # Thai, Lao, Kana, Han
_FINAL_STOP = re.compile(r"[.。…:;,]['\"”’»)]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A pasted page, told apart; None where it does not say."""

    title: str
    body: str
    outlet: str | None = None
    byline: str | None = None  # as written
    published: datetime | None = None


def read_pasted(text: str, title: str | None = None) -> Pasted:
    """Tell headline, byline, site, date and body of a pasted page apart; `title` is the headline where it is known."""
    lines = [_MARKDOWN_HEADING.sub("", line) for line in clean(text).split("\n")]
    at = _find(lines, title) if title else _headline(lines)
    if at is None:
        return _without_headline(lines, title)
    byline, published, rest = _head(lines, at)
    above = best([stamp for line in lines[:at] for stamp in read_stamps(line)])
    return Pasted(
        title=title or one_line(lines[at]),
        body=clean(without_furniture("\n".join(rest))),
        outlet=_outlet(lines[:at]),
        byline=byline,
        published=published or above,
    )


def _without_headline(lines: list[str], title: str | None) -> Pasted:
    """Read a text that begins with its body, or whose title came from elsewhere."""
    byline, published, rest = _head(lines, -1)
    body = clean(without_furniture("\n".join(rest)))
    return Pasted(title=title or _first_sentence(body), body=body, byline=byline, published=published)


def _first_sentence(body: str) -> str:
    spans = sentences(body)
    sentence = one_line(body[slice(*spans[0])]) if spans else ""
    if len(sentence) <= _MAX_TITLE:
        return sentence
    return sentence[: _MAX_TITLE - 1].rpartition(" ")[0].rstrip(",;:") + "…"


def _find(lines: list[str], title: str) -> int | None:
    wanted = one_line(title).casefold()
    return next((at for at, line in enumerate(lines[:_HEAD]) if line.casefold() == wanted), None)


def _headline(lines: list[str]) -> int | None:
    """Give the line of the headline: the first long one above byline and body, else the short one nearest to them."""
    short: int | None = None
    for at, line in enumerate(lines[:_HEAD]):
        if not line or _is_around(line):
            continue
        if is_byline(line) or _is_date(line):
            if short is not None:
                return short
            continue
        if not _reads_like_headline(line):
            return short if short is not None and _stands_alone(lines, short) else None
        if not _stands_alone(lines, at):
            return short
        if len(line.split()) >= _HEADLINE_WORDS or not _has_spaces(line):
            return at
        short = at
    return short


def _is_around(line: str) -> bool:
    return is_separator(line) or is_section(line) or is_furniture(line)


def _has_spaces(line: str) -> bool:
    """Tell whether the line's script puts spaces between words; a line of ten Han or Kana characters is a headline."""
    return _SPACELESS.search(line) is None or len(line) < 2 * _HEADLINE_WORDS


def _reads_like_headline(line: str) -> bool:
    return len(line) <= _MAX_HEADLINE and not _FINAL_STOP.search(line) and not is_credit(line)


def _stands_alone(lines: list[str], at: int) -> bool:
    """Tell whether a line is a line of its own, not the beginning of a wrapped paragraph."""
    block = list(takewhile(bool, lines[at + 1 : at + 1 + _BLOCK]))
    if all(len(line) < _WRAPPED and not _FINAL_STOP.search(line) for line in [lines[at], *block]):
        return True
    if not block or any(_is_head_line(line) or len(line) > _PROSE for line in block):
        return True
    return len(block) == 1 and not block[0][0].islower() and len(block[0]) > len(lines[at])


def _is_head_line(line: str) -> bool:
    return _is_around(line) or is_byline_below_headline(line) or _is_date(line)


def _head(lines: list[str], at: int) -> tuple[str | None, datetime | None, list[str]]:
    """Read byline and dates below the headline in line `at`; give them and the lines that are left."""
    byline: str | None = None
    dates: list[Stamp] = []
    rest: list[str] = []
    filled = 0
    for number, line in enumerate(lines[at + 1 :], start=at + 1):
        if number > at + _HEAD or len(line) > _PROSE:
            return byline, best(dates), [*rest, *lines[number:]]
        filled += bool(line)
        found = read_stamps(line)
        reads_as_byline = is_byline_below_headline if filled <= _NEAR else is_byline
        if byline is None and (reads_as_byline(line) or (are_persons(line) and _is_by_date(lines, number))):
            byline = line
        elif byline is not None and is_role(line) and _before(lines, number) == byline:
            continue
        elif not found:
            rest.append(line)
        elif byline is None and are_persons(
            re.split(r"\s*[|•·,]\s*|\s[-–—]\s", line)[0]
        ):  # "Ana Reyes | 3 January 2026"
            byline = line
        dates += found
    return byline, best(dates), rest


def _is_by_date(lines: list[str], at: int) -> bool:
    """Tell whether a date stands next to a line, buttons aside: then a name alone is a byline."""
    return _is_date(_before(lines, at)) or _is_date(_before(lines[::-1], len(lines) - 1 - at))


def _before(lines: list[str], at: int) -> str:
    """Give the last line above line `at` that says something."""
    above = reversed(lines[max(0, at - _HEAD) : at])
    return next((line for line in above if line and not _is_around(line)), "")


def _is_date(line: str) -> bool:
    return bool(read_stamps(line))


def _outlet(above: list[str]) -> str | None:
    """Give the site line above the headline; the steps of a path ("Home › News › Harbours") are none.

    Of several it is the one named like a newspaper, else the one above the menu, else the one nearest to the headline.
    """
    steps = {at + 1 for at, line in enumerate(above) if is_breadcrumb_sign(line)}
    sites = [at for at, line in enumerate(above) if at not in steps and _is_site(line)]
    named = (at for at in sites if is_masthead(above[at]))
    over_menu = (
        at for at in sites if at + 1 < len(above) and (is_section(above[at + 1]) or is_furniture(above[at + 1]))
    )
    at = next(chain(named, over_menu, reversed(sites)), None)
    return None if at is None else one_line(above[at])


def _is_site(line: str) -> bool:
    if not line or _is_around(line) or _is_date(line) or is_byline(line):
        return False
    return len(line.split()) <= _NAME_WORDS and any(map(str.isalpha, line))
