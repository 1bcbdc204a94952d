"""Whether the clause around a date looks back or ahead: its nearest verbs, and words such as "due" or "after".

The nearest verb group decides, so that "said on Monday that he would leave on Friday" looks both ways.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from watcher.events.dates.mention import Tense

if TYPE_CHECKING:
    from watcher.events.dates.lexicon import Lexicon
    from watcher.events.dates.tokens import Word

REACH = 40
"""Words that are looked at on either side."""
BEGINNING = 8
"""Words between an infinitive and a date from which on it holds."""
FEW = 4
MOSTLY = 0.7
"""Share of the words that begin with a capital in a headline that writes all so, of at least `FEW`."""
GROUP = 3
"""Words between an auxiliary and its verb at most, and letters of a verb at least."""


class TenseReader:
    """Reads the tense around the words of one text."""

    def __init__(self, words: "Sequence[Word]", lexicon: "Lexicon") -> None:
        self._words = words
        self._low = [word.text.lower().replace("’", "'") for word in words]
        self._lists = lexicon.tense
        self._endings = lexicon.endings
        letters = [word.text for word in words if word.text[0].isalpha()]
        self._is_titled = len(letters) >= FEW and sum(text[0].isupper() for text in letters) >= MOSTLY * len(letters)

    def around(self, first: int, last: int) -> Tense:
        """Give the tense around `words[first:last]`: the verb right behind, the nearest before, the first after."""
        if self._is("since", first - 1) or (self._is("since", first - 2) and self._words[first - 1].letter == "d"):
            return Tense.PAST
        if self._is("effective", first - 1):
            return Tense.FUTURE
        if self._is_infinitive_of(first):
            return self._right_behind(last) or Tense.FUTURE
        if self._is("open_ended", first - 1) and self._is_extended(first):
            return Tense.FUTURE
        if self._is("possessive", last):
            return self._of_possessive(first, last) or Tense.UNKNOWN
        is_attribute = any(self._words[place].letter == "-" for place in range(first, last))  # "third-quarter adjusted"
        behind = None if is_attribute else self._right_behind(last)
        return behind or self._before(first) or self._behind(last) or Tense.UNKNOWN

    # Each of these gives None where the words say nothing.

    def _right_behind(self, last: int) -> Tense | None:
        """Read "on Friday will", "on Sunday issued"; not a participle that begins a phrase: "on Monday aimed at"."""
        if last >= len(self._words):
            return None
        if self._is("modals", last):
            return Tense.FUTURE
        is_phrase = self._is("participle_before", last + 1)
        return Tense.PAST if self._is_past_verb(last) and not is_phrase else None

    def _of_possessive(self, first: int, last: int) -> Tense | None:
        """Read "Friday's appointment would": what the noun tells; else a condition tells nothing of the day."""
        if any(self._is("past_nouns", place) for place in range(last + 1, last + 1 + GROUP)):
            return Tense.PAST
        behind = range(last, min(last + REACH, len(self._words)))
        is_telling = (place for place in behind if not self._is("conditional", place))
        return self._before(first) or self._first(is_telling)

    def _before(self, first: int) -> Tense | None:
        return self._first(range(first - 1, max(first - REACH, -1), -1), is_back=True)

    def _behind(self, last: int) -> Tense | None:
        """Read what follows; "talks on Friday to end the strike", without any verb else, are ahead."""
        found = self._first(range(last, min(last + REACH, len(self._words))))
        is_nominal = self._is("infinitive", last) and self._is_verb_at(last + 1)
        return found or (Tense.FUTURE if is_nominal else None)

    def _first(self, places: Iterable[int], *, is_back: bool = False) -> Tense | None:
        """Give what the first telling word says, as far as the sentence goes."""
        for place in places:
            if self._ends_sentence(place):
                return None
            found = self._at(place, is_back=is_back)
            if found:
                return found
        return None

    def _at(self, place: int, *, is_back: bool) -> Tense | None:
        read = next((read for name, read in CUES.items() if self._is(name, place)), None)
        if read:
            return read(self, place, is_back)
        if self._is_past_verb(place):
            return self._past(place)
        is_plan = self._ends(place, "progressive") and self._follows(place, "present_be")
        return Tense.FUTURE if is_plan or self._ends(place, "future") else None

    def _modal(self, place: int, _: bool) -> Tense | None:  # noqa: FBT001 - all cues are read alike
        is_perfect = any(self._is("have", after) for after in range(place + 1, place + 1 + GROUP))
        return Tense.PAST if is_perfect else Tense.FUTURE

    def _plan(self, _place: int, _: bool) -> Tense | None:  # noqa: FBT001 - as above
        return Tense.FUTURE

    def _timetable(self, place: int, _: bool) -> Tense | None:  # noqa: FBT001 - as above
        """Read the present of what is planned: "the forum opens on Friday"; behind an article it is a noun."""
        return None if self._is("adjective_after", place - 1) else Tense.FUTURE

    def _is_placed(self, place: int, _: bool) -> Tense | None:  # noqa: FBT001 - as above
        """Read "the vote is on Friday"; "is accused of" tells nothing of the day."""
        return Tense.FUTURE if self._is("placed", place + 1) else None

    def _after(self, _place: int, is_back: bool) -> Tense | None:  # noqa: FBT001 - as above
        return Tense.PAST if is_back else None

    def _infinitive(self, place: int, is_back: bool) -> Tense | None:  # noqa: FBT001 - as above
        """Read "to" with a verb: a plan where a verb of planning governs it; else a purpose, which tells nothing."""
        if not self._is_verb_at(place + 1):
            return None
        if self._is("takes_infinitive", place - 1):
            return Tense.FUTURE
        if place and self._is_past_verb(place - 1):
            return Tense.PAST
        return Tense.FUTURE if is_back and not self._is_purpose(place) else None

    def _is_verb_at(self, place: int) -> bool:
        if place >= len(self._words) or self._is("never_verb", place):
            return False
        word = self._words[place]
        return self._may_be_verb(place) and word.letter in {"_", "z"}

    def _may_be_verb(self, place: int) -> bool:
        """Tell whether a word is written as a verb is: small, or as all are in a headline with capitals throughout."""
        return self._is_titled or self._words[place].text[0].islower()

    def _is_purpose(self, place: int) -> bool:
        """Tell whether a past verb, and nothing of a plan, stands before in the sentence."""
        for before in range(place - 1, max(place - REACH, -1), -1):
            if self._ends_sentence(before) or self._is("modals", before) or self._is("future", before):
                return False
            if self._is_past_verb(before):
                return True
        return False

    def _is_infinitive_of(self, first: int) -> bool:
        """Tell whether an infinitive governs the date: "to run through June", "to head its bank from January"."""
        reach = BEGINNING if self._is("begins", first - 1) else GROUP
        for place in range(first - 2, max(first - 2 - reach, -1), -1):
            if self._is("infinitive", place):
                return self._is_verb_at(place + 1)
            if self._words[place].letter != "_":
                return False
        return False

    def _is_extended(self, first: int) -> bool:
        """Tell whether something is given time: "gave the cabinet until May"."""
        for before in range(first - 2, max(first - REACH, -1), -1):
            if self._ends_sentence(before):
                return False
            if self._is("extending", before):
                return True
        return False

    def _past(self, place: int) -> Tense | None:
        """Read a past form with what stands before it: "will be held" looks ahead, "to be held" too."""
        for before in range(place - 1, max(place - 1 - GROUP, -1), -1):
            if self._is("modals", before) or self._is("infinitive", before):
                is_perfect = any(self._is("have", between) for between in range(before, place))
                return Tense.PAST if is_perfect else Tense.FUTURE
            if self._is("present_be", before):
                return None
            if not any(self._is(name, before) for name in ("be", "have", "adverbs")):
                break
        return Tense.PAST

    def _is_past_verb(self, place: int) -> bool:
        if place and not self._may_be_verb(place):  # a name, as the town of Split
            return False
        if self._is("past", place) or self._is("past_be", place):
            return True
        if not self._ends(place, "past") or len(self._low[place]) <= GROUP:
            return False
        return not self._is("not_past", place) and not self._is("adjective_after", place - 1)

    def _follows(self, place: int, name: str) -> bool:
        return any(self._is(name, before) for before in range(max(place - GROUP, 0), place))

    def _ends_sentence(self, place: int) -> bool:
        word = self._words[place]
        if word.letter != "." or place + 1 >= len(self._words):
            return word.letter in {"!", "¶"}
        before, after = self._words[max(place - 1, 0)], self._words[place + 1]
        is_abbreviated = len(before.text) == 1 or before.letter in {"m", "w"}
        return not is_abbreviated and word.end < after.start and not after.text[0].islower()

    def _ends(self, place: int, name: str) -> bool:
        return self._low[place].endswith(self._endings[name])

    def _is(self, name: str, place: int) -> bool:
        return 0 <= place < len(self._low) and self._low[place] in self._lists.get(name, ())


CUES: dict[str, Callable[[TenseReader, int, bool], Tense | None]] = {
    "modals": TenseReader._modal,  # noqa: SLF001 - its own table
    "infinitive": TenseReader._infinitive,  # noqa: SLF001
    "future": TenseReader._plan,  # noqa: SLF001
    "timetable": TenseReader._timetable,  # noqa: SLF001
    "present_be": TenseReader._is_placed,  # noqa: SLF001
    "after": TenseReader._after,  # noqa: SLF001
}
"""How the words of each list are read, those of the first list first."""
