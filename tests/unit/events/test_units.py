import pytest

from watcher.events.units import LONGEST, running, units

LONG = "the line of a text that was broken where the page ended, as mail and old pages do"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("One came. Two went.", ["One came.", "Two went."], id="sentences"),
        pytest.param("Home\nNews\nOslo hires a captain\n", ["Home", "News", "Oslo hires a captain"], id="a menu"),
        pytest.param(f"This is {LONG}\nand goes on.", [f"This is {LONG}\nand goes on."], id="a wrapped sentence"),
        pytest.param(
            f"This is {LONG}\nand goes on.\nShare\nIt ends.",
            [f"This is {LONG}\nand goes on.", "Share", "It ends."],
            id="both",
        ),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n \n", [], id="white space"),
    ],
)
def test_a_text_is_read_by_sentences_and_short_lines(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in units(text)] == pieces


def test_a_text_without_stops_is_parted_at_white_space() -> None:
    text = "ferry line " * LONGEST
    pieces = [text[start:end] for start, end in units(text)]
    assert max(map(len, pieces)) <= LONGEST
    assert "".join(pieces).split() == text.split()
    assert [len(text[start:end]) for start, end in units("x" * LONGEST * 2)] == [LONGEST, LONGEST]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("One came.\nOslo hires a captain\nTwo went.", ["One came.", "Two went."], id="a headline between"),
        pytest.param("Oslo hires a captain", ["Oslo hires a captain"], id="no stop at all"),
        pytest.param("Oslo hires a captain\nShe came.", ["Oslo hires a captain", "She came."], id="the first"),
        pytest.param(
            f"She came.\nThis is {LONG}\nThis too is {LONG}\nAnd so is {LONG}.", ["She came."], id="a list of headlines"
        ),
        pytest.param(
            f"She came.\nThis is {LONG}\nand {LONG}\nand goes on.",
            ["She came.", f"This is {LONG}\nand {LONG}\nand goes on."],
            id="a wrapped sentence",
        ),
    ],
)
def test_running_text_leaves_out_headings_and_teasers(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in running(text)] == pieces
