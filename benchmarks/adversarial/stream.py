"""The whole set on a time line of three weeks: stories with their copies, and what must not join them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from .copies import KINDS, Copying, Draft, fragments
from .edits import first_third, summary
from .families import families, series
from .furniture import AGENCIES, Outlet, outlets
from .negatives import common_title, digest, follow_up, like_title, other_author, single
from .shown import Shown
from .writing import Story, first_text, pen

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
DAYS = 21
OUTLETS = 24
MOST_COPIES = 8  # of a story, besides its original; one at least
FRAGMENTS = 0.05  # share of the stories of which two fragments come first
SUMMARISED = 0.1  # share of the originals that their feed shows as a summary
LATE, EARLY = 0.20, 0.12  # shares of the copies that come within six days, not within ten hours; before the original
UNDATED, SIGNED = 0.1, 0.5  # shares of the entries without a time, with an author
FURNISHED = 0.4  # share of the texts that are no copies and stand in their outlet's furniture
TEMPLATE_COPIES, WHOLE = 0.15, 0.7  # share of the instances that have a copy; share of these that are whole
SERIES = 0.12  # of templates, by story
SINGLES, FOLLOW_UPS, REWRITES, DIGESTS, COMMON_TITLES, LIKE_HEADLINES = 0.8, 0.35, 0.3, 0.25, 0.15, 0.15  # by story
QUOTED_LEAST, QUOTED_MOST = 3, 5  # stories in a digest
DIGEST_BEHIND = (-20, 15, 60, 240)  # minutes from the last quoted story to a digest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A story with the time and place of its original."""

    gold: str
    story: Story
    at: datetime
    outlet: Outlet
    agency: str

    @property
    def page(self) -> str:
        """Where the original stands."""
        return f"https://{self.outlet.site}/{self.gold.replace(' ', '-')}"


def made(size: int, *, seed: int = 1, held_back: bool = False) -> list[Shown]:
    """Make the set, in the order of arrival.

    Args:
        size: stories that have copies, 8 at least; about eight entries come with each.
        seed: another one gives other texts.
        held_back: with the template families that nobody tunes on in place of the others.
    """
    return _Stream(size, f"{seed}{'/held back' if held_back else ''}", held_back=held_back).shown()


class _Stream:
    def __init__(self, size: int, seed: str, *, held_back: bool) -> None:
        self._size = size
        self._seed = seed
        self._held_back = held_back
        self._outlets = outlets(self._chance("outlets"), OUTLETS)
        self._all: list[Shown] = []

    def shown(self) -> list[Shown]:
        told = [self._told(f"story {number}") for number in range(self._size)]
        titles = [each.story.text.title for each in told]
        for each in told:
            self._copies(each, titles)
        self._near_misses(told)
        self._templates()
        return sorted(self._all, key=lambda each: (each.first_seen, each.key))

    def _chance(self, name: str) -> Random:
        """Give each part a source of chance of its own, so that a change to one leaves the others as they are."""
        return Random(f"{self._seed}/{name}")  # noqa: S311 - reproducible, not secret

    def _told(self, gold: str, beat: str | None = None) -> _Told:
        random = self._chance(gold)
        at = BEGIN + timedelta(seconds=random.randrange(DAYS * 24 * 60 * 60))
        outlet, agency = random.choice(self._outlets), random.choice(AGENCIES)
        return _Told(gold=gold, story=first_text(random, at.weekday(), beat), at=at, outlet=outlet, agency=agency)

    def _copies(self, told: _Told, titles: Sequence[str]) -> None:
        """Show the original and its copies, each kind equally often."""
        random = self._chance(f"{told.gold}/copies")
        kinds = set(KINDS)
        if random.random() < FRAGMENTS:
            self._fragments(told, titles, random)
            kinds.discard("rewritten page")
        else:
            draft = _original(told, self._copying(told, titles, random))
            self._show(told.gold, draft, told.at, told.outlet, random, page=told.page)
        for kind in random.sample(sorted(kinds), random.randint(1, MOST_COPIES)):
            use = self._copying(told, titles, random)
            draft, at = KINDS[kind](use), told.at
            if draft.same_page:
                self._show(told.gold, draft, at + _delay(draft, random), told.outlet, random, page=told.page)
            else:
                self._show(told.gold, draft, at + _delay(draft, random), use.outlet, random)

    def _fragments(self, told: _Told, titles: Sequence[str], random: Random) -> None:
        hours = (0, random.uniform(0.2, 6), random.uniform(7, 14))
        for later, draft in zip(hours, fragments(self._copying(told, titles, random)), strict=True):
            outlet = self._copying(told, titles, random).outlet
            self._show(told.gold, draft, told.at + timedelta(hours=later), outlet, random)

    def _copying(self, told: _Told, titles: Sequence[str], random: Random) -> Copying:
        outlet = random.choice([each for each in self._outlets if each is not told.outlet])
        teasers = [title for title in random.sample(titles, random.randint(0, 3)) if title != told.story.text.title]
        return Copying(story=told.story, outlet=outlet, agency=told.agency, teasers=teasers, random=random)

    def _near_misses(self, stories: Sequence[_Told]) -> None:
        random = self._chance("near misses")
        for number in range(round(SINGLES * self._size)):
            told = self._told(f"single {number}")
            self._alone(single(told.story), told.at, random)
        for told in random.sample(stories, round(FOLLOW_UPS * self._size)):
            at = told.at + timedelta(hours=random.uniform(16, 34))
            draft = follow_up(told.story, at.weekday(), self._chance(f"{told.gold}/follow-up"))
            self._alone(draft, at, random)
        for told in random.sample(stories, round(REWRITES * self._size)):
            origin = random.choice((told.agency, told.outlet.name))
            draft = other_author(told.story, origin, self._chance(f"{told.gold}/rewrite"))
            self._alone(draft, told.at + timedelta(hours=random.uniform(0.2, 14)), random)
        for _ in range(round(DIGESTS * self._size)):
            self._digest(stories, random)
        for number in range(round(COMMON_TITLES * self._size)):
            told = self._told(f"common {number}")
            self._alone(common_title(told.story, random), told.at, random)
        for told in random.sample(stories, round(LIKE_HEADLINES * self._size)):
            other = self._told(f"like {told.gold}", told.story.beat).story
            draft = like_title(told.story, other, random)
            self._alone(draft, told.at + timedelta(hours=random.uniform(0.2, 20)), random)

    def _digest(self, stories: Sequence[_Told], random: Random) -> None:
        """Quote stories of the last day; the last of them may be told only after the digest."""
        last = random.choice(stories)
        near = sorted(stories, key=lambda each: abs(last.at - each.at))[: 3 * QUOTED_MOST]
        quoted = random.sample(near, random.randint(QUOTED_LEAST, QUOTED_MOST))
        at = max(each.at for each in quoted) + timedelta(minutes=random.choice(DIGEST_BEHIND))
        self._alone(digest([each.story for each in quoted], at.weekday(), random), at, random)

    def _templates(self) -> None:
        random = self._chance("templates")
        kinds = families(held_back=self._held_back)
        for number in range(max(len(kinds), round(SERIES * self._size))):
            began = BEGIN + timedelta(minutes=random.randrange((DAYS - 6) * 24 * 60))
            outlet = random.choice(self._outlets)
            for day, draft in series(kinds[number % len(kinds)], began.weekday(), random):
                at = began + timedelta(days=day, minutes=random.randrange(90))
                gold = self._alone(draft, at, random, outlet)
                if random.random() < TEMPLATE_COPIES:
                    other = random.choice(self._outlets)
                    self._show(gold, _of_template(draft, random), at + timedelta(hours=2), other, random)

    def _alone(self, draft: Draft, at: datetime, random: Random, outlet: Outlet | None = None) -> str:
        """Show what must not join anything; give its true story."""
        gold = f"{draft.kind} {len(self._all)}"
        outlet = outlet or random.choice(self._outlets)
        if not draft.plain and random.random() < FURNISHED:
            draft = replace(draft, paragraphs=tuple(outlet.around(list(draft.paragraphs), [])))
        self._show(gold, draft, at, outlet, random, copy=False)
        return gold

    def _show(
        self,
        gold: str,
        draft: Draft,
        at: datetime,
        outlet: Outlet,
        random: Random,
        *,
        copy: bool = True,
        page: str | None = None,
    ) -> None:
        number = len(self._all)
        link = page or f"https://{outlet.site}/{number}"
        self._all.append(
            Shown(
                key=f"entry {number}",
                story=gold,
                kind=draft.kind,
                copy=copy,
                label=draft.label,
                feed=outlet.name,
                guid=f"{link}#{number}" if draft.same_page else link,
                link=link,
                title=draft.title,
                paragraphs=draft.paragraphs,
                author=pen(random).sentence("{person}") if random.random() < SIGNED else "",
                published=None if random.random() < UNDATED else at - timedelta(minutes=random.randrange(20)),
                first_seen=at.replace(microsecond=0),
                summary=draft.summary,
            )
        )


def _original(told: _Told, use: Copying) -> Draft:
    """Give the whole text as its first outlet shows it; some feeds show a summary only."""
    text = told.story.text
    if use.random.random() < SUMMARISED:
        short = (summary(text.sentences, use.random),)
        return Draft(kind="original", title=text.title, paragraphs=short, label=None, summary=True)
    return Draft(kind="original", title=text.title, paragraphs=use.body(text.sentences), label=None)


def _of_template(draft: Draft, random: Random) -> Draft:
    """Give a copy of a template's instance, whole or its first third."""
    text = draft.paragraphs if random.random() < WHOLE else first_third(draft.paragraphs)
    return replace(draft, kind="copy of a template", paragraphs=text, label="copy")


def _delay(draft: Draft, random: Random) -> timedelta:
    """Give how long after the original a copy comes; less than nothing for some."""
    if draft.later:
        return timedelta(minutes=random.uniform(20, 16 * 60))
    if random.random() < EARLY:
        return -timedelta(minutes=random.uniform(1, 40))
    if random.random() < LATE / (1 - EARLY):
        return timedelta(days=random.uniform(1, 6))
    return timedelta(minutes=random.triangular(1, 600, 30))
