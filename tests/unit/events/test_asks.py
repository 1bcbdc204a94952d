"""What a trigger asks of the letters around it."""

import pytest

from tests.unit.events.reading import KIND, lexicons
from watcher.events.asks import asks
from watcher.events.glance import BODY, TITLE, Bits, Glance
from watcher.events.kinds import Trigger
from watcher.events.letters import parted, small
from watcher.events.tables import Entries

TEXT = "The senate of Norvania approved the ferry bill on Friday."


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
        pytest.param("after", ["[names]"], False, True, id="any name has no letters"),
        pytest.param("next", ["*erry"], False, True, id="the end of a word"),
    ],
)
def test_letters_are_looked_for_on_the_side_of_the_condition(
    condition: str, entries: list[str], *, is_passive: bool, given: bool
) -> None:
    trigger = Trigger(active=("approved",), conditions={condition: Entries(entries)})
    assert stands(trigger, BODY, TEXT, is_passive=is_passive) is given


@pytest.mark.parametrize(
    ("field", "text", "given"),
    [
        pytest.param(BODY, "The bill was approved.", True, id="with an auxiliary"),
        pytest.param(BODY, "The bill approved.", False, id="without one"),
        pytest.param(TITLE, "Bill approved", True, id="a headline has none"),
    ],
)
def test_the_passive_asks_for_an_auxiliary_in_running_text(field: str, text: str, *, given: bool) -> None:
    assert stands(Trigger(passive=("approved",), bare=False), field, text, is_passive=True) is given


@pytest.mark.parametrize(("text", "given"), [("Roe was approved as cook", True), ("Roe was approved as guide", False)])
def test_a_field_that_must_be_filled_asks_for_a_head_of_its_class(text: str, *, given: bool) -> None:
    trigger = Trigger(passive=("approved",), roles={"post": ("as",)}, needs=(("post",),))
    assert stands(trigger, BODY, text, is_passive=True) is given


def stands(trigger: Trigger, field: str, text: str, *, is_passive: bool) -> bool:
    """Tell whether all that a trigger asks for stands around "approved" in a text."""
    own = lexicons(KIND)
    kind = next(each for each in own.of("en") if each.name == "hiring")
    bits, letters = Bits(), parted(small(text))
    want = bits.want(None, asks(kind, trigger, own.grammars["en"], is_passive=is_passive))
    around = Glance(bits).around(field, letters, (0, len(letters)))
    ahead, behind = around.sides(letters.index("approved"), letters.index("approved") + len("approved"))
    return not (want.bits & around.missing or want.ahead & ahead or want.behind & behind)
