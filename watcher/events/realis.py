"""How a clause tells an event: as a fact, a plan, hearsay, a wish, as untrue, or as history."""

from datetime import date, datetime, timedelta

from watcher.events.clauses import Clause
from watcher.events.kinds import Trigger
from watcher.model import Precision, Realis, When

LONG_AGO = timedelta(days=60)
"""What is told so long after its date is history; in labelled news no event of the day had an older one."""
ORDER = (Realis.BACKGROUND, Realis.DENIED, Realis.CALLED_FOR, Realis.REPORTED, Realis.PLANNED)
"""Of several cues the first of these holds: "should not be appointed" is denied, "is said to be appointed" hearsay."""
NEAR = 6  # words before a trigger in which a cue bears on it


def realis(clause: Clause, trigger: Trigger, when: When | None, published: datetime | None) -> Realis:
    """Tell the realis of an event from the cues around its trigger, and from its date."""
    if when is not None and published is not None and _is_past(when, published.date()):
        return Realis.BACKGROUND
    for each in ORDER:
        if _is_cued(clause, each):
            return each
    return trigger.realis or Realis.ASSERTED


def _is_past(when: When, day: date) -> bool:
    """Tell whether a date is long over, or a year that is ("last year")."""
    return when.end < day if when.precision is Precision.YEAR else day - when.end > LONG_AGO


def _first(clause: Clause) -> int:
    """Give from where on cues bear on a clause: in "denied that Doe resigned" the verb that it hangs on does too."""
    is_content = clause.opened < clause.start and clause.sentence.is_in("relatives", clause.opened)
    return 0 if is_content else clause.closed if clause.resumed else clause.start


def _is_cued(clause: Clause, each: Realis) -> bool:
    """Tell whether a cue of a realis stands in its place; "years ago" behind what is to come dates something else."""
    cues = clause.sentence.grammar.realis.get(each)
    if cues is None:
        return False
    low = clause.sentence.low
    if _is_before(clause, each) or cues.sentence.within(low, 0, len(low)):
        return True
    behind = cues.after.within(low, clause.stop, clause.end)
    return behind and not (each is Realis.BACKGROUND and _is_before(clause, Realis.PLANNED))


def _is_before(clause: Clause, each: Realis) -> bool:
    cues = clause.sentence.grammar.realis.get(each)
    first = max(_first(clause), clause.at - NEAR)
    return cues is not None and cues.before.within(clause.sentence.low, first, clause.at)
