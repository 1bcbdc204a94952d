"""The closed words of one language: what ends a noun phrase, what bounds a clause, how a sentence tells an event."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from watcher.events.tables import Entries, LexiconError, listed
from watcher.model import Realis

CLASSES = (
    "determiners",
    "possessives",
    "prepositions",
    "continuing",  # prepositions of phrases that a noun takes along: "law on a referendum"
    "conjunctions",
    "subordinators",
    "relatives",
    "pronouns",
    "persons",  # pronouns that stand for one named person
    "passive",  # auxiliaries of the passive
    "modals",  # what an infinitive follows
    "auxiliaries",
    "negations",
    "adverbs",
    "reporting",  # verbs behind which another clause begins
    "gerunds",  # forms that are verbs behind a comma, a conjunction or a preposition
    "verbs",  # common ones, which end a noun phrase
    "honorifics",
    "particles",  # small words within a name
    "suffixes",
    "compounds",  # nouns that a preposition does not end: "chief of staff"
    "organisations",  # words in the names of organisations
    "calendar",
    "common",  # words that are no part of a name, in a headline with capitals throughout
    "places",
    "demonyms",
    "adjectives",  # made of names, which before a post name no house: "*ian"
    "foreign",  # common words of languages without a grammar, in which much else looks like this one
)
PLACED = {"places": ("countries", "cities", "venues", "regions"), "demonyms": ("demonyms",)}  # in the file of places
WORDS_KEPT = 1 << 15  # whose classes are remembered
KNOWN = (
    *("determiners", "possessives", "prepositions", "conjunctions", "subordinators", "relatives", "pronouns"),
    *("auxiliaries", "negations", "adverbs", "reporting", "verbs"),
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The words that tell one realis: before the trigger in its clause, behind it, or anywhere in the sentence."""

    before: Entries
    after: Entries
    sentence: Entries


@dataclass(frozen=True, eq=False)
class Grammar:
    """One language; `classes` holds the entries of each of `CLASSES`, empty where the file has none."""

    language: str
    classes: Mapping[str, Entries]
    realis: Mapping[Realis, Cues]
    nouns_capitalised: bool = False  # as in German: a capital says nothing of names
    default: bool = False  # taken where a text's words tell several languages alike and none is stated
    places: Callable[[], Mapping[str, Any]] = dict  # reads the file of places

    @cached_property
    def within(self) -> Mapping[str, tuple[str, ...]]:
        """Places, and the wider ones in which they lie."""
        wider: Mapping[str, Any] = self.places().get("within", {})
        return {key: listed(value, {}, f"{self.language}/places", f"within.{key}") for key, value in wider.items()}

    @cached_property
    def small(self) -> frozenset[str]:
        """The common words by which a text of this language is known."""
        return frozenset().union(*(self.classes[name].words for name in KNOWN))

    @cached_property
    def joining(self) -> frozenset[str]:
        """The words that headlines write small where they begin all others with a capital."""
        return frozenset().union(
            *(self.classes[name].words for name in ("prepositions", "determiners", "conjunctions"))
        )

    @cached_property
    def classes_of(self) -> Callable[[str], frozenset[str]]:
        """Give the classes that a word, small letters, is in."""
        return lru_cache(maxsize=WORDS_KEPT)(self._classes_of)

    def _classes_of(self, word: str) -> frozenset[str]:
        return frozenset(name for name, entries in self.classes.items() if word in entries)

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The words that speak against this language."""
        return self.classes["foreign"].words

    def __getitem__(self, name: str) -> Entries:
        return self.classes[name]


def read_grammar(table: Mapping[str, Any], name: str, places: Callable[[], Mapping[str, Any]] = dict) -> Grammar:
    """Make a grammar of its file and of the file of places, which is read when it is first needed.

    Raises:
        LexiconError: a class or a realis that nobody knows, or a list that is none.
    """
    words = table.get("words", {})
    unknown = [key for key in words if key not in CLASSES]
    if unknown:
        raise LexiconError(name, f"[words] has no class {unknown[0]!r}; the classes are {', '.join(CLASSES)}")
    classes = {key: Entries(listed(words.get(key, []), {}, name, key)) for key in CLASSES}
    return Grammar(
        language=str(table.get("language", "")),
        classes={**classes, **{key: Entries(_Placed(keys, places)) for key, keys in PLACED.items()}},
        realis={_realis(key, name): _cues(value, name, key) for key, value in table.get("realis", {}).items()},
        nouns_capitalised=bool(table.get("nouns-capitalised", False)),
        default=bool(table.get("default", False)),
        places=places,
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """The words under some keys of the file of places, read when they are first asked for."""

    keys: tuple[str, ...]
    places: Callable[[], Mapping[str, Any]]

    def __iter__(self) -> Iterator[str]:
        for key in self.keys:
            listing = self.places().get(key, [])
            yield from listed([*listing] if isinstance(listing, dict) else listing, {}, "places", key)


def _realis(key: str, name: str) -> Realis:
    try:
        return Realis(key)
    except ValueError:
        raise LexiconError(name, f"[realis.{key}]: no such realis; there are {', '.join(Realis)}") from None


def _cues(table: Mapping[str, Any], name: str, realis: str) -> Cues:
    lists = {key: Entries(listed(table.get(key, []), {}, name, f"realis.{realis}.{key}")) for key in Cues.__slots__}
    return Cues(**lists)
