"""A page pasted by hand: site and section lines, headline, byline, date and furniture are told from the body."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from watcher.parse.byline import is_byline, is_byline_below_headline
from watcher.parse.furniture import is_credit, is_furniture, is_section, is_separator, without_furniture
from watcher.text import clean, one_line, read_date, sentences

_HEAD = 25  # lines in which headline, byline and date are looked for
_MAX_HEADLINE = 200  # characters
_HEADLINE_WORDS = 5  # from here on a line is a headline by itself, below it may be a name
_NAME_WORDS = 6
_NEAR = 3  # lines below the headline in which a name alone is a byline
_BLOCK = 6  # lines without a blank one between that are looked at
_FEW = 5  # words that may stand beside a date
_MAX_TITLE = 120  # characters of a title made from a sentence
_PROSE = 160  # characters from which a line is text, whatever its end

_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_FINAL_STOP = re.compile(r"[.。…:;,]['\"”’»)]*$")
_DATE_LABEL = re.compile(
    r"(?P<label>(?:first |originally )?(?:published|posted|created|issued|date)|(?:last )?(?:updated|modified|edited))"
    r"(?:\s+(?:on|at))?\s*:?\s*",
    re.IGNORECASE,
)
_DATE_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+|(?=\b(?:Updated|Modified|Last updated|Published)\b)", re.IGNORECASE)
_READ_TIME = re.compile(r",?\s*\d+ ?-?min(?:ute)?s?(?: read)?$", re.IGNORECASE)


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
    above = _dates(lines[:at])
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
    return line.isascii() or " " in line or len(line) < 2 * _HEADLINE_WORDS


def _reads_like_headline(line: str) -> bool:
    return len(line) <= _MAX_HEADLINE and not _FINAL_STOP.search(line) and not is_credit(line)


def _stands_alone(lines: list[str], at: int) -> bool:
    """Tell whether a line is a line of its own, not the beginning of a wrapped paragraph."""
    block = list(takewhile(bool, lines[at + 1 : at + 1 + _BLOCK]))
    if not block or any(_is_head_line(line) or len(line) > _PROSE for line in block):
        return True
    return len(block) == 1 and not block[0][0].islower() and len(block[0]) > len(lines[at])


def _is_head_line(line: str) -> bool:
    return _is_around(line) or is_byline_below_headline(line) or _is_date(line)


def _head(lines: list[str], at: int) -> tuple[str | None, datetime | None, list[str]]:
    """Read byline and dates below the headline in line `at`; give them and the lines that are left."""
    byline: str | None = None
    dates: list[tuple[bool, datetime]] = []
    rest: list[str] = []
    filled = 0
    for number, line in enumerate(lines[at + 1 :], start=at + 1):
        if number > at + _HEAD or len(line) > _PROSE:
            return byline, _best(dates), [*rest, *lines[number:]]
        filled += bool(line)
        found = _date_parts(line)
        reads_as_byline = is_byline_below_headline if filled <= _NEAR else is_byline
        if byline is None and reads_as_byline(line):
            byline = line
        elif not found:
            rest.append(line)
        dates += found
    return byline, _best(dates), rest


def _is_date(line: str) -> bool:
    return bool(_date_parts(line))


def _date_parts(line: str) -> list[tuple[bool, datetime]]:
    """Give the dates of a line that says little else, each with whether it is only that of a change."""
    if len(line) > _PROSE or not any(map(str.isdigit, line)):
        return []
    parts = [part for part in _DATE_PARTS.split(line) if part.strip()]
    read = [(part, _read_part(part)) for part in parts]
    says_more = any(found is None and len(part.split()) > _FEW and not is_byline(part) for part, found in read)
    return [] if says_more else [found for _, found in read if found is not None]


def _read_part(part: str) -> tuple[bool, datetime] | None:
    label = _DATE_LABEL.match(part)
    written = _READ_TIME.sub("", part[label.end() :] if label else part).strip(" ,")
    moment = read_date(written) or (read_date(written.rpartition(" on ")[2]) if is_byline(part) else None)
    if moment is None:
        return None
    return bool(label and label["label"].lower().endswith(("updated", "modified", "edited"))), moment


def _dates(lines: list[str]) -> datetime | None:
    return _best([found for line in lines for found in _date_parts(line)])


def _best(dates: list[tuple[bool, datetime]]) -> datetime | None:
    """Give the first date of publication, else the first of a change."""
    return min(dates, key=lambda found: found[0])[1] if dates else None


def _outlet(above: list[str]) -> str | None:
    """Give the site line nearest above the headline."""
    for line in reversed(above):
        if line and not _is_around(line) and not _is_date(line) and not is_byline(line):
            return one_line(line) if len(line.split()) <= _NAME_WORDS and any(map(str.isalpha, line)) else None
    return None
