"""Which story an article belongs to, and what it is to it.

Exact answers first (same words, same page), then the near stories. An article is always compared with what a story
itself has said, never with its copies in turn: chains of small steps do not join what is far apart.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from watcher.model import Article, Label, StoryId
from watcher.stories.candidates import StoryIndex
from watcher.stories.compare import compare
from watcher.stories.judge import CONTAINED, LATE, LEAD, LONG, NEARLY_ALL, Likeness, Side, judge
from watcher.stories.ports import Fingerprint, StoryText
from watcher.stories.titles import related, version_mark

SAME_PAGE_LEAST = 0.03
"""Containment below which two texts on one page need related headlines: some feeds link all entries to one page."""
HOPELESS = 0.30
"""Containment below which a candidate is not looked at more closely."""
NEWS = 0.25
"""Share of a text that must be new for the story to take it up beside its longest text."""
LEADS = 48
"""Shingles of an earlier version that stay in front: by them its short copies are found."""
MOST = 3_000
"""Shingles kept of a story that is rewritten all day; oldest go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where an article belongs. `reason` is for the user: "same text", "92 % of the shorter text"."""

    story: StoryId | None  # None: it begins a story
    label: Label
    score: float  # 0 to 1: share of the smaller text that the other holds; 1 where it begins a story
    reason: str


def assign(article: Article, fp: Fingerprint, index: StoryIndex) -> Assignment:
    """Find the story of which `article` is a copy, update or correction; without one it is new, whatever it says.

    `fp` is the article's fingerprint. The index is read, not changed: `put` and `put_exact` follow from the answer.
    """
    mark = version_mark(article.title, article.body)
    found = _same_text(article, fp, index) or _same_page(article, fp, index) or _near(article, fp, index, mark)
    if found is None:
        return Assignment(story=None, label=Label.NEW, score=1.0, reason="first seen")
    return found if mark is None else replace(found, label=mark)


def _same_text(article: Article, fp: Fingerprint, index: StoryIndex) -> Assignment | None:
    known = index.same_text(fp)
    if known is None or (fp.tokens < LONG and _gap(article, known) > LATE):
        return None
    return Assignment(story=known.id, label=Label.COPY, score=1.0, reason="same text")


def _same_page(article: Article, fp: Fingerprint, index: StoryIndex) -> Assignment | None:
    """Take a page for one story while it is rewritten; days later, or with nothing in common, it may be a new one."""
    known = index.same_page(fp)
    if known is None:
        return None
    score = compare(fp, known.fingerprint)
    if score < CONTAINED and _gap(article, known) > LATE:
        return None
    if score < SAME_PAGE_LEAST and not related(article.title, known.title):
        return None
    label = Label.COPY if score >= NEARLY_ALL else Label.UPDATE
    return Assignment(story=known.id, label=label, score=score, reason="same page")


def _near(article: Article, fp: Fingerprint, index: StoryIndex, mark: Label | None) -> Assignment | None:
    likely = [known for known in index.near(fp) if compare(fp, known.fingerprint) >= HOPELESS]
    if not likely:
        return None
    new = Side(title=article.title, text=fp, own=index.own(fp), version=mark is not None)
    best: tuple[Likeness, StoryId] | None = None
    for known in likely:
        likeness = _likeness(new, known, index, _gap(article, known))
        if likeness and (best is None or likeness.rank > best[0].rank):
            best = likeness, known.id
    if best is None:
        return None
    score = best[0].score
    reason = f"{int(score * 100)} % of the shorter text"
    return Assignment(story=best[1], label=Label.COPY, score=score, reason=reason)


def _likeness(new: Side, known: StoryText, index: StoryIndex, gap: timedelta) -> Likeness | None:
    text = known.fingerprint
    version = version_mark(known.title, "") is not None
    return judge(new, Side(title=known.title, text=text, own=index.own(text), version=version), gap)


def longer(text: StoryText, fp: Fingerprint, article: Article) -> StoryText | None:
    """Give the story's text as it should be kept from now on, None where nothing changes.

    A longer copy takes over, with its title. What the shorter one of the two says beside it stays among the shingles,
    so that copies of earlier versions are still known. An origin or distributor that was not known is filled in.
    """
    grown = len(fp.shingles) > len(text.fingerprint.shingles)
    after = replace(
        text,
        title=article.title if grown else text.title,
        fingerprint=_together(fp, text.fingerprint) if grown else _together(text.fingerprint, fp),
        origin=text.origin or article.credit.origin,
        distributor=text.distributor or article.credit.distributor,
    )
    return None if after == text else after


def _together(long: Fingerprint, short: Fingerprint) -> Fingerprint:
    """Give the long text with the shingles of the short one, where that says enough that the long one does not."""
    held = set(long.shingles)
    beside = [shingle for shingle in short.shingles if shingle not in held]
    if len(beside) <= NEWS * len(short.shingles):
        return long
    order = (*long.shingles[:LEAD], *beside[:LEADS], *long.shingles[LEAD:], *beside[LEADS:])
    return replace(long, shingles=order[:MOST])


def _gap(article: Article, known: StoryText) -> timedelta:
    """Give how long after the story's first sight the article was published; zero where it does not say."""
    return article.published - known.first_seen if article.published else timedelta()
