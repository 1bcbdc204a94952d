"""Base texts: a story of one beat, with its facts, and what else can be written from the same facts."""

from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from .grammar import Grammar, Pen, data

BEATS = ("politics", "business", "courts", "disasters", "sport")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST, LONGEST = 150, 700  # words
CHANGING = ("count", "money", "percent", "score", "votes", "minute")  # facts that a next day changes
FRAMED = 0.75  # share of the news that is told in the beat's own sentences while there are some
WORLD = {
    "city": "{place}",
    "country": "{country_new}",
    "country2": "{country_new}",
    "topic1": "{topic}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A headline and the sentences of a body."""

    title: str
    sentences: tuple[str, ...]
    background: tuple[str, ...] = ()  # those of the sentences that were true before today

    @property
    def words(self) -> int:
        """Words of the body."""
        return sum(len(sentence.split()) for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An event of one beat and the text that tells it first."""

    beat: str
    facts: dict[str, str]
    lead: int  # which of the beat's leads it has
    frames: frozenset[int]  # which of the beat's body sentences
    text: Text


@cache
def _words() -> dict[str, Any]:
    words = data("words")
    words["place"] = [head + tail for head in words.pop("place_head") for tail in words["place_tail"]]
    heads = ("Al", "Bor", "Cas", "Dra", "Es", "Fer", "Gor", "Hel", "Ist", "Jor", "Kir", "Lus", "Mol", "Nes", "Ost")
    words["country_new"] = [head + tail for head in heads for tail in words["country_tail"]]
    return words


@cache
def beat(name: str) -> dict[str, Any]:
    """Read a beat's patterns."""
    return data(name)


@cache
def grammar(*beats: str) -> Grammar:
    """Give the words of all, with the symbols of these beats."""
    return Grammar(_words(), *(beat(name)["symbols"] for name in beats))


def pen(random: Random, *beats: str, facts: dict[str, str] | None = None) -> Pen:
    """Give a pen that writes by these beats."""
    return Pen(grammar(*beats), random, facts)


def first_text(random: Random, day: int, name: str | None = None) -> Story:
    """Invent an event that happened on a weekday (0 is Monday) and write of it."""
    name = name or random.choice(BEATS)
    writer = pen(random, name)
    writer.bind(WORLD | {"when1": f"on {WEEKDAYS[day]}"} | beat(name)["bind"])
    lead = random.randrange(len(beat(name)["symbols"]["lead"]))
    return _written(writer, name, lead=lead, words=_length(random))


def _length(random: Random) -> int:
    return int(random.triangular(SHORTEST, LONGEST, 320))


def _written(writer: Pen, name: str, *, lead: int, words: int, avoid: frozenset[int] = frozenset()) -> Story:
    """Write a text of the beat with this lead; `avoid` are body sentences that it does not have."""
    random = writer.random
    symbols = beat(name)["symbols"]
    frames = [at for at in range(len(symbols["body"])) if at not in avoid]
    random.shuffle(frames)
    background = tuple(map(writer.sentence, random.sample(symbols["back"], random.randint(2, len(symbols["back"])))))
    sentences, used = [writer.sentence(symbols["lead"][lead])], set()
    left = words - sum(len(sentence.split()) for sentence in (*sentences, *background))
    while left > 0:
        if frames and random.random() < FRAMED:
            used.add(at := frames.pop())
            pattern = symbols["body"][at]
        else:
            pattern = "{colour}"
        sentences.append(writer.sentence(pattern))
        left -= len(sentences[-1].split())
    text = Text(title=title(writer), sentences=_mixed(sentences, background, random), background=background)
    return Story(beat=name, facts=writer.facts, lead=lead, frames=frozenset(used), text=text)


def _mixed(news: list[str], background: tuple[str, ...], random: Random) -> tuple[str, ...]:
    """Put most of the background last, some between the news."""
    early = len(background) // 3
    at = random.randint(2, max(2, len(news)))
    return (*news[:at], *background[:early], *news[at:], *background[early:])


def title(writer: Pen) -> str:
    """Write a headline from the facts."""
    return writer.sentence("{title}")


def retitled(story: Story, random: Random) -> str:
    """Write another headline of the same event."""
    writer = pen(random, story.beat, facts=story.facts)
    titles = (title(writer) for _ in range(20))
    return next((each for each in titles if each != story.text.title), story.text.title)


def another_lead(story: Story, random: Random) -> str:
    """Tell the same event again in one other sentence."""
    leads = beat(story.beat)["symbols"]["lead"]
    others = [at for at in range(len(leads)) if at != story.lead]
    return pen(random, story.beat, facts=story.facts).sentence(leads[random.choice(others)])


def more_news(story: Story, random: Random, words: int) -> tuple[str, ...]:
    """Write further sentences of the same event, at least so many words."""
    writer = pen(random, story.beat, facts=story.facts)
    body = beat(story.beat)["symbols"]["body"]
    frames = [at for at in range(len(body)) if at not in story.frames]
    random.shuffle(frames)
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < words:
        sentences.append(writer.sentence(body[frames.pop()] if frames else "{colour}"))
    return tuple(sentences)


def rewritten(story: Story, random: Random, words: int) -> Text:
    """Let another author tell the same event, with the same facts and one or two of the quotes."""
    writer = pen(random, story.beat, facts=story.facts)
    leads = len(beat(story.beat)["symbols"]["lead"])
    lead = (story.lead + random.randrange(1, leads)) % leads
    text = _written(writer, story.beat, lead=lead, words=words).text
    quotes = [sentence for sentence in story.text.sentences[1:] if '"' in sentence]
    taken = random.sample(quotes, min(len(quotes), random.randint(0, 2)))
    return replace(text, sentences=(*text.sentences[:2], *taken, *text.sentences[2:]))


def next_day(story: Story, random: Random, day: int) -> Story:
    """Tell what came of it on another weekday: the same people and places, other numbers."""
    writer = pen(random, story.beat, facts=story.facts | {"when1": f"on {WEEKDAYS[day]}"})
    writer.bind({name: how for name, how in beat(story.beat)["bind"].items() if name.rstrip("12345") in CHANGING})
    leads = len(beat(story.beat)["symbols"]["lead"])
    lead = (story.lead + random.randrange(1, leads)) % leads
    told = _written(writer, story.beat, lead=lead, words=random.randint(130, 380), avoid=story.frames)
    begin = pen(random, story.beat, facts=told.facts).sentence(
        "[A day after|One day on|A day later|The day after], {actor_short} {past}, [while|as] {actor_short} {past}."
    )
    sentences = (begin, *(each for each in told.text.sentences if each not in told.text.background))
    return replace(told, text=replace(told.text, sentences=sentences, background=()))
