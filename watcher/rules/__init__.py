"""Stage 5, rules x articles -> matches: takes watch rules and an article, gives those that match, with evidence.

A rule asks for a kind of event, for words (a query), or for both.

A `RuleSet` compiles its rules once. A literal index passes over every rule none of whose necessary words is in the
article, so that a thousand rules cost little more than the few that match; it never changes what matches.
`why_not` and `run_examples` tell the person who writes rules what a rule does.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.rules.examples import FailedExample, run_examples
    from watcher.rules.ruleset import RuleSet
    from watcher.rules.wanted import REALIS, fits
    from watcher.rules.why import why_not

__all__ = ["REALIS", "FailedExample", "RuleSet", "fits", "run_examples", "why_not"]

__getattr__ = on_demand(
    __name__,
    {
        "examples": ("FailedExample", "run_examples"),
        "ruleset": ("RuleSet",),
        "wanted": ("REALIS", "fits"),
        "why": ("why_not",),
    },
)
