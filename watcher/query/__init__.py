"""The boolean language: takes the text of a query and an article, gives the words that make it true.

`parse` reads a query or says with a caret what is doubtful in it; `compile_query` makes a matcher of the tree; `index`
splits an article into words once for any number of matchers; `evidence` turns hits into the sentences that show them.
Words are folded on both sides by the same code, so a query finds what a reader sees, whatever the accents, quotes,
hyphens or case. Time is linear in the article; there are no regular expressions in queries.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.query.compile import Hit, Matcher, compile_query
    from watcher.query.evidence import evidence
    from watcher.query.index import IndexedArticle, index
    from watcher.query.parse import parse
    from watcher.query.require import Required, required
    from watcher.query.shortfall import Shortfall, shortfall
    from watcher.query.tree import And, Field, Not, Or, Phrase, Prefix, Query, Word

__all__ = [
    "And",
    "Field",
    "Hit",
    "IndexedArticle",
    "Matcher",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Required",
    "Shortfall",
    "Word",
    "compile_query",
    "evidence",
    "index",
    "parse",
    "required",
    "shortfall",
]

__getattr__ = on_demand(
    __name__,
    {
        "compile": ("Hit", "Matcher", "compile_query"),
        "evidence": ("evidence",),
        "index": ("IndexedArticle", "index"),
        "parse": ("parse",),
        "require": ("Required", "required"),
        "shortfall": ("Shortfall", "shortfall"),
        "tree": ("And", "Field", "Not", "Or", "Phrase", "Prefix", "Query", "Word"),
    },
)
