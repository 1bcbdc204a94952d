"""Where single words of a text stand, without finding the places of all of them."""

import re
from bisect import bisect_right
from itertools import accumulate, islice
from string import punctuation

from watcher.text.tokens import folded_words, words

_PART = re.compile(r"\S+")


class Places:
    """The places of a text's words, which are numbered as `folded_words` gives them.

    No word has white space in it, so the words of a text are those of its parts between white space.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        inside = [part.strip(punctuation) for part in text.split()]  # most are one word with marks around it
        sizes = [1 if part.isascii() and part.isalnum() else len(folded_words(part)) for part in inside]
        self._first = tuple(accumulate(sizes, initial=0))  # the number of the first word of each part

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give where the words from one number to another stand: (start, end) in characters."""
        before, at = self._part(first), self._part(last)
        begins = next(islice(_PART.finditer(self._text), before, None))
        ends = next(islice(_PART.finditer(self._text, begins.start()), at - before, None))
        start = words(begins.group())[first - self._first[before]].start
        end = words(ends.group())[last - self._first[at]].end
        return begins.start() + start, ends.start() + end

    def _part(self, number: int) -> int:
        return bisect_right(self._first, number) - 1
