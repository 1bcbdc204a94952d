"""Reading the tables of a lexicon: lists of words, checked, with a clear word on what is wrong."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.errors import ConfigurationError
from watcher.events.letters import RUN
from watcher.events.words import read_words

COMMA = ","
_BETWEEN = re.compile(r"[,\n]")
_OPENING = re.compile(r"\*?\W?[^\W_]")  # of an entry that has a run of letters: "*-summit" too, "[places]" and "," not


class LexiconError(ConfigurationError):
    """A lexicon file cannot be read as one; `path` names it, `problem` says what is wrong and what to write."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def read_table(path: Path | Any, name: str) -> dict[str, Any]:
    """Read one TOML file.

    Raises:
        LexiconError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LexiconError(name, f"cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(name, f"is not TOML: {error}") from None


class Entries:
    """The words and phrases of a list, small letters; "stem*" stands for every word that begins so, "*end" likewise."""

    __slots__ = ("_by_last", "_ends", "_phrases", "_starred", "_starred_last", "_stems", "anchor", "words")

    def __init__(self, entries: Iterable[str] = ()) -> None:
        read = [_words(entry.lower()) for entry in entries]
        single = [entry[0] for entry in read if len(entry) == 1]
        self.words = frozenset(entry for entry in single if "*" not in entry)
        self._stems = tuple(entry[:-1] for entry in single if entry.endswith("*"))
        self._ends = tuple(entry[1:] for entry in single if entry.startswith("*"))
        self._phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)  # by their first word
        for phrase in sorted((entry for entry in read if len(entry) > 1), key=len, reverse=True):
            self._phrases["" if "*" in phrase[0] else phrase[0]].append(phrase)
        self._starred = tuple(self._phrases.pop("", ()))
        self._by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in (*self._starred, *(phrase for phrases in self._phrases.values() for phrase in phrases)):
            self._by_last["" if "*" in phrase[-1] else phrase[-1]].append(phrase)
        self._starred_last = tuple(self._by_last.pop("", ()))
        self.anchor = self._anchor()

    def __bool__(self) -> bool:
        return bool(self.words or self._phrases or self._stems or self._ends or self._starred)

    def __contains__(self, word: str) -> bool:
        """Tell whether one word, small letters, is listed."""
        return (
            word in self.words
            or bool(self._stems and word.startswith(self._stems))
            or bool(self._ends and word.endswith(self._ends))
        )

    def _anchor(self) -> "Anchor | None":
        """Tell what runs of letters a text has wherever an entry stands; None where a class or a mark is listed."""
        stems, ends = (f"{stem}*" for stem in self._stems), (f"*{end}" for end in self._ends)
        firsts = (*self.words, *self._phrases, *stems, *ends, *(phrase[0] for phrase in self._starred))
        return Anchor.of(firsts) if all(map(_OPENING.match, firsts)) else None

    def at(self, words: tuple[str, ...], place: int) -> int:
        """Give how many words of `words` from `place` on are an entry, the longest one; 0 if none is."""
        if place >= len(words):
            return 0
        word = words[place]
        for phrase in self._phrases.get(word, ()):  # the longest come first
            if words[place : place + len(phrase)] == phrase or _is_at(phrase, words, place):
                return len(phrase)
        for phrase in self._starred:
            if _is_at(phrase, words, place):
                return len(phrase)
        return int(word in self)

    def ending(self, words: tuple[str, ...], end: int) -> int:
        """Give how many words before `end` are an entry, the longest one; 0 if none is."""
        if end < 1:
            return 0
        for phrase in self._by_last.get(words[end - 1], ()):
            if end >= len(phrase) and _is_at(phrase, words, end - len(phrase)):
                return len(phrase)
        for phrase in self._starred_last:
            if end >= len(phrase) and _is_at(phrase, words, end - len(phrase)):
                return len(phrase)
        return int(words[end - 1] in self)

    def within(self, words: tuple[str, ...], start: int, end: int) -> bool:
        """Tell whether an entry stands in `words[start:end]`."""
        part = words[max(start, 0) : max(end, 0)]
        if not self.words.isdisjoint(part):
            return True
        places: Iterable[int] = range(len(part))
        if not (self._stems or self._ends or self._starred):
            places = [place for place in places if part[place] in self._phrases]
        return any(self.at(part, place) for place in places)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Runs of letters of which a text has one wherever an entry of a list stands: whole ones, beginnings, ends."""

    whole: frozenset[str]
    stems: tuple[str, ...]
    ends: tuple[str, ...]

    @classmethod
    def of(cls, firsts: Iterable[str]) -> "Anchor":
        """Make it of the first words of entries, "stem*" and "*end" among them."""
        found: dict[str, set[str]] = {"": set(), "stem": set(), "end": set()}
        for first in firsts:
            runs = RUN.findall(first)
            run = runs[-1] if first.startswith("*") else runs[0]
            kind = {f"{run}*": "stem", f"*{run}": "end"}.get(first, "")
            found[kind].add(run)
        return cls(frozenset(found[""]), tuple(sorted(found["stem"])), tuple(sorted(found["end"])))

    @classmethod
    def any_of(cls, anchors: Iterable["Anchor"]) -> "Anchor":
        """Make one that stands wherever one of several does."""
        found = tuple(anchors)
        return cls(
            frozenset[str]().union(*(each.whole for each in found)),
            tuple(sorted({stem for each in found for stem in each.stems})),
            tuple(sorted({end for each in found for end in each.ends})),
        )

    def may_stand(self, runs: frozenset[str]) -> bool:
        """Tell whether a text of these runs has one."""
        if not self.whole.isdisjoint(runs):
            return True
        if self.stems and any(run.startswith(self.stems) for run in runs):
            return True
        return bool(self.ends) and any(run.endswith(self.ends) for run in runs)


def _is_at(phrase: tuple[str, ...], words: tuple[str, ...], place: int) -> bool:
    part = words[place : place + len(phrase)]
    return len(part) == len(phrase) and all(map(_is_like, phrase, part))


def _is_like(entry: str, word: str) -> bool:
    if entry.endswith("*"):
        return word.startswith(entry[:-1])
    return word.endswith(entry[1:]) if entry.startswith("*") else word == entry


def _words(entry: str) -> tuple[str, ...]:
    """Divide an entry as texts are divided; one with a star only at white space."""
    if entry.isalpha():
        return (entry,)  # as most are: reading them as a text takes long
    if "*" in entry or entry.replace(" ", "").isalpha():
        return tuple(entry.split())
    return tuple(word.low for word in read_words(entry))


def listed(value: object, lists: Mapping[str, tuple[str, ...]], name: str, key: str) -> tuple[str, ...]:
    """Give the entries of a list: an array or a text, divided by commas and lines; "@name" is the list of that name.

    An entry that is a comma alone stands for the mark.

    Raises:
        LexiconError: it is neither, or names a list that is not there.
    """
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(entry, str) for entry in texts):
        raise LexiconError(name, f'{key} must be a list of words, such as ["parliament", "senate"]')
    divided = (part for text in texts for part in (_BETWEEN.split(text) if text != COMMA else [text]))
    entries: list[str] = []
    for entry in filter(None, map(str.strip, divided)):
        if not entry.startswith("@"):
            entries.append(entry.lower())
        elif entry[1:] in lists:
            entries.extend(lists[entry[1:]])
        else:
            raise LexiconError(name, f"{key} names the list {entry!r}, which [lists] does not have")
    return tuple(dict.fromkeys(entries))
