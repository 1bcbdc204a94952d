"""Marks of versions, as they are shown and as they are taken off."""

import pytest

from watcher.stories.mark_forms import MarkKind, mark_forms, mark_words
from watcher.stories.marks import mark_in, unmarked


@pytest.mark.parametrize(
    "title",
    [
        "UPDATE 2-Islands bill passes",
        "UPDATE 2 - Islands bill passes",
        "RPT-UPDATE 2-Islands bill passes",
        "RPT Islands bill passes",
        "CORRECTED-(UPDATE 1)-Islands bill passes",
        "CORRECTED (OFFICIAL)-Islands bill passes",
        "(CORRECTED)-Islands bill passes",
        "Correction: Islands bill passes",
        "(Adds quotes) Islands bill passes",
        "Islands bill passes (Update2)",
        "Islands bill passes (Correct)",
        "Islands bill passes [UPDATE]",
        "Islands bill passes - UPDATE",
        "Islands bill passes, 2nd Ld-Writethru,416",
        "2nd Ld-Writethru: Islands bill passes",
        "UPDATE 1-Islands bill passes (Update1)",
        "WDH/KORREKTUR: Islands bill passes",
        "MANDATORY KILL: Islands bill passes",
        "Islands bill passes",
    ],
)
def test_a_title_is_given_without_its_marks(title: str) -> None:
    assert unmarked(title) == "Islands bill passes"


@pytest.mark.parametrize(
    ("title", "left"),
    [
        pytest.param(
            "Islands bill passes (Update2) - Harbour Times",
            "Islands bill passes - Harbour Times",
            id="the outlet's name stays",
        ),
        pytest.param("UPDATE 2-", "UPDATE 2-", id="nothing would be left"),
        pytest.param("MANDATORY KILL", "MANDATORY KILL", id="nothing but a mark"),
        pytest.param("(Adds up: the islands budget", "(Adds up: the islands budget", id="an open bracket"),
        pytest.param("Correction in tech stocks", "Correction in tech stocks", id="no mark"),
        pytest.param("", "", id="no title"),
    ],
)
def test_what_is_no_mark_stays(title: str, left: str) -> None:
    assert unmarked(title) == left


@pytest.mark.parametrize(
    ("title", "body", "kind", "written"),
    [
        pytest.param("UPDATE 2-Islands", "", MarkKind.UPDATE, "UPDATE 2", id="without the sign behind it"),
        pytest.param("Islands (Update2) - Times", "", MarkKind.UPDATE, "(Update2)", id="at the end"),
        pytest.param("Islands, 1st Ld-Writethru,416", "", MarkKind.UPDATE, "1st Ld-Writethru,416", id="write-through"),
        pytest.param("UPDATE 2-CORRECTED-Islands", "", MarkKind.CORRECTION, "CORRECTED", id="the weightiest counts"),
        pytest.param("UPDATE 2-Islands", "(Corrects name)", MarkKind.CORRECTION, "(Corrects name)", id="the body's"),
        pytest.param("CORRECTED-Islands", "(Corrects name)", MarkKind.CORRECTION, "CORRECTED", id="the title's first"),
        pytest.param("RPT-Islands", "", MarkKind.REPEAT, "RPT", id="sent once more"),
        pytest.param(
            "Islands",
            "(This March 6 story has been corrected to fix the name)",
            MarkKind.CORRECTION,
            "(This March 6 story has been corrected",
            id="a sentence up to what it says",
        ),
        pytest.param(
            "ADVISORY-Story on the bill that gives the islands a tax office is withdrawn",
            "",
            MarkKind.WITHDRAWN,
            "ADVISORY-Story on the bill that gives t…",
            id="a long one is cut",
        ),
    ],
)
def test_a_mark_says_what_it_is_and_how_it_is_written(title: str, body: str, kind: MarkKind, written: str) -> None:
    found = mark_in(title, body)
    assert (found.kind, found.written) == (kind, written)


def test_no_mark_is_longer_than_what_is_shown() -> None:
    assert len(mark_in("(Adds " + "quotes " * 20 + ") Islands", "").written) <= 40


@pytest.mark.parametrize("text", ["UPDATE 1-" * 5_000, "(" * 50_000, "- " * 50_000, "Eds: " * 20_000, "\n\n" * 50_000])
def test_hostile_titles_and_bodies_take_no_time(text: str) -> None:
    """Each is 50 to 100 KB; what grew with the square of that would take minutes."""
    assert mark_in(text, text) == mark_in(text[:300], text[:300])
    assert isinstance(unmarked(text), str)


def test_each_word_stands_in_the_table_once() -> None:
    words = mark_words()
    assert not set(words.anywhere) & set(words.capitals)
    assert set(words.bare) <= set(words.capitals)


def test_every_kind_has_its_sentences_compiled() -> None:
    assert [kind for kind, _ in mark_forms().sentences] == list(MarkKind)
