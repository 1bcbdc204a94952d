"""What a trigger asks of the letters around it."""

import pytest

from watcher.events.asks import Surroundings, asks
from watcher.events.letters import parted, runs_of, small
from watcher.events.tables import Entries

TEXT = "The senate of Norvania approved the ferry bill on Friday."
HIT = (TEXT.index("approved"), TEXT.index(" the ferry"))


@pytest.mark.parametrize(
    ("condition", "entries", "is_passive", "given"),
    [
        pytest.param("after", ["bill", "law*"], False, True, id="behind it"),
        pytest.param("after", ["senate"], False, False, id="not what stands ahead"),
        pytest.param("before", ["senate"], False, True, id="ahead of it"),
        pytest.param("previous", ["ferry"], False, False, id="not what stands behind"),
        pytest.param("sentence", ["friday"], False, True, id="anywhere"),
        pytest.param("subject", ["bill"], False, False, id="a subject stands ahead"),
        pytest.param("subject", ["bill"], True, True, id="who acts in the passive may stand behind"),
        pytest.param("object", ["senate"], False, False, id="an object stands behind"),
        pytest.param("object", ["senate"], True, True, id="what is acted upon in the passive stands ahead"),
        pytest.param("not-after", ["bill"], False, True, id="what must not stand there is not asked for"),
        pytest.param("after", ["[places]"], False, True, id="a class has no letters"),
        pytest.param("next", ["*erry"], False, True, id="the end of a word"),
    ],
)
def test_letters_are_looked_for_on_the_side_of_the_condition(
    condition: str, entries: list[str], *, is_passive: bool, given: bool
) -> None:
    letters, whole = parted(small(TEXT)), (0, len(TEXT))
    around = Surroundings(letters, whole, HIT, runs_of(small(TEXT)))
    assert around.give(asks({condition: Entries(entries)}, is_passive=is_passive)) is given
