"""What stands around an article on a page and is no part of it, line by line; the patterns are in furniture.toml."""

import re
import tomllib
from importlib.resources import files

_MAX_LINE = 300  # characters; furniture is short
_MAX_LISTED = 150  # characters of a headline in a list
_FEW = 3  # words; lines of no more are dates and names
_PROSE = 100  # characters from which a line is a paragraph
_SENTENCE_ENDS = '.!”"’'

_PATTERNS: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("furniture.toml").read_text("utf-8"))


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_NAMES = _any_of(_PATTERNS["sections"]).pattern
_SECTION = _any_of([rf"(?:{_NAMES})(?:\s*(?:[/>|»›·•&]|and)\s*(?:{_NAMES}))*", *_PATTERNS["section-lines"]])
_SEPARATOR = re.compile(r"[\W_]{1,5}")
_FURNITURE = _any_of(_PATTERNS["lines"])
_COMMENTS = _any_of(_PATTERNS["comments"])
_LISTS = _any_of(_PATTERNS["lists"])
_MASTHEAD = re.compile(rf"\b(?:{_any_of(_PATTERNS['mastheads']).pattern})\b", re.IGNORECASE)
_CREDIT = _any_of(_PATTERNS["credits"])
_BREADCRUMB = re.compile(r"[>›»→]+")

DATE_LABELS = _any_of(_PATTERNS["date-labels"]).pattern
"""Pattern of what stands before a date of publication."""
CHANGE_LABELS = _any_of(_PATTERNS["change-labels"]).pattern
"""Pattern of what stands before the date of a change."""


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to the page and not to the article: share, subscribe, advertisement, comments."""
    line = line.strip()
    return len(line) <= _MAX_LINE and not is_credit(line) and _FURNITURE.fullmatch(line) is not None


def is_section(line: str) -> bool:
    """Tell whether a line names a section of a site ("World / Europe", "Published in News & Features")."""
    return len(line) <= _MAX_LINE and _SECTION.fullmatch(line.strip()) is not None


def is_separator(line: str) -> bool:
    """Tell whether a line holds nothing but a sign or two: "/", "|", "* * *"."""
    return _SEPARATOR.fullmatch(line.strip()) is not None


def is_masthead(line: str) -> bool:
    """Tell whether a line holds a word that newspapers are named with."""
    return _MASTHEAD.search(line) is not None


def is_breadcrumb_sign(line: str) -> bool:
    """Tell whether a line is the sign between two sections of a path: ">", "›"."""
    return _BREADCRUMB.fullmatch(line.strip()) is not None


def is_credit(line: str) -> bool:
    """Tell whether a line credits or claims the text; such lines stay, `stories.credit` reads them."""
    return len(line) <= _MAX_LINE and _CREDIT.fullmatch(line.strip()) is not None


def begins_comments(line: str) -> bool:
    """Tell whether readers' comments follow."""
    return len(line) <= _MAX_LINE and _COMMENTS.fullmatch(line.strip()) is not None


def begins_list(line: str) -> bool:
    """Tell whether a list of other headlines follows."""
    return len(line) <= _MAX_LINE and _LISTS.fullmatch(line.strip()) is not None


def without_furniture(text: str) -> str:
    """Give `text` without furniture lines, lists of other headlines and readers' comments; paragraphs are kept.

    Comments are cut only behind the credit line or in the last half of the text: above it, "Comments" is a button.
    Names of sections go only above the first paragraph: below it, they are subheads. A list that would take the whole
    text with it is none.
    """
    kept = _kept(text, cut_lists=True)
    says_something = any(len(line.split()) > _FEW for line in kept)
    return "\n".join(kept if says_something else _kept(text, cut_lists=False))


def _kept(text: str, *, cut_lists: bool) -> list[str]:
    kept: list[str] = []
    length, seen, credited, listing, begun = len(text), 0, False, False, False
    for line in text.split("\n"):
        seen += len(line) + 1
        if begins_comments(line) and (credited or seen * 2 > length):
            break
        listing = cut_lists and (begins_list(line) or (listing and _is_listed(line)))
        credited = credited or is_credit(line)
        begun = begun or len(line) > _PROSE
        if not listing and not is_furniture(line) and (begun or not is_section(line)):
            kept.append(line)
    return kept


def _is_listed(line: str) -> bool:
    line = line.strip()
    return not line or (len(line) < _MAX_LISTED and line[-1] not in _SENTENCE_ENDS and not is_credit(line))
