"""Tables on a terminal."""

import pytest

from watcher.cli.table import fitted, padded, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("herring", 7, id="ascii"),
        pytest.param("dîner", 5, id="one code point"),
        pytest.param("di\u0302ner", 5, id="combining accent"),
        pytest.param("日本", 4, id="East Asian"),
        pytest.param("🎉", 2, id="emoji"),
    ],
)
def test_a_text_is_as_wide_as_the_screen_shows_it(text: str, columns: int):
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("ferry", "ferry ", id="short"),
        pytest.param("harbour", "harbo…", id="long"),
        pytest.param("日本語版", "日本… ", id="half a letter does not fit"),
    ],
)
def test_a_cell_fills_its_column_exactly(text: str, shown: str):
    assert padded(text, 6) == shown


def test_the_widest_column_gives_way_to_the_window():
    assert fitted([13, 16, 200], 80) == [13, 16, 47]


def test_no_column_is_narrowed_in_a_window_that_is_wide_enough():
    assert fitted([13, 16, 40], 80) == [13, 16, 40]


def test_a_time_stays_whole_however_narrow_the_window():
    assert fitted([16, 16, 30], 20) == [16, 16, 16]
