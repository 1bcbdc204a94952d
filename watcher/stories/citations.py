"""Whom a text names as its source in running text: "told Reuters", "the Harbour Times reported", "laut dpa".

A citation never makes an origin: a text that cites is another text. It says whose text this one goes back to. What
phrases name a source stands in `citations.toml`, language by language; a name alone is none, nor is one beside a poll.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress, islice

from watcher.lazy import late
from watcher.stories.agencies import BUILT_IN, SHORT_MARK, TABLES, Agencies
from watcher.stories.name_pattern import alternation
from watcher.stories.phrases import NAME_BEGINS, QUOTES, phrases
from watcher.text import Remembered, one_line, sentences

BEFORE = 90
"""Characters before a name in which a phrase stands."""
MOST = 12
"""Citations of one text; more is a press review."""
LOOKED_AT = 500
"""Names of one text that are looked at."""
ENDINGS = "owi|iem|em|om|ie|ą|ę|a|u|y|у|а|ом|ем|е|ові|ою"
"""What Slavic languages hang on a name of five letters and more."""
PREFIXES = "و?(?:لل|[لب])?"
"""What Arabic writes together with the name behind it: and, to, by."""
TO = "ل"
"""Arabic "to": as good as "told"."""
ARABIC = "[\u0600-\u06ff]"
DENSE = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Scripts in which a name touches what stands beside it: Kana, Han, Hangul."""
BEHIND = rf"(?:(?<=\w{{{SHORT_MARK}}}\w)(?:{ENDINGS}))?(?!\w)"
"""What may stand behind a name in a spaced script."""
SPACED, IN_ARABIC, IN_DENSE, OUTLET, KIND = range(5)
"""Signs of what a text may name: names of the table by their script, in the order of their patterns; others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One source that a text names."""

    name: str  # as the table has it, else as written, without an article
    known: bool  # whether the table has it
    sentence: str  # the evidence, on one line


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A place where a name stands, what is written together with it included."""

    start: int
    end: int
    name: str
    known: bool
    is_addressed: bool = False  # the name's own form says "to"


def cited(title: str, body: str, agencies: Agencies = BUILT_IN) -> tuple[Citation, ...]:
    """Give the agencies, publishers and outlets that a text names as its source, each once; the title's come first.

    `body` has no credit lines any more: `read_credit` took them. The text's own origin and outlet are among the answers
    where it names them: Reuters, too, writes "told Reuters".
    """
    found: dict[str, Citation] = {}
    for text, in_title in ((title, True), (body, False)):
        for named in sorted(islice(_names(text, agencies), LOOKED_AT), key=lambda named: named.start):
            if named.name not in found and len(found) < MOST and _is_source(text, named, in_title=in_title):
                sentence = one_line(text) if in_title else _sentence(text, named)
                found[named.name] = Citation(name=named.name, known=named.known, sentence=sentence)
    return tuple(found.values())


def _names(text: str, agencies: Agencies) -> Iterator[_Named]:
    """Find what may be the name of a source."""
    telling = _telling(text.split(), agencies)
    if not telling:
        return
    taken: set[int] = set()  # characters
    for sign, pattern in enumerate(_known_names(agencies)):
        for found in _all_in(text, pattern, [part for part, those in telling.items() if sign in those], sign):
            taken.update(range(found.start(), found.end()))
            if named := _known(text, found, agencies):
                yield named
    may_have = {*chain.from_iterable(telling.values())}
    if OUTLET in may_have:
        for found in phrases().outlets.finditer(text):
            if taken.isdisjoint(range(*found.span())) and agencies.named(found["name"]) is None:
                taken.update(range(*found.span()))
                yield _Named(start=found.start(), end=found.end(), name=found["name"], known=False)
    for found in phrases().kinds.finditer(text) if KIND in may_have else ():
        if taken.isdisjoint(range(*found.span())):
            name = found["quoted"] or found["name"]
            yield _Named(start=found.start(), end=found.end(), name=name, known=False)


def _telling(parts: Sequence[str], agencies: Agencies) -> dict[str, tuple[int, ...]]:
    """Give the parts of a text where a pattern may fit, each once, with the signs of what may."""
    signs = [*map(_signs(agencies).__getitem__, parts)]
    if not any(signs):
        return {}
    telling = dict(zip(compress(parts, signs), filter(None, signs), strict=True))
    if any(KIND in those for those in telling.values()) and not _has_named_kind(parts, signs):
        telling = {part: tuple(sign for sign in those if sign != KIND) for part, those in telling.items()}
    return telling


def _has_named_kind(parts: Sequence[str], signs: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether a name may stand behind a word such as "newspaper": behind "magazine of" none does."""
    return any(KIND in those and NAME_BEGINS.match(behind) for those, behind in zip(signs, parts[1:], strict=False))


def _all_in(text: str, pattern: re.Pattern[str], parts: Sequence[str], sign: int) -> Iterator[re.Match[str]]:
    """Give all matches, as `finditer` does, of a pattern that only fits where one of some parts of the text stands.

    In dense scripts nearly every part is one of them, and long: there `finditer` itself takes a tenth of the time.
    """
    if sign == IN_DENSE:
        yield from pattern.finditer(text) if parts else ()
        return
    end = 0
    for start, stop in sorted(place for part in parts for place in _places(text, part)):
        for at in range(start, stop):
            found = pattern.match(text, at) if at >= end else None
            if found:
                yield found
                end = found.end()


def _places(text: str, part: str) -> Iterator[tuple[int, int]]:
    at = text.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = text.find(part, at + 1)


def _known(text: str, found: re.Match[str], agencies: Agencies) -> _Named | None:
    """Take a name of the table, unless it is a distributor's, or a word that does not stand behind "agency"."""
    agency = agencies.named(found["name"])
    if agency is None or not agency.writes:
        return None
    if found["name"] in phrases().words and not _has_kind(text, found.start()):
        return None
    addressed = TO in found[0].removesuffix(found["name"])
    return _Named(start=found.start(), end=found.end(), name=agency.name, known=True, is_addressed=addressed)


def _has_kind(text: str, at: int) -> bool:
    return phrases().kind.search(text[max(0, at - BEFORE) : at]) is not None


def _is_source(text: str, named: _Named, *, in_title: bool) -> bool:
    if phrases().refused.match(text, named.end):
        return False
    if named.is_addressed or phrases().after.match(text, named.end):
        return True
    if in_title and named.known and _heads_or_ends(text, named):
        return True
    return phrases().before.search(text[max(0, named.start - BEFORE) : named.start]) is not None


def _heads_or_ends(title: str, named: _Named) -> bool:
    """Tell whether a headline is of the form "Reuters: harbour to close" or "Harbour to close: Reuters"."""
    before, behind = title[: named.start], title[named.end :]
    heads = not before.strip(QUOTES + " ") and re.match(r"\s?[:：]", behind)
    ends = not behind.strip(" .") and re.search(r"[:：]\s*$", before)  # behind a dash it is the site's name
    return bool(heads or ends)


def _sentence(text: str, named: _Named) -> str:
    """Give the sentence around a name on one line."""
    begin = text.rfind("\n\n", 0, named.start) + 2 if "\n\n" in text[: named.start] else 0
    end = text.find("\n\n", named.end)
    paragraph = text[begin : len(text) if end < 0 else end]
    at = named.end - begin - 1
    found = (paragraph[start:stop] for start, stop in sentences(paragraph) if start <= at < stop)
    return one_line(next(found, paragraph))


@lru_cache(maxsize=TABLES)
def _known_names(agencies: Agencies) -> tuple[re.Pattern[str], ...]:
    """Make patterns of all names of the table that may be an origin: in spaced scripts, in Arabic, in dense ones."""
    spaced, arabic, dense = _by_script(agencies)
    return (
        late(lambda: rf"(?P<name>{alternation(spaced, begins=True)}){BEHIND}"),
        late(lambda: rf"(?<!\w){PREFIXES}(?P<name>{alternation(arabic)})(?!\w)"),
        late(lambda: rf"(?P<name>{alternation(dense)})"),
    )


def _by_script(agencies: Agencies) -> tuple[set[str], set[str], set[str]]:
    names = {name for each in agencies.entries if each.writes for name in (each.name, *each.marks)}
    dense = {name for name in names if re.search(DENSE, name)}
    arabic = {name for name in names - dense if re.search(ARABIC, name)}
    return {form for name in names - dense - arabic for form in _forms(name)}, arabic, dense


@lru_cache(maxsize=TABLES)
def _signs(agencies: Agencies) -> Remembered[tuple[int, ...]]:
    """Say which patterns may fit where a part of a text without white space stands; hardly any part has one that may.

    That is looked up, word by word, in a tenth of the time in which the patterns pass over a text.
    """
    spaced, _, _ = _by_script(agencies)
    begun = alternation({name.split(" ")[0] for name in spaced if " " in name}, begins=True)
    whole = alternation({name for name in spaced if " " not in name}, begins=True)
    patterns = (
        (SPACED, re.compile(rf"{begun}\Z|{whole}{BEHIND}")),
        (IN_ARABIC, re.compile(ARABIC)),
        (IN_DENSE, re.compile(DENSE)),
        (OUTLET, phrases().outlet_word),
        (KIND, phrases().kind_word),
    )
    return Remembered(lambda part: tuple(sign for sign, pattern in patterns if pattern.search(part)))


def _forms(name: str) -> tuple[str, ...]:
    """Give how a name is written in running text: as it is, without its article, and in capitals where it is long."""
    bare = name.removeprefix("The ")
    return (bare, bare.upper()) if len(bare) > SHORT_MARK else (bare,)
