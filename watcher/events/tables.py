"""Reading the tables of a lexicon: lists of words, checked, with a clear word on what is wrong."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.errors import ConfigurationError
from watcher.events.letters import RUN
from watcher.events.words import read_words

COMMA, LIST, CLASS = ",", "@", "["


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
    """The words and phrases of a list, small letters; "stem*" stands for every word that begins so, "*end" likewise.

    Read when it is first asked for anything: most lists of a lexicon never are.
    """

    __slots__ = ("_by_last", "_ends", "_entries", "_phrases", "_starred", "_starred_last", "_stems", "anchor", "words")

    words: frozenset[str]  # the entries of one word, without those with a star
    anchor: "Anchor | None"  # what runs of letters a text has wherever an entry stands; None: it need have none

    def __init__(self, entries: Iterable[str] = ()) -> None:  # read more than once
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        """Fill a slot that is empty yet; one that is full does not come here."""
        if name == "anchor":
            self.anchor = None if CLASS in self._phrases else self._anchor()
        elif name in {"_by_last", "_starred_last"}:
            self._sort_by_last()
        elif name in self.__slots__:
            self._read()
        else:
            raise AttributeError(name)
        return getattr(self, name)

    def _read(self) -> None:
        entries = [entry.lower() for entry in self._entries]
        read = [_words(entry) for entry in entries if not entry.isalpha()]  # most are letters alone, and one word
        single = [entry[0] for entry in read if len(entry) == 1]
        self.words = frozenset((*filter(str.isalpha, entries), *(entry for entry in single if "*" not in entry)))
        self._stems = tuple(entry[:-1] for entry in single if entry.endswith("*"))
        self._ends = tuple(entry[1:] for entry in single if entry.startswith("*"))
        self._phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)  # by their first word
        for phrase in sorted((entry for entry in read if len(entry) > 1), key=len, reverse=True):
            self._phrases["" if "*" in phrase[0] else phrase[0]].append(phrase)
        self._starred = tuple(self._phrases.pop("", ()))

    def _sort_by_last(self) -> None:
        self._by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in (*self._starred, *(phrase for phrases in self._phrases.values() for phrase in phrases)):
            self._by_last["" if "*" in phrase[-1] else phrase[-1]].append(phrase)
        self._starred_last = tuple(self._by_last.pop("", ()))

    def __bool__(self) -> bool:
        return bool(self.words or self._phrases or self._stems or self._ends or self._starred)

    def __contains__(self, word: str) -> bool:
        """Tell whether one word, small letters, is listed."""
        return (
            word in self.words
            or bool(self._stems and word.startswith(self._stems))
            or bool(self._ends and word.endswith(self._ends))
        )

    def anchors(self, classes: Mapping[str, "Entries"]) -> "tuple[Anchor, ...]":
        """Give the anchors of which a text has one wherever an entry stands, those of the classes it names among them.

        None where it need have none: a mark is listed, or a class that is not among `classes`.
        """
        named = [phrase[1] for phrase in self._phrases.get(CLASS, ())]
        others = (classes[name].anchor if name in classes else None for name in named)
        own = self._anchor() if named else self.anchor
        found = [own, *others] if len(named) < len(self._all()) else [*others]
        return tuple(anchor for anchor in found if anchor) if all(found) else ()

    def _anchor(self) -> "Anchor | None":
        """Make the anchor of the longest words but those of classes; None where a mark is listed."""
        told = [_told(phrase) for phrase in self._all() if phrase[0] != CLASS]
        return Anchor.of(told) if all(told) else None

    def _all(self) -> list[tuple[str, ...]]:
        """Give all entries, those with a star too."""
        stems, ends = (f"{stem}*" for stem in self._stems), (f"*{end}" for end in self._ends)
        phrases = (phrase for phrases in self._phrases.values() for phrase in phrases)
        return [*self._starred, *phrases, *((word,) for word in (*self.words, *stems, *ends))]

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
    def of(cls, words: Iterable[str]) -> "Anchor":
        """Make it of a word of each entry, "stem*" and "*end" among them."""
        found: dict[str, set[str]] = {"": set(), "stem": set(), "end": set()}
        for word in words:
            runs = RUN.findall(word)
            run = runs[-1] if word.startswith("*") else runs[0] if word.endswith("*") else max(runs, key=len)
            kind = {f"{run}*": "stem", f"*{run}": "end"}.get(word, "")
            found[kind].add(run)
        return cls(frozenset(found[""]), tuple(sorted(found["stem"])), tuple(sorted(found["end"])))

    def may_stand(self, runs: frozenset[str]) -> bool:
        """Tell whether a text of these runs has one."""
        if not self.whole.isdisjoint(runs):
            return True
        if self.stems and any(run.startswith(self.stems) for run in runs):
            return True
        return bool(self.ends) and any(run.endswith(self.ends) for run in runs)


def _told(phrase: tuple[str, ...]) -> str:
    """Give the longest word of an entry, which the fewest texts have; "" where it has only marks."""
    return max((word for word in phrase if RUN.search(word)), key=len, default="")


def _is_at(phrase: tuple[str, ...], words: tuple[str, ...], place: int) -> bool:
    part = words[place : place + len(phrase)]
    return len(part) == len(phrase) and all(map(_is_like, phrase, part))


def _is_like(entry: str, word: str) -> bool:
    if entry.endswith("*"):
        return word.startswith(entry[:-1])
    return word.endswith(entry[1:]) if entry.startswith("*") else word == entry


def _words(entry: str) -> tuple[str, ...]:
    """Divide an entry as texts are divided; one with a star only at white space."""
    if "*" in entry or entry.replace(" ", "").isalpha():
        return tuple(entry.split())
    return tuple(word.low for word in read_words(entry))


def listed(value: object, lists: Mapping[str, tuple[str, ...]], name: str, key: str) -> tuple[str, ...]:
    """Give the entries of a list: an array or a text, divided by commas and lines; "@name" is the list of that name.

    An entry that is a comma alone stands for the mark.

    Raises:
        LexiconError: it is neither, or names a list that is not there.
    """
    if isinstance(value, str) and LIST not in value:
        return tuple(dict.fromkeys(_divided(value.lower())))  # as most are: in one pass
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(entry, str) for entry in texts):
        raise LexiconError(name, f'{key} must be a list of words, such as ["parliament", "senate"]')
    entries = [entry for text in texts for part in _divided(text) for entry in _named(part, lists, name, key)]
    return tuple(dict.fromkeys(entries))


def _divided(text: str) -> Iterable[str]:
    """Give the parts of a text between commas and lines that are not blank; of a comma alone itself."""
    return [text] if text == COMMA else filter(None, map(str.strip, text.replace(COMMA, "\n").split("\n")))


def _named(entry: str, lists: Mapping[str, tuple[str, ...]], name: str, key: str) -> tuple[str, ...]:
    """Give what an entry stands for: itself, or the list that it names."""
    if not entry.startswith(LIST):
        return (entry.lower(),)
    if entry[1:] not in lists:
        raise LexiconError(name, f"{key} names the list {entry!r}, which [lists] does not have")
    return lists[entry[1:]]
