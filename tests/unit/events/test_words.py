import pytest

from watcher.events.words import is_title_case, read_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Kyiv’s cook", ["kyiv", "'s", "cook"], id="a possessive is a mark of its own"),
        pytest.param("the U.S. envoy", ["the", "u.s", "envoy"], id="points belong to an abbreviation"),
        pytest.param("Mr. Doe left.", ["mr", "doe", "left", "."], id="and to a title, not to the last word"),
        pytest.param("ex-minister O'Brien", ["ex-minister", "o'brien"], id="hyphens and apostrophes stay"),
        pytest.param("a 60-day ban, 61-30", ["a", "60-day", "ban", ",", "61-30"], id="numbers joined by a hyphen"),
        pytest.param("$1.5T, 3:30", ["$1.5t", ",", "3:30"], id="numbers"),
        pytest.param("“No” – he", ["“", "no", "”", "–", "he"], id="marks"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words_are_read_with_their_marks(text: str, words: list[str]) -> None:
    read = read_words(text)
    assert [word.low for word in read] == words
    assert all(
        text[word.start : word.end] == word.text or word.text + "." == text[word.start : word.end] for word in read
    )


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("Ferry Line Hires Ana Reyes as Captain", True),
        ("Ferry line hires Ana Reyes as captain", False),
        ("Ana Reyes Resigns", False),  # two words behind the first say nothing
        ("Oslo: Ferry 12 Runs Aground in the Fog", True),
    ],
)
def test_headlines_with_capitals_throughout_are_known(text: str, *, titled: bool) -> None:
    assert is_title_case(read_words(text), frozenset({"as", "in", "the"})) is titled
