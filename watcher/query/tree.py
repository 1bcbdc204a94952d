"""The tree of a query, in canonical form: folded words, no needless parentheses, no AND directly inside an AND.

`str()` of any node is what a user would write to get that node; `parse(str(query)) == query`.
What may be negated, and where, is in the types: a `Not` stands only among the parts of an `And`.
"""

from dataclasses import dataclass
from typing import TypeAlias

OPERATORS = frozenset({"AND", "OR", "NOT"})
FIELDS = ("title", "body", "lead", "source", "author", "lang", "tag")


@dataclass(frozen=True, slots=True)
class Word:
    """One whole word, folded."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"' if self.text.upper() in OPERATORS else self.text


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with `text` (folded, at least three letters)."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """At least two folded words in a row."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Field:
    """`of`, looked for in one field only; there is no `Field` below it."""

    name: str
    of: "Query"

    def __str__(self) -> str:
        return f"{self.name}:{_grouped(self.of)}"


@dataclass(frozen=True, slots=True)
class Not:
    """`of` must not be there."""

    of: "Query"

    def __str__(self) -> str:
        return f"NOT {_grouped(self.of)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of at least two parts, of which at least one is not a `Not`."""

    parts: tuple["Query | Not", ...]

    def __str__(self) -> str:
        return " AND ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of at least two parts."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


Term: TypeAlias = Word | Prefix | Phrase
Query: TypeAlias = Term | Field | And | Or


def _grouped(node: Query | Not) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)
