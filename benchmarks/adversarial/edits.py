"""Small changes to a text: words, numbers, sentences."""

import re
from collections.abc import Sequence
from random import Random

NUMBER = re.compile(r"\d[\d,.]*\d|\d")
HOW = (70, 15, 15)  # of a hundred changed words are replaced, dropped, followed by another
ABRIDGED = 0.5  # share of the later sentences that an abridged text keeps
LONGEST_PARAGRAPH = 3  # sentences
SHORTEST_SUMMARY, LONGEST_SUMMARY = 150, 240  # characters


def words_changed(sentences: Sequence[str], share: float, others: Sequence[str], random: Random) -> tuple[str, ...]:
    """Replace, drop or double this share of all words, numbers among them; `others` are words to put in."""
    return tuple(" ".join(_words(sentence.split(), share, others, random)) for sentence in sentences)


def _words(words: list[str], share: float, others: Sequence[str], random: Random) -> list[str]:
    changed: list[str] = []
    for word in words:
        if random.random() >= share:
            changed.append(word)
        elif NUMBER.search(word):
            changed.append(NUMBER.sub(lambda _: str(random.randint(2, 990)), word))
        else:
            other = random.choice(others)
            changed += random.choices(([other], [], [word, other]), HOW)[0]
    return changed


def numbers_changed(sentence: str, share: float, random: Random) -> str:
    """Give this share of a sentence's numbers another value."""
    return NUMBER.sub(lambda found: str(random.randint(2, 990)) if random.random() < share else found[0], sentence)


def one_fact_changed(sentences: Sequence[str], random: Random) -> tuple[str, ...]:
    """Change one number or one capitalised word: what a correction corrects."""
    at = random.choice([at for at, sentence in enumerate(sentences) if NUMBER.search(sentence)] or [0])
    found = NUMBER.search(sentences[at])
    if found is None:
        return tuple(sentences)
    changed = sentences[at][: found.start()] + str(random.randint(2, 990)) + sentences[at][found.end() :]
    return (*sentences[:at], changed, *sentences[at + 1 :])


def summary(sentences: Sequence[str], random: Random) -> str:
    """Cut a text to 150 to 240 characters, at a word, in half of the cases with an ellipsis."""
    text = " ".join(sentences)
    limit = random.randint(SHORTEST_SUMMARY, LONGEST_SUMMARY)
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(",;") + random.choice(("", "", "…", "..."))


def first_third(sentences: Sequence[str]) -> tuple[str, ...]:
    """Keep the sentences of the first third of the words, one at least."""
    return leading(sentences, 1 / 3)


def leading(sentences: Sequence[str], share: float) -> tuple[str, ...]:
    """Keep the first sentences, this share of the words."""
    left = share * sum(len(sentence.split()) for sentence in sentences)
    kept: list[str] = []
    for sentence in sentences:
        if kept and left < len(sentence.split()) / 2:
            break
        kept.append(sentence)
        left -= len(sentence.split())
    return tuple(kept)


def abridged(sentences: Sequence[str], random: Random) -> tuple[str, ...]:
    """Keep the two first sentences and about half of the others."""
    return (*sentences[:2], *(sentence for sentence in sentences[2:] if random.random() < ABRIDGED))


def paragraphs(sentences: Sequence[str]) -> list[str]:
    """Set a text in paragraphs of one to three sentences; the same sentences are set the same way."""
    laid: list[list[str]] = [[]]
    for sentence in sentences:
        laid[-1].append(sentence)
        if len(sentence) % 3 or len(laid[-1]) == LONGEST_PARAGRAPH:
            laid.append([])
    return [" ".join(each) for each in laid if each]
