"""Sentences as they are quoted: cut to size, with the words marked that matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.alerts.harmless import visible

SENTENCE_LIMIT = 400  # characters; a page without full stops is one sentence
BEFORE_MARK = 120  # characters of a long sentence kept before its first marked word


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence."""

    text: str
    marked: bool


def parts(sentence: str, marks: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Cut a sentence at its marks, long ones to a window around the first mark.

    `marks` are (start, end) in the sentence, ascending and disjoint.
    """
    begin = max(0, marks[0][0] - BEFORE_MARK) if marks and len(sentence) > SENTENCE_LIMIT else 0
    end = min(len(sentence), begin + SENTENCE_LIMIT)
    at = begin
    if begin:
        yield Part("… ", marked=False)
    for start, stop in marks:
        if start >= end:
            break
        yield Part(visible(sentence[at:start]), marked=False)
        yield Part(visible(sentence[start : min(stop, end)]), marked=True)
        at = stop
    yield Part(visible(sentence[at:end]), marked=False)
    if end < len(sentence):
        yield Part(" …", marked=False)
