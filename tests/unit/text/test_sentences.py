import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import sentences, stretches


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["He left.", "She stayed!", "Why?", "Nobody knows…", "Well."], id="all marks"),
        pytest.param(["The U.S. Senate met Mr. J. Doe, Dr. Reyes and Gen. Koval."], id="titles and initials"),
        pytest.param(["They met in the U.S. on Sept. 3.", "The talks go on."], id="dates"),
        pytest.param(["They met in the U.S.", "The talks go on."], id="an abbreviation may end a sentence"),
        pytest.param(["He works at Acme Corp.", "She does not."], id="companies"),
        pytest.param(["U.S. President Ana Reyes spoke."], id="an abbreviation before a title"),
        pytest.param(["It cost $3.5 million, or 2.000,50.", "No. 5 paid."], id="decimals and numbers"),
        pytest.param(["She said no.", "He agreed."], id="no is a word, too"),
        pytest.param(["“It ended.”", "He left (at last.)", "“Stop!” he cried."], id="quotes behind the stop"),
        pytest.param(["“It ended,” he said. “We left.”"[:20], "“We left.”"], id="quotes before the next"),
        pytest.param(["It was 5 p.m. on Friday.", "They left at 6 p.m.", "He slept."], id="hours"),
        pytest.param(["Yes... maybe so."], id="dots within a sentence"),
        pytest.param(["Am 3. Januar 2026 kam er.", "Er blieb."], id="German ordinals"),
        pytest.param(["The peace plan by J. R. Koval failed."], id="two initials"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_a_blank_line_ends_a_headline_without_a_stop() -> None:
    assert cut("Koval named minister\n\nHe starts on Monday\n \nat noon") == [
        *("Koval named minister", "He starts on Monday", "at noon")
    ]


def test_a_single_newline_ends_nothing() -> None:
    assert cut("He starts\non Monday. She\nfollows.") == ["He starts\non Monday.", "She\nfollows."]


def test_east_asian_stops_need_no_space() -> None:
    assert cut("首相は述べた。「終わった。」次の文！") == ["首相は述べた。", "「終わった。」", "次の文！"]


@pytest.mark.parametrize("text", ["", "  \n\n "], ids=["empty", "blank"])
def test_no_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == ()


@given(st.text(alphabet=st.sampled_from("aB1.!?…。 \n”“’)J")))
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sank. Nobody drowned. It was old.",
        "Mr. Doe met Gov. Roe on Jan. 6 in Oslo. They dined.",
        "It cost 3215. Although cheap, it sank.\n\nThe board met. Roe left",
        "",
    ],
)
def test_no_sentence_runs_out_of_its_stretch(text: str) -> None:
    parts = [*stretches(text)]
    assert all(any(start <= first and last <= end for start, end in parts) for first, last in sentences(text))


def test_a_stretch_ends_where_a_sentence_surely_does() -> None:
    assert [*stretches("Mr. Doe sank. Roe swam.")] == [(0, 13), (13, 23)]
