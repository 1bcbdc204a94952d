"""Which of the dates in a sentence is that of an event."""

from collections.abc import Iterable
from datetime import datetime

from watcher.events.clauses import Clause
from watcher.events.dates import DateMention, resolve
from watcher.events.phrases import Sentence
from watcher.events.words import DASHES
from watcher.model import Precision, When

DATELINE = 8  # words, at most


def event_date(clause: Clause, mentions: tuple[DateMention, ...]) -> When | None:
    """Give the date nearest to the trigger in its own clause, else the nearest in the sentence.

    What a verb of reporting governs ("said on Tuesday") counts last: it dates the telling; and before it the date of
    another thing ("the May 1 deadline") and a bare year ("the 2026 Forum"). What a relative clause behind states, or
    one that commas set apart before the trigger, is of something else.
    """
    words = clause.sentence.words
    at, stop = words[clause.at].start, words[clause.stop - 1].end
    start = words[clause.start].start
    end = words[clause.end - 1].end

    def rank(mention: DateMention) -> tuple[bool, bool, bool, bool, int]:
        inside = start <= mention.start and mention.end <= end
        distance = mention.start - stop if mention.start >= stop else at - mention.end
        is_year = mention.when.precision is Precision.YEAR
        return _is_telling(clause, mention), _is_attribute(clause, mention), is_year, not inside, distance

    apart = (words[clause.resumed[-1].last - 1].end, at) if clause.resumed else (at, at)
    near = [mention for mention in mentions if mention.start < end or not _is_relative(clause)]
    near = [mention for mention in near if not apart[0] <= mention.start < apart[1]]
    near = [each for each in near if not _is_dateline(clause, each)]
    near = [each for each in near if each.when.precision is not Precision.YEAR or not _is_attribute(clause, each)]
    return min(near, key=rank).when if near else None


def _is_relative(clause: Clause) -> bool:
    """Tell whether a relative clause follows: "the network that Doe founded in 2019"."""
    return clause.end < len(clause.sentence.words) and clause.sentence.is_in("relatives", clause.end)


def _is_attribute(clause: Clause, mention: DateMention) -> bool:
    """Tell whether a date belongs to the noun behind it: "its May 1 deadline", which dates nothing else."""
    sentence = clause.sentence
    phrase = next((p for p in sentence.phrases if sentence.words[p.last - 1].end > mention.start), None)
    if phrase is None or not any(sentence.is_in(name, phrase.first) for name in ("determiners", "possessives")):
        return False
    head = sentence.words[phrase.last - 1]
    return head.start >= mention.end and not phrase.first <= clause.at < phrase.last and not head.is_name


def _is_dateline(clause: Clause, mention: DateMention) -> bool:
    """Tell whether a date stands in what comes before a text's first words: "OSLO, May 5 (Wire) - "."""
    words = clause.sentence.words
    place = next((i for i, word in enumerate(words) if word.start >= mention.end), len(words))
    ends = place < min(len(words), DATELINE) and (words[place].low in DASHES or words[place].low == ":")
    return ends and words[0].text.isupper()


def _is_telling(clause: Clause, mention: DateMention) -> bool:
    """Tell whether the verb nearest before a date is one of reporting, and not the trigger."""
    sentence = clause.sentence
    for place in range(len(sentence.words) - 1, -1, -1):
        word = sentence.words[place]
        if word.end > mention.start:
            continue
        if clause.at <= place < clause.stop or sentence.is_in("verbs", place):
            return False
        if sentence.is_in("reporting", place):
            return True
    return False


def effective_date(texts: Iterable[str], cues: tuple[str, ...], published: datetime, language: str) -> When | None:
    """Give the date behind the first of some words that state from when on all holds: "it takes effect on …"."""
    for text in texts:
        low = text.lower()
        behind = min((low.index(cue) + len(cue) for cue in cues if cue in low), default=None)
        if behind is not None:
            dates = resolve(text, published, language)
            if first := next((each for each in dates if each.start >= behind), None):
                return first.when
    return None


def mentions_in(sentence: Sentence, published: datetime) -> tuple[DateMention, ...]:
    """Give the dates that a sentence states."""
    return resolve(sentence.text, published, sentence.grammar.language)
