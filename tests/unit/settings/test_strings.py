import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.settings.strings import read_string


@pytest.mark.parametrize(
    "literal",
    [
        pytest.param('"plain"', id="basic"),
        pytest.param("'C:\\temp\\new'", id="literal keeps backslashes"),
        pytest.param(r'"tab\tquote\"slash\\ \u00e9 \U0001F600"', id="escapes"),
        pytest.param('"""\nfirst line\nsecond"""', id="the first line end of several lines is no part"),
        pytest.param("'''\nfirst\n  second\n'''", id="literal of several lines"),
        pytest.param('"""a \\\n    b\\\n\n c"""', id="folded line ends"),
        pytest.param('"""He said "no"."""', id="quotes inside"),
        pytest.param('"""He said "no""""', id="a quote right before the closing three"),
        pytest.param("'''two ''quotes'''''", id="two quotes right before the closing three"),
        pytest.param('""', id="empty"),
        pytest.param('""""""', id="empty of several lines"),
        pytest.param('"""\n\\\\\n"""', id="an escaped backslash folds no line"),
    ],
)
def test_a_literal_is_read_as_tomllib_reads_it(literal: str) -> None:
    text = f"key = {literal}\nnext = 1\n"

    string = read_string(text, 6)

    assert string.value == tomllib.loads(text)["key"]
    assert text[6 : string.end] == literal
    assert len(string.offsets) == len(string.value) + 1


def test_offsets_point_at_the_first_character_of_an_escape() -> None:
    string = read_string(r'"a\u00e9b"', 0)

    assert string.value == "aéb"
    assert string.offsets == (1, 2, 8, 9)


def test_offsets_jump_over_folded_line_ends() -> None:
    string = read_string('"""a\\\n   b"""', 0)

    assert string.value == "ab"
    assert string.offsets == (3, 9, 10)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_any_text_without_controls_survives_as_a_basic_string(value: str) -> None:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')

    assert read_string(f'"{escaped}"', 0).value == value
