"""Texts that look like a copy and are none: each is a story of its own."""

from collections.abc import Sequence
from random import Random

from .copies import Draft
from .edits import leading, paragraphs
from .writing import WEEKDAYS, Story, Text, next_day, pen, rewritten

OLD_LEAST, OLD_MOST = 0.20, 0.40  # share of the old text that a follow-up repeats word for word
SHORTEST_REWRITE, LONGEST_REWRITE = 150, 450  # words
HALF = 0.5
BARE = 0.4  # share of the common titles that have no text
COMMON_TITLES = (
    "Morning briefing",
    "Evening update",
    "Letters to the editor",
    "In pictures",
    "Obituaries",
    "Today in history",
    "Weekend reading",
    "Editorial",
    "Quiz of the week",
    "What we are reading",
    "News in brief",
    "Police log",
)
DIGEST_TITLES = (
    "{few} things to know [on|this|for] {day}",
    "[Morning|Evening|Midday] briefing: {city1}, {city2} and more",
    "{day}'s news in brief",
    "What happened [today|on {day}] in {city1} and elsewhere",
    "The day in {few} stories",
    "Roundup: {city1}, {city2}, {city3}",
)
DIGEST_INTROS = (
    "Here is what you need to know [today|this {day}|before lunch|tonight].",
    "Good [morning|evening], and welcome to our [daily|short] look at the news of {day}.",
    "[These are|We have collected] the stories that [readers|people] talked about on {day}.",
    "",
)
DIGEST_ENDS = (
    "That is all for {day}; we are back [tomorrow|next week|at {time}].",
    "[Read more|Stay with us] below.",
    "",
)


def follow_up(story: Story, day: int, random: Random) -> Draft:
    """Report on the next day what came of it, with 20 to 40 % of the old text behind the news."""
    later = next_day(story, random, day)
    new = later.text
    room = min(random.uniform(OLD_LEAST, OLD_MOST) * story.text.words, 0.9 * new.words)
    old: list[str] = []
    for sentence in reversed(story.text.sentences[1:]):
        if room < len(sentence.split()) / 2:
            break
        old.insert(0, sentence)
        room -= len(sentence.split())
    title = pen(random, story.beat, facts=later.facts).sentence("{next_title}")
    return _draft("follow-up", Text(title=title, sentences=(*new.sentences, *old)))


def other_author(story: Story, origin: str, random: Random) -> Draft:
    """Tell the same event in other words, with a credit for who told it first."""
    text = rewritten(story, random, random.randint(SHORTEST_REWRITE, LONGEST_REWRITE))
    cited = random.choice((f"{origin} reported first", f"as reported by {origin}", f"according to {origin}"))
    sentences = (f"{text.sentences[0].rstrip('.')}, {cited}.", *text.sentences[1:])
    return _draft("same event, other author", Text(title=text.title, sentences=sentences))


def digest(stories: Sequence[Story], day: int, random: Random) -> Draft:
    """Quote one to three sentences of each of three to five stories, in half of the cases below their headlines."""
    places = {f"city{number}": story.facts["city"] for number, story in enumerate(stories, 1)}
    writer = pen(random, facts={"day": WEEKDAYS[day]} | places)
    headed = random.random() < HALF
    text = [writer.sentence(random.choice(DIGEST_INTROS))]
    for story in stories:
        if headed:
            text.append(story.text.title)
        text.append(" ".join(story.text.sentences[: random.randint(1, 3)]))
    text.append(writer.sentence(random.choice(DIGEST_ENDS)))
    title = writer.sentence(random.choice(DIGEST_TITLES))
    return Draft(kind="digest", title=title, paragraphs=tuple(filter(None, text)), label=None)


def common_title(story: Story, random: Random) -> Draft:
    """Put a title that comes back every day over a text, or over nothing."""
    text = paragraphs(leading(story.text.sentences, random.choice((0, 0.1, 0.4, 1))))
    title = random.choice(COMMON_TITLES)
    if random.random() < BARE:
        text = [title] if random.random() < HALF else []
    return Draft(kind="common title", title=title, paragraphs=tuple(text), label=None)


def like_title(story: Story, other: Story, random: Random) -> Draft:
    """Give the headline of a like event elsewhere, alone: the same words around other names and numbers."""
    swapped = story.text.title
    for name, fact in sorted(story.facts.items()):
        swapped = swapped.replace(fact, other.facts[name])
        if name.startswith("who"):
            swapped = swapped.replace(fact.split()[-1], other.facts[name].split()[-1])
    text = (swapped,) if random.random() < HALF else ()
    return Draft(kind="like headline", title=swapped, paragraphs=text, label=None, plain=True)


def single(story: Story) -> Draft:
    """Give a story that nobody copies."""
    return _draft("single", story.text)


def _draft(kind: str, text: Text) -> Draft:
    return Draft(kind=kind, title=text.title, paragraphs=tuple(paragraphs(text.sentences)), label=None)
