"""Whether two texts are one story. Every guard prefers a missed copy to a false one.

The rules and numbers were chosen by kinds of error on three samples: a real stream (8,355 entries of 40 feeds in three
days, 791 pairs judged by hand), Reuters-21578 (19,040 stories of 1987, 297 pairs judged by hand) and invented texts
(`benchmarks/stories.py`). docs/benchmarks.md says what they reach and where they fail.
"""
# ruff: noqa: PLR2004 - a rule's threshold is read where it decides; "CONTAINED_OF_A_SECOND_PAGE" would only hide it

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from watcher.stories.fingerprint import is_headline_only
from watcher.stories.pair import LATE, LATE_SHORT, LONG, Pair
from watcher.stories.sides import Side

HOPELESS = 0.35
"""Containment below which only one headline, or one minute, can make two texts one story."""
FULL = 100
"""Shingles from which a text tells the whole story."""
SUMMARY = 20
"""Shingles from which a summary says something of its own."""
TELLING = 4
"""Telling words of a headline that can make two texts one story by itself."""
TOO_LATE = timedelta(days=7)
SOON = timedelta(hours=1)
SAME_SHIFT = timedelta(hours=6)
DAY = timedelta(days=1)


class Rule(StrEnum):
    """Which rule made two texts one story."""

    HEADLINE = "headline"  # the same one, within days
    MINUTE = "minute"  # the same publisher published both in the same minute
    TEXT = "text"  # much of one stands in the other
    FACTS = "facts"  # much the same, and numbers and names agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two texts that are one story. A greater one is better."""

    rule: Rule
    score: float  # containment, 0 to 1

    @property
    def rank(self) -> tuple[bool, float]:
        """What to sort by."""
        return self.rule is Rule.HEADLINE, self.score


def judge(new: Side, known: Side) -> Likeness | None:
    """Compare an article with a story; None: they are two stories."""
    pair = Pair(new, known)
    rule = None if _is_hopeless(pair) or _other_story(pair) else _rule(pair)
    return Likeness(rule=rule, score=pair.contained) if rule else None


def _is_hopeless(pair: Pair) -> bool:
    """Tell at little cost whether no rule below can hold."""
    if pair.known.fingerprint.digest:
        return True
    return not (pair.contained >= HOPELESS or pair.same_headline or pair.same_minute)


def _other_story(pair: Pair) -> bool:
    """Tell whether another author, or another number in every headline, says that these are two stories."""
    if pair.other_origin and pair.contained < 0.80:
        return True
    return pair.contained < (0.80 if pair.small >= LONG else 0.98) and pair.other_figures


def _rule(pair: Pair) -> Rule | None:
    if pair.same_minute and _one_page(pair):
        return Rule.MINUTE
    if _is_another(pair):
        return None
    if pair.same_headline and pair.gap <= LATE and _tells_the_same(pair):
        return Rule.HEADLINE
    return _of_headlines(pair) if pair.headline_only else _of_texts(pair)


def _is_another(pair: Pair) -> bool:
    """Tell whether a second page of a site, other numbers or another subject say that these are two stories."""
    if pair.same_site and not _same_site_again(pair):
        return True
    if pair.headline_only:
        return False
    if not pair.marked and _other_numbers(pair):
        return True
    return not pair.same_headline and pair.contained < 0.95 and pair.other_subject


def _one_page(pair: Pair) -> bool:
    """Tell whether two texts of one publisher and minute are one page, shown under two headlines or addresses."""
    if pair.headline_only:
        return pair.overlap >= 0.15
    both, other = pair.places
    alike = (pair.contained >= 0.40 and pair.overlap >= 0.20) or pair.contained >= 0.60 or pair.overlap >= 0.50
    return pair.small >= FULL and alike and 2 * other < max(both, 1) and not pair.other_subject


def _same_site_again(pair: Pair) -> bool:
    """Tell whether a second page on one site tells the story again; a site's pages are different pieces as a rule."""
    if is_headline_only(pair.new.fingerprint) or pair.new.fingerprint.marked:
        return True
    return pair.contained >= 0.85 or (pair.same_headline and pair.contained >= 0.40)


def _other_numbers(pair: Pair) -> bool:
    """Tell whether another number stands in most places where both have one: two reports of one form."""
    both, other = pair.places
    short = pair.large < FULL
    if not other or 2 * other < both or (other == 1 and not short):
        return False
    return short or not (pair.same_headline and pair.gap < timedelta(hours=12))


def _tells_the_same(pair: Pair) -> bool:
    """Tell whether texts under one headline are one: two authors, or two days, may have the same."""
    if pair.headline_only or pair.contained >= 0.25:
        return True
    return not pair.late and (pair.small < LONG or pair.same_origin or pair.same_minute)


def _of_headlines(pair: Pair) -> Rule | None:
    """Judge where one has nothing but a headline: a pool, or a search. A common one ("Police log") joins nothing."""
    if pair.telling < TELLING or pair.other_beginning:
        return None
    near = pair.overlap >= 0.63 and pair.gap <= timedelta(hours=7.5) and pair.same_publisher and pair.contained >= 0.44
    same = pair.overlap >= 0.80 and pair.gap <= LATE_SHORT and pair.contained >= 0.70
    return Rule.TEXT if near or same else None


def _of_texts(pair: Pair) -> Rule | None:
    if pair.late:
        return Rule.TEXT if _is_late_copy(pair) else None
    if pair.contained >= 0.60 and _is_copy(pair):
        return Rule.TEXT
    if pair.contained >= 0.40 and pair.overlap >= 0.63 and pair.gap <= SOON:
        return Rule.TEXT
    return Rule.FACTS if _facts_agree(pair) else None


def _is_copy(pair: Pair) -> bool:
    """Tell whether two texts that share most of the smaller one are one story."""
    if pair.contained >= 0.70 and pair.small >= FULL:
        return True
    if pair.contained >= 0.73 and pair.large >= LONG > pair.small and pair.overlap >= 0.25:
        return True
    if pair.covers >= 0.80 and pair.overlap >= 0.40:
        return True
    return pair.shares_a_lead if pair.small >= LONG else _is_summary(pair)


def _is_summary(pair: Pair) -> bool:
    """Tell whether a few sentences stand in a long text under whatever headline; in a digest they do as well."""
    if pair.small < SUMMARY or pair.large < 2 * pair.small or pair.body_contained < 0.80:
        return False
    return not (pair.places[1] or pair.digest or pair.same_site)


def _is_late_copy(pair: Pair) -> bool:
    """Tell whether a text that comes days later is still a copy: its numbers stand where they stood."""
    if pair.contained >= 0.90 and pair.small >= LONG and pair.shares_a_lead:
        return True
    if pair.gap > TOO_LATE or pair.same_site or pair.digest or not _numbers_stand(pair):
        return False
    if pair.small >= LONG:
        return pair.contained >= 0.50 and (pair.overlap >= 0.50 or pair.contained >= 0.70 or pair.shares_a_lead)
    return pair.small >= SUMMARY and pair.contained >= 0.75 and not pair.other_subject


def _numbers_stand(pair: Pair) -> bool:
    both, other = pair.places
    return 3 * other <= both if both >= 3 else not other and pair.contained >= 0.75


def _facts_agree(pair: Pair) -> bool:
    """Tell whether a text is another version: reworded within a day, with the same numbers and names."""
    if pair.gap > DAY or pair.same_site or pair.contained < HOPELESS or pair.overlap < 0.25:
        return False
    numbers, of_numbers = pair.numbers
    names, of_names = pair.names
    if numbers >= (2 if pair.gap <= SAME_SHIFT else 3) and of_numbers >= 0.80 and of_names >= 0.50:
        return True
    if names >= 3 and of_names >= 0.75 and of_numbers >= 0.66:
        return pair.contained >= 0.40
    return numbers >= 5 and of_numbers >= 0.70 and pair.covers >= 0.80 and pair.contained >= 0.50
