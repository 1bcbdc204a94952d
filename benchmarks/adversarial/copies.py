"""Kinds of copies: each takes a story and gives the drafts of what an outlet shows of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from .edits import (
    abridged,
    first_third,
    leading,
    numbers_changed,
    one_fact_changed,
    paragraphs,
    summary,
    words_changed,
)
from .furniture import Outlet, credited
from .writing import BEATS, Story, another_lead, first_text, more_news, retitled

HALF = 0.5
RETITLED_SUMMARIES = 0.3  # share of the summaries under another headline
NEW_TEXT = 0.25  # share of a write-through that is new
NEW_NUMBERS = 0.30  # share of the numbers that a write-through changes in what it keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one outlet shows, before it has a time and a place."""

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    label: str | None = "copy"
    later: bool = False  # it cannot come before the original
    same_page: bool = False  # on the original's page
    summary: bool = False
    plain: bool = False  # nothing is put around it or behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """What the making of a copy may use."""

    story: Story
    outlet: Outlet
    agency: str
    teasers: list[str]  # headlines of other stories
    random: Random

    def maybe_retitled(self, share: float) -> str:
        """Give another headline in this share of the cases."""
        return retitled(self.story, self.random) if self.random.random() < share else self.story.text.title

    def body(self, sentences: tuple[str, ...]) -> tuple[str, ...]:
        """Set the text in paragraphs, half of the time with the agency's credit."""
        text = paragraphs(sentences)
        if self.random.random() < HALF:
            text = credited(text, self.agency, self.story.facts["city"], self.random)
        return tuple(text)


def exact(use: Copying) -> Draft:
    """Give the whole text under another outlet."""
    return Draft(kind="exact", title=use.story.text.title, paragraphs=use.body(use.story.text.sentences))


def other_title(use: Copying) -> Draft:
    """Give the whole text under another headline."""
    return Draft(kind="retitled", title=use.maybe_retitled(1), paragraphs=use.body(use.story.text.sentences))


def third(use: Copying) -> Draft:
    """Give the first third."""
    kept = first_third(use.story.text.sentences)
    return Draft(kind="first third", title=use.maybe_retitled(HALF), paragraphs=use.body(kept))


def lead_summary(use: Copying) -> Draft:
    """Give 150 to 240 characters of the lead."""
    return _summary("summary of lead", use, use.story.text.sentences)


def middle_summary(use: Copying) -> Draft:
    """Give 150 to 240 characters of the second and third sentence."""
    return _summary("summary of 2nd and 3rd", use, use.story.text.sentences[1:3])


def _summary(kind: str, use: Copying, sentences: tuple[str, ...]) -> Draft:
    text = summary(sentences, use.random)
    return Draft(kind=kind, title=use.maybe_retitled(RETITLED_SUMMARIES), paragraphs=(text,), summary=True, plain=True)


def furnished(use: Copying) -> Draft:
    """Give the text on another site's page."""
    text = list(use.body(use.story.text.sentences))
    page = tuple(use.outlet.around(text, use.teasers))
    return Draft(kind="furniture", title=use.maybe_retitled(HALF), paragraphs=page, plain=True)


def furnished_half(use: Copying) -> Draft:
    """Give half of the text on another site's page."""
    text = list(use.body(leading(use.story.text.sentences, HALF)))
    page = tuple(use.outlet.around(text, use.teasers))
    return Draft(kind="furniture and half", title=use.maybe_retitled(HALF), paragraphs=page, plain=True)


def _edited(percent: int) -> Callable[[Copying], Draft]:
    def edit(use: Copying) -> Draft:
        """Give the text with so many words changed."""
        other = first_text(use.random, use.random.randrange(7)).text.sentences
        words = " ".join(other).replace(".", "").replace('"', "").split()
        changed = words_changed(use.story.text.sentences, percent / 100, words, use.random)
        return Draft(kind=f"edited {percent} %", title=use.story.text.title, paragraphs=use.body(changed))

    return edit


def shortened(use: Copying) -> Draft:
    """Leave out sentences all over the text."""
    kept = abridged(use.story.text.sentences, use.random)
    return Draft(kind="abridged", title=use.maybe_retitled(HALF), paragraphs=use.body(kept))


def merged(use: Copying) -> Draft:
    """Print half of another text, that nobody else has, behind the whole."""
    donor = first_text(use.random, use.random.randrange(7), use.random.choice(BEATS)).text
    text = (*use.story.text.sentences, *leading(donor.sentences, HALF))
    return Draft(kind="merged with another", title=use.story.text.title, paragraphs=use.body(text))


def correction(use: Copying) -> Draft:
    """Correct one fact and say so, in the headline or at the beginning."""
    changed = paragraphs(one_fact_changed(use.story.text.sentences, use.random))
    title = use.story.text.title
    forms = (
        (f"CORRECTED-{title}", changed),
        (f"REFILE-{title}", changed),
        (f"Correction: {title}", changed),
        (f"CORRECTED-UPDATE 1-{title}", ["(Corrects figure in paragraph 3)", *changed]),
        (title, ["(Corrects spelling of name in second paragraph)", *changed]),
    )
    title, text = use.random.choice(forms)
    return Draft(kind="correction", title=title, paragraphs=tuple(text), label="correction", later=True)


def withdrawn(use: Copying) -> Draft:
    """Take the story back."""
    title = use.story.text.title
    told = summary(use.story.text.sentences, use.random)
    forms = (
        (f"KILL: {title}", ["KILL ADVISORY", f'Please kill the story headlined "{title}".', told]),
        (f"WITHDRAWN: {title}", [f"{use.agency} has withdrawn its story about this. The report began:", told]),
        (f"Story withdrawn: {title}", [*paragraphs(leading(use.story.text.sentences, HALF)), "A new version follows."]),
    )
    title, text = use.random.choice(forms)
    return Draft(kind="withdrawn", title=title, paragraphs=tuple(text), label="correction", later=True, plain=True)


def write_through(use: Copying) -> Draft:
    """Write an update: a new lead, a quarter of new text, some of the numbers changed in what is kept."""
    story, random = use.story, use.random
    new = more_news(story, random, int(NEW_TEXT * story.text.words) - 30)
    kept = [numbers_changed(sentence, NEW_NUMBERS, random) for sentence in story.text.sentences[1:]]
    at = random.randint(0, len(kept) // 2)
    text = (another_lead(story, random), *kept[:at], *new, *leading(kept[at:], 0.9))
    title = f"UPDATE {random.randint(1, 5)}-{use.maybe_retitled(HALF)}"
    return Draft(kind="write-through", title=title, paragraphs=use.body(text), label="update", later=True)


def rewritten_page(use: Copying) -> Draft:
    """Rewrite the original's page during the day: a new lead and new text for the older half of it."""
    story, random = use.story, use.random
    kept = leading(story.text.sentences[1:], random.uniform(0.3, 0.7))
    text = (another_lead(story, random), *more_news(story, random, story.text.words // 4), *kept)
    title = use.maybe_retitled(HALF)
    paras = tuple(paragraphs(text))
    return Draft(kind="rewritten page", title=title, paragraphs=paras, label="update", later=True, same_page=True)


def title_only(use: Copying) -> Draft:
    """Give the headline as aggregators do: with the outlet behind it, or "Watch" before it, and no text of its own."""
    title, outlet = use.story.text.title, use.outlet.name
    forms = (
        (f"{title} - {outlet}", (f"{title} {outlet}",)),
        (f"{title} - {outlet}", ()),
        (f"{title} | {outlet}", ()),
        (f"Watch: {title}", ()),
        (f"VIDEO: {title} - {outlet}", (f"{title} {outlet}",)),
        (title, ()),
    )
    title, text = use.random.choice(forms)
    return Draft(kind="title only", title=title, paragraphs=text, label=None, plain=True)


def fragments(use: Copying) -> list[Draft]:
    """Show the first third in one place, the end in another, then a text that has both."""
    whole = use.story.text.sentences
    first = first_third(whole)
    last = whole[len(leading(whole, HALF)) :]
    return [
        Draft(kind="fragment", title=use.story.text.title, paragraphs=use.body(first), label=None),
        Draft(kind="fragment", title=retitled(use.story, use.random), paragraphs=tuple(paragraphs(last)), label=None),
        replace(other_title(use), kind="uniting text", label=None),
    ]


KINDS: Mapping[str, Callable[[Copying], Draft]] = {
    "exact": exact,
    "retitled": other_title,
    "first third": third,
    "summary of lead": lead_summary,
    "summary of 2nd and 3rd": middle_summary,
    "furniture": furnished,
    "furniture and half": furnished_half,
    "edited 5 %": _edited(5),
    "edited 10 %": _edited(10),
    "edited 15 %": _edited(15),
    "abridged": shortened,
    "merged with another": merged,
    "correction": correction,
    "withdrawn": withdrawn,
    "write-through": write_through,
    "rewritten page": rewritten_page,
    "title only": title_only,
}
