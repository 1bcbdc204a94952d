"""How sources are named in running text: `citations.toml` as patterns. Its comments say what each list means."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from watcher.lazy import late
from watcher.stories.name_pattern import alternation

QUOTES = "\"'“”„«»‘’「」『』《》"
_CAPITAL = "A-ZÀ-ÖØ-ÞŁŚŻŹĆŃČŠŽŘĐİŞĞА-ЯЁІЇЄҐ"
_PROPER = rf"[{_CAPITAL}][\w.’'-]{{0,40}}\w"
NAME_BEGINS = re.compile(rf"[{QUOTES}{_CAPITAL}]")
"""What a name behind a word such as "newspaper" begins with."""
_OPENERS = (
    "The|A|An|On|In|At|But|And|As|It|Earlier|Later|Also|When|While|Meanwhile|Die|Der|Das|Le|La|Les|El|Los|Il"
    "|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
_GAP = r"(?:\s+[^\s.!?]+){0,5}?"
"""The words of a subject: "dijo la alcaldesa a"."""

ENDING = 4
"""Letters of an ending: "издание" is "изданию", "gazeta" is "gazecie"."""

_Languages = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Patterns around names, each compiled when it is first used: few texts need them all."""

    words: frozenset[str]  # names that are also words
    outlet_word: re.Pattern[str]  # without one there are no `outlets`
    outlets: re.Pattern[str]  # `name`: one with a word of outlets in it
    kinds: re.Pattern[str]  # a word such as "newspaper", and `quoted` or `name` behind it
    kind_word: re.Pattern[str]  # searched in a part without white space: the last word of such a word
    kind: re.Pattern[str]  # such a word, searched at the end of what stands before a name
    before: re.Pattern[str]  # searched at the end of what stands before a name
    after: re.Pattern[str]  # matched behind a name
    refused: re.Pattern[str]  # matched behind a name that is no source there


@cache
def phrases() -> Phrases:
    """Give the phrases of all languages, made once."""
    data = tomllib.loads(resources.files(__package__).joinpath("citations.toml").read_text("utf-8"))
    spaced = [language for language in data["language"] if language.get("spaced", True)]
    dense = [language for language in data["language"] if not language.get("spaced", True)]
    kinds = {word for language in spaced for word in language["kinds"]}
    return Phrases(
        words=frozenset(data["words"]),
        outlet_word=late(lambda: alternation(data["outlet-words"], begins=True)),
        outlets=late(lambda: _outlets(data["outlet-words"])),
        kinds=late(
            lambda: (
                rf"{_kinds(kinds)}\s+"
                rf"(?:[{QUOTES}](?P<quoted>[^{QUOTES}\n]{{2,40}})[{QUOTES}]|(?P<name>{_PROPER}(?:\s{_PROPER}){{0,3}}))"
            )
        ),
        kind_word=late(lambda: rf"{_kinds(word.rpartition(' ')[2] for word in kinds)}\Z"),
        kind=late(lambda: rf"{_kinds(kinds)}\s+[{QUOTES}]?\Z"),
        before=late(lambda: _before(spaced, dense), re.IGNORECASE),
        after=late(lambda: _after(spaced, dense), re.IGNORECASE),
        refused=late(lambda: _refused(spaced, dense), re.IGNORECASE),
    )


def _before(spaced: _Languages, dense: _Languages) -> str:
    return (
        rf"(?<!\w)(?:{_any(spaced, 'before')})(?:\s+(?:{_any(spaced, 'between')}))*\s*[{QUOTES}]*\Z"
        rf"|(?:{_any(dense, 'before')})(?:{_any(dense, 'between')})*[{QUOTES}]*\Z"
    )


def _after(spaced: _Languages, dense: _Languages) -> str:
    return (
        rf"[{QUOTES}]*(?:['’]\w{{1,5}})?(?:\s+(?:{_any(spaced, 'middle')}))*\s+(?:{_any(spaced, 'after')})(?!\w)"
        rf"(?!\s+(?:{_any(spaced, 'unless')})(?!\w))"
        rf"|[{QUOTES}]*(?:{_any(dense, 'middle')})*(?:{_any(dense, 'after')})"
    )


def _refused(spaced: _Languages, dense: _Languages) -> str:
    return rf"(?:['’]s)?[\s/-]*(?:Ipsos\s)?(?:{_any(spaced, 'not')})(?!\w)|(?:{_any(dense, 'not')})"


def _any(languages: _Languages, key: str) -> str:
    """Give the phrases of all languages as one alternation, longer ones first.

    Those of one first letter stand together behind a look at it, which spares a text most of the phrases. It is only
    asked whether one fits, never which.
    """
    every = dict.fromkeys(phrase for language in languages for phrase in language[key])
    begun: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in sorted(every, key=len, reverse=True):
        begun["" if phrase[0] == "*" else phrase[0].lower()].append(_pattern(phrase))
    return "|".join(rf"(?={re.escape(first)})(?:{'|'.join(those)})" for first, those in begun.items()) or "(?!)"


def _pattern(phrase: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in phrase.split() if word != "…"]
    if "…" not in phrase:
        return r"\s+".join(words)
    at = phrase.split().index("…")
    return r"\s+".join(words[:at]) + _GAP + "".join(rf"\s+{word}" for word in words[at:])


def _kinds(words: Iterable[str]) -> str:
    """Words such as "newspaper", small or with a capital, with what their language hangs on them."""
    forms = (form for word in words for form in (word, word[0].upper() + word[1:]))
    return rf"(?<!\w){alternation(forms)}\w{{0,{ENDING}}}"


def _outlets(words: Sequence[str]) -> str:
    """Names such as "Harbour Times" and "Frankfurter Rundschau": capitalised words with one of `words` among them."""
    before = rf"(?:(?!(?:{_OPENERS}|\w+['’]s)\s){_PROPER}\s(?:(?:of|the|de|&|and)\s)?){{1,4}}"
    return rf"(?<!\w)(?P<name>{before}{alternation(words)}(?:\s(?:of\s)?{_PROPER}){{0,2}}?)(?!\w)"
