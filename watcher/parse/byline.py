"""Bylines: which lines name who wrote a text."""

import re

_MAX_LINE = 160  # characters
_NAMES = range(2, 6)  # words of a person's name
_PARTICLES = frozenset(
    {"al", "ben", "bin", "da", "de", "del", "den", "der", "di", "el", "la", "le", "ter", "van", "von"}
)
_SMALL = frozenset({"and", "of", "the", "for", "in"})

_BY = re.compile(
    r"(?:(?:written|reported|reporting|story|words|text) )?(?:by|von|par|por|di|av|автор|текст):?\s+(.{2,140})",
    re.IGNORECASE,
)
_ON = re.compile(r"(.{4,100}), (\S.{1,60}?) on(?: .{4,40})?")  # "Ana Reyes, Example News on"
_WITH_OUTLET = re.compile(r"(.{4,80}?)(?:,| \||/)\s+(\S.{1,40})")
_ROLE = re.compile(
    r"\b(?:news|times|press|post|herald|gazette|courier|correspondent|reporter|editor|writer|bureau|desk|korrespondent(?:in)?"
    r"|redakteur(?:in)?|envoyée? spéciale?|corresponsal|corrispondente)\b",
    re.IGNORECASE,
)
_MAX_ROLE = 8  # words
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_BETWEEN = re.compile(r",\s*(?:and\s+)?|;\s*|\s+(?:and|&|und|et|y|e|та|и)\s+")
_BEHIND_NAMES = re.compile(
    r"\s+(?:in|for|with|at|on)\s|\s*[|·•]|\s+[-–—]\s|,?\s+(?=\d)"
    r"|,?\s+(?=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+(?:[A-Z][a-z]+\.?\s+)?\d)"
)


def is_byline(line: str) -> bool:
    """Tell whether a line is a byline wherever it stands: "By Ana Reyes", "By AFP", "Ana Reyes, Example News on"."""
    if len(line) > _MAX_LINE or line.endswith("."):
        return False
    by = _BY.fullmatch(line)
    if by is not None:
        return _names_someone(by[1])
    on = _ON.fullmatch(line)
    return on is not None and _are_names(on[1]) and _is_proper(on[2])


def is_byline_below_headline(line: str) -> bool:
    """Tell whether a line right below a headline is a byline: there, "Ana Reyes, Example Press" is one, too."""
    if is_byline(line):
        return True
    found = _WITH_OUTLET.fullmatch(line)
    return found is not None and len(line) <= _MAX_LINE and are_persons(found[1]) and _is_proper(found[2])


def are_persons(line: str) -> bool:
    """Tell whether a line holds nothing but names of persons, perhaps with a place: "Ana Reyes in Port Linden"."""
    names = _BEHIND_NAMES.split(line, maxsplit=1)[0]
    return len(line) <= _MAX_LINE and _are_names(names) and _ROLE.search(names) is None


def is_role(line: str) -> bool:
    """Tell whether a line below a byline says what its person is: "Harbour Gazette, Port Linden", "Chief reporter"."""
    return len(line.split()) <= _MAX_ROLE and not line.endswith((".", "?", "!")) and _ROLE.search(line) is not None


def _names_someone(text: str) -> bool:
    text = _IN_BRACKETS.sub("", text)
    names = _BEHIND_NAMES.split(text, maxsplit=1)[0]
    first, _, rest = names.partition(",")
    return _are_names(first) or (_is_proper(first) and not rest and (names == text or names.isupper()))


def _are_names(text: str) -> bool:
    return all(map(_is_name, _BETWEEN.split(text)))


def _is_name(text: str) -> bool:
    parts = text.split()
    return len(parts) in _NAMES and all(_is_capital(part) or part.lower() in _PARTICLES for part in parts)


def _is_proper(text: str) -> bool:
    """Tell whether all words of a name of an outlet begin with a capital, small ones aside."""
    return all(_is_capital(part) or part in _SMALL for part in text.split())


def _is_capital(word: str) -> bool:
    return word[:1].isupper()
