"""Sentences from patterns: `{name}` stands for a fact of the story or a symbol, `[a|b]` for a choice."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"
INNERMOST = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")
ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")
SPACES = re.compile(r"\s+")
DOUBLED = re.compile(r",(?:\s*,)+")
BEFORE_STOP = re.compile(r",\.")
COMPASS = ("north", "south", "east", "west", "north-east", "south-west")
SKIES = ("sunny", "cloudy", "rainy", "foggy", "windy", "partly cloudy", "mostly dry", "changeable")

NUMBERS: Mapping[str, Callable[[Random], str]] = {
    "age": lambda r: str(r.randint(19, 83)),
    "big": lambda r: f"{r.randint(1_100, 68_000):,}",
    "compass": lambda r: r.choice(COMPASS),
    "count": lambda r: str(r.randint(13, 980)),
    "degrees": lambda r: str(r.randint(-9, 36)),
    "dom": lambda r: str(r.randint(1, 28)),
    "level": lambda r: f"{r.randint(900, 9_900):,}.{r.randint(0, 99):02}",
    "magnitude": lambda r: f"{r.randint(3, 7)}.{r.randint(0, 9)}",
    "money": lambda r: (
        f"${r.randint(2, 980)}{r.choice(('', f'.{r.randint(1, 9)}'))} {r.choice(('million', 'billion'))}"
    ),
    "money_people": lambda r: f"{r.randint(1, 40)}.{r.randint(1, 9)}",
    "money_small": lambda r: f"${r.randint(120, 9_800):,}",
    "percent": lambda r: f"{r.randint(1, 64)}{r.choice(('', f'.{r.randint(1, 9)}'))} {r.choice(('percent', '%'))}",
    "price": lambda r: f"${r.randint(1, 99)}.{r.randint(1, 99):02}",
    "rate": lambda r: f"{r.randint(1, 39)}.{r.randint(1, 9_999):04}",
    "sky": lambda r: r.choice(SKIES),
    "small": lambda r: str(r.randint(2, 59)),
    "time": lambda r: f"{r.randint(5, 23)}:{r.randint(0, 59):02}",
    "year": lambda r: str(r.randint(1978, 2025)),
    "year_by": lambda r: str(r.randint(1850, 1977)),
}


def data(name: str) -> dict[str, Any]:
    """Read a file of patterns."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


class Grammar:
    """Symbols and the patterns they stand for."""

    def __init__(self, *parts: Mapping[str, Any]) -> None:
        self.symbols: dict[str, Sequence[str]] = {}
        for part in parts:
            self.symbols.update({name: patterns for name, patterns in part.items() if isinstance(patterns, list)})


class Pen:
    """Writes by one grammar with one source of chance; what is in `facts` is said the same way every time."""

    def __init__(self, grammar: Grammar, random: Random, facts: Mapping[str, str] | None = None) -> None:
        self._symbols = grammar.symbols
        self.random = random
        self.facts = dict(facts or {})

    def bind(self, patterns: Mapping[str, str]) -> None:
        """Decide on facts, one after the other: each may use those before it."""
        for name, pattern in patterns.items():
            self.facts[name] = self.expand(pattern)

    def expand(self, pattern: str) -> str:
        """Replace all symbols and choices of a pattern."""
        while "{" in pattern or "[" in pattern:
            pattern = INNERMOST.sub(self._one, pattern)
        return pattern

    def sentence(self, pattern: str) -> str:
        """Write a sentence, or a headline."""
        text = SPACES.sub(" ", self.expand(pattern)).replace(" ,", ",").strip()
        text = ARTICLE.sub(r"\1n ", BEFORE_STOP.sub(".", DOUBLED.sub(",", text)))
        first = next((at for at, char in enumerate(text) if char.isalnum()), 0)
        return text[:first] + text[first : first + 1].upper() + text[first + 1 :]

    def _one(self, found: re.Match[str]) -> str:
        choice, name = found.groups()
        if choice is not None:
            return str(self.random.choice(choice.split("|")))
        return self._symbol(name)

    def _symbol(self, name: str) -> str:
        if name in self.facts:
            return self.facts[name]
        if name in NUMBERS:
            return NUMBERS[name](self.random)
        if name in self._symbols:
            return self.random.choice(self._symbols[name])
        return self._derived(name)

    def _derived(self, name: str) -> str:
        """Give a form of a fact: the surname of a person, a name without its article."""
        stem, _, form = name.rpartition("_")
        if form == "last":
            return self.facts[stem].split()[-1]
        if form == "bare":
            return re.sub(r"^(?:a|an|the) ", "", self.facts[stem])
        if form == "low":
            text = self.expand(f"{{{stem}}}")
            return text[:1].lower() + text[1:]
        raise KeyError(name)
