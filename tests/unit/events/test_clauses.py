import pytest

from tests.unit.events.reading import sentence
from watcher.events.clauses import Clause, is_passive


def clause(text: str, trigger: str, *, passive: bool = False) -> Clause:
    read = sentence(text, trigger=trigger)
    at = read.low.index(trigger)
    return Clause(read, at, at + 1, is_passive=passive)


def said(read: Clause) -> str:
    return read.sentence.said(read.start, read.end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It rained; Ana quit – again", "Ana quit", id="marks"),
        pytest.param("Omar said that Ana quit because it rained", "Ana quit", id="saying, subordination"),
        pytest.param("The line sold a boat and Ana quit", "Ana quit", id="a conjunction with a subject of its own"),
        pytest.param("Ana and Omar quit", "Ana and Omar quit", id="a conjunction of two subjects"),
        pytest.param("Ana sold a boat and quit", "Ana sold a boat and quit", id="a conjunction of two verbs"),
        pytest.param("Ana quit, Omar said", "Ana quit", id="saying behind it"),
        pytest.param("Ana quit the line that she led", "Ana quit the line", id="a relative clause"),
    ],
)
def test_a_clause_ends_where_another_begins(text: str, expected: str) -> None:
    assert said(clause(text, "quit")) == expected


def test_what_stands_before_without_a_preposition_may_be_the_subject_nearest_first() -> None:
    read = clause("Ana Reyes, head of the line, quit", "quit")
    assert [read.sentence.said(phrase.first, phrase.last) for phrase in read.before] == ["head", "Ana Reyes"]


def test_phrases_in_a_relative_clause_are_no_subject() -> None:
    read = clause("Ana, who led the line, quit", "quit")
    assert [read.sentence.said(phrase.first, phrase.last) for phrase in read.before] == ["Ana"]


def test_what_a_preposition_governs_is_found_on_both_sides_that_behind_first() -> None:
    read = clause("In Oslo the line quit in Bergen", "quit")
    assert [read.sentence.said(phrase.first, phrase.last) for phrase in read.governed("in")] == ["Bergen", "Oslo"]


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("Ana was hired", True),
        ("Ana has not yet been hired", True),
        ("Ana got hired", True),
        ("Ana hired Omar", False),
        ("The boat is old, but Ana hired it", False),
    ],
)
def test_a_form_of_be_shortly_before_makes_a_participle_passive(text: str, *, passive: bool) -> None:
    read = sentence(text)
    assert is_passive(read, read.low.index("hired")) is passive
