"""Which story an article belongs to, and what it is to it.

Exact answers first (same words, same page), then the near stories. An article is always compared with what a story
itself has said, never with its copies in turn: chains of small steps do not join what is far apart. Where an article
is a copy of two stories, these are one, and the older one stays.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from watcher.model import Article, Credit, Label, StoryId
from watcher.stories.candidates import StoryIndex
from watcher.stories.digests import is_digest
from watcher.stories.fingerprint import is_headline_only, sampled, size, together
from watcher.stories.judge import Likeness, Rule, judge
from watcher.stories.labels import label
from watcher.stories.marks import mark_in
from watcher.stories.origin import credited
from watcher.stories.pair import LATE, LONG
from watcher.stories.ports import Fingerprint, StoryText
from watcher.stories.reasons import Same, reason
from watcher.stories.sides import Side
from watcher.stories.titles import overlap
from watcher.text import sentences

FIRST_SEEN = "first seen"
DIGEST = "first seen; retells several stories"
REWRITTEN = 0.90
"""Containment below which another text on a page is an update of the one before."""
STILL = 0.60
"""Containment from which a page is one story also days later."""
SOMETHING = 0.03
"""Containment that two texts on one page have at least where they are about the same."""
RELATED, HEADED_ALIKE = 0.15, 0.25
"""Share of the smaller text, or of the headlines' words, from which a page still shows what it showed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where an article belongs. `reason` is for the user: "same text", "92 % of 41 sentences; other headline"."""

    story: StoryId | None  # None: it begins a story
    label: Label
    score: float  # 0 to 1: share of the smaller text that the other holds; 1 where it begins a story
    reason: str
    digest: bool = False  # it begins a story that nothing is compared with
    unites: tuple[StoryId, ...] = ()  # stories that turn out to be the one it belongs to, which is the oldest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Find:
    """A story that the article belongs to, and how that is known."""

    known: Side
    score: float
    same: Same | None = None
    likeness: Likeness | None = None

    @property
    def rank(self) -> tuple[int, bool, float]:
        return (_CERTAIN[self.same] if self.same else 0), *(self.likeness.rank if self.likeness else (True, self.score))

    @property
    def is_firm(self) -> bool:
        """Whether page, headline or minute say so, not only what the texts share."""
        return self.same is not None or (self.likeness is not None and self.likeness.rule in _FIRM)


_CERTAIN = {Same.TEXT: 2, Same.ENTRY: 2, Same.PAGE: 1}
_FIRM = {Rule.HEADLINE, Rule.MINUTE}


def assign(article: Article, fp: Fingerprint, index: StoryIndex, at: datetime) -> Assignment:
    """Find the story of which `article` is a copy, update or correction; without one it is new, whatever it says.

    The index is read, not changed: `put` and `put_exact` follow from the answer.

    Args:
        article: the article.
        fp: its fingerprint, without furniture.
        index: the stories it may belong to.
        at: when it was first seen.
    """
    new = _side(article, fp, at)
    exact = [*_exact(new, index)]
    near = index.near(fp)
    if not exact and is_digest(new, near):
        return Assignment(story=None, label=Label.NEW, score=1.0, reason=DIGEST, digest=True)
    found = sorted((*exact, *_near(new, near, exact)), key=lambda find: find.rank, reverse=True)
    if not found:
        return Assignment(story=None, label=Label.NEW, score=1.0, reason=FIRST_SEEN)
    return _assignment(article, new, found)


def _side(article: Article, fp: Fingerprint, at: datetime) -> Side:
    return Side(StoryText(id=StoryId(""), title=article.title, fingerprint=fp, first_seen=at))


def _exact(new: Side, index: StoryIndex) -> list[_Find]:
    found = []
    text, page = index.same_text(new.fingerprint), index.same_page(new.fingerprint)
    if text and (new.fingerprint.tokens >= LONG or abs(new.later_than(text)) <= LATE):
        found.append(_Find(known=text, score=1.0, same=Same.TEXT))
    if page and page is not text:
        score = new.shingles.contained(page.fingerprint)
        if score >= STILL or (abs(new.later_than(page)) <= LATE and _is_about_the_same(new, page, score)):
            found.append(_Find(known=page, score=score, same=Same.PAGE))
    return found


def _is_about_the_same(new: Side, page: Side, score: float) -> bool:
    """Tell whether a page shows the same news in any words; with nothing in common it was used again for other news."""
    return score >= SOMETHING or not new.words.isdisjoint(page.words) or _names_meet(new, page)


def _names_meet(new: Side, page: Side) -> bool:
    return not {*new.fingerprint.names}.isdisjoint(page.fingerprint.names)


def _near(new: Side, near: tuple[Side, ...], exact: list[_Find]) -> list[_Find]:
    sure = {find.known.text.id for find in exact}
    judged = ((known, judge(new, known)) for known in near if known.text.id not in sure)
    return [_Find(known=known, score=likeness.score, likeness=likeness) for known, likeness in judged if likeness]


def _assignment(article: Article, new: Side, found: list[_Find]) -> Assignment:
    best = found[0]
    one = [best, *(find for find in found[1:] if _unites(new, best, find))]
    stays = min((find.known for find in one), key=lambda known: (known.text.first_seen, known.text.id))
    rewritten = best.same is Same.ENTRY or (best.same is Same.PAGE and best.score < REWRITTEN)
    return Assignment(
        story=stays.text.id,
        label=label(article, begins=False, rewritten=rewritten),
        score=best.score,
        reason=_reason(article, new, best),
        unites=tuple(find.known.text.id for find in one if find.known is not stays),
    )


def _unites(new: Side, best: _Find, other: _Find) -> bool:
    """Tell whether an article that belongs to two stories makes them one."""
    one, two = best.known.fingerprint, other.known.fingerprint
    if one.digest or two.digest or (one.origins and two.origins and {*one.origins}.isdisjoint(two.origins)):
        return False
    if best.same in {Same.PAGE, Same.ENTRY} and best.score < RELATED and not _is_headed_alike(new, best.known):
        return False  # a page that shows something else by now leads from one story to the next
    return not is_headline_only(new.fingerprint) or (best.is_firm and other.is_firm)


def _is_headed_alike(new: Side, known: Side) -> bool:
    return any(overlap(one, other) >= HEADED_ALIKE for one in new.headlines for other in known.headlines)


def _reason(article: Article, new: Side, find: _Find) -> str:
    known = find.known
    return reason(
        find.score,
        _sentences_of_the_shorter(article, new, known),
        same=find.same,
        same_headline=not {*new.fingerprint.titles}.isdisjoint(known.fingerprint.titles),
        credit=article.credit.distributor or article.credit.origin,
        later=new.later_than(known),
        mark=mark_in(article.title, article.body),
    )


def _sentences_of_the_shorter(article: Article, new: Side, known: Side) -> int:
    """Give how many sentences the score is of; of a story only its size is kept, so its share of the article's."""
    if is_headline_only(new.fingerprint) or is_headline_only(known.fingerprint):
        return 0
    mine = len(sentences(article.body))
    return max(1, round(mine * min(1.0, size(known.fingerprint) / new.shingles.size)))


def rewritten(article: Article, fp: Fingerprint, story: StoryId, index: StoryIndex, at: datetime) -> Assignment:
    """Say what another text of an entry is to the entry's story: it stays there, however much it changed.

    Args:
        article: the entry as it is now.
        fp: its fingerprint, without furniture.
        story: where the entry is.
        index: holds that story, and others to which the new text may belong as well.
        at: when the new text was first seen.
    """
    new = _side(article, fp, at)
    own = index.known(story)
    if own is None:
        raise KeyError(story)
    here = _Find(known=own, score=new.shingles.contained(own.fingerprint), same=Same.ENTRY)
    exact = [find for find in _exact(new, index) if find.known is not own]
    return _assignment(article, new, [here, *exact, *_near(new, index.near(fp), [here, *exact])])


def begin(story: StoryId, article: Article, fp: Fingerprint, at: datetime, *, digest: bool = False) -> StoryText:
    """Give the text of a story that an article begins."""
    text = StoryText(id=story, title=article.title, fingerprint=replace(sampled(fp), digest=digest), first_seen=at)
    return credited(text, article.credit)


def grown(text: StoryText, fp: Fingerprint, article: Article) -> StoryText | None:
    """Give the story's text with what one more copy adds, None where it adds nothing.

    A longer copy takes over, with its title. What the shorter one of the two says beside it stays, so that copies of
    earlier versions are still known.
    """
    after = together(text.fingerprint, fp)
    title = text.title if after.words == text.fingerprint.words else article.title
    told = credited(replace(text, title=title, fingerprint=after), article.credit)
    return None if told == text else told


def united(stays: StoryText, absorbed: StoryText) -> StoryText:
    """Give the text of two stories that are one."""
    after = together(stays.fingerprint, absorbed.fingerprint)
    title = stays.title if after.words == stays.fingerprint.words else absorbed.title
    credit = Credit(
        origin=absorbed.origin, origin_confidence=absorbed.origin_confidence, distributor=absorbed.distributor
    )
    return credited(replace(stays, title=title, fingerprint=after), credit)
