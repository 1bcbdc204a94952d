import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import fold, folded_words, words, written_and_folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The Peace-Plan", ["the", "peace", "plan"], id="hyphens divide"),
        pytest.param("peace‑plan – 10-year", ["peace", "plan", "10", "year"], id="all dashes divide"),
        pytest.param("the U.S. and U.K.-led", ["the", "us", "and", "uk", "led"], id="points in abbreviations vanish"),
        pytest.param("e.g. at 5 p.m.", ["eg", "at", "5", "pm"], id="lower-case abbreviations too"),
        pytest.param("end of line.Next", ["end", "of", "line", "next"], id="a full stop without a space divides"),
        pytest.param("don't don’t donʼt", ["don't", "don't", "don't"], id="all apostrophes are one"),
        pytest.param("Kyiv's Kyiv’s KYIV’S", ["kyiv", "kyiv", "kyiv"], id="possessive s is left out"),
        pytest.param("the ministers' plan", ["the", "ministers", "plan"], id="plural possessive"),
        pytest.param("O’Brien", ["o'brien"], id="names keep their apostrophe"),
        pytest.param("l’Ukraine dell'Ucraina", ["l", "ukraine", "dell", "ucraina"], id="elisions divide"),
        pytest.param("п’ять об'єкт", ["п'ять", "об'єкт"], id="Ukrainian apostrophe stays"),
        pytest.param("$2,000 1,234,567.5 3.5 1,5", ["2000", "1234567.5", "3.5", "1.5"], id="numbers stay whole"),
        pytest.param("$800bn 15th 3.5m 2,000th", ["800bn", "15th", "3.5m", "2000th"], id="numbers keep their letters"),
        pytest.param("Zürich café Łódź Straße", ["zurich", "cafe", "lodz", "strasse"], id="Latin accents"),
        pytest.param("Αθήνα ΜΆΪΟΣ", ["αθηνα", "μαιοσ"], id="Greek accents and final sigma"),
        pytest.param("Йод Ёлка Київ", ["йод", "ёлка", "київ"], id="Cyrillic letters stay letters"),
        pytest.param("Cafe\u0301", ["cafe"], id="combining accents belong to the word"),
        pytest.param("हिन्दी में", ["हिन्दी", "में"], id="Indic vowel signs belong to the word"),
        pytest.param("東京で会議", ["東", "京", "で", "会", "議"], id="Han and Kana character by character"),
        pytest.param("กรุง", ["ก", "ร", "ุ", "ง"], id="Thai character by character"),
        pytest.param("１８日 ＡＢＣ", ["18", "日", "abc"], id="full width"),
        pytest.param("İstanbul ﬁne", ["istanbul", "fine"], id="dotted capital i and ligatures"),
        pytest.param("a_b", ["a", "b"], id="underscore divides"),
        pytest.param("¼ 3½ ⑵ ຳ aʹ ﷺ", ["¼", "3½", "⑵", "ຳ", "aʹ", "ﷺ"], id="letters that fold to several words stay"),
        pytest.param("Kyivʼs ʼtis", ["kyiv", "tis"], id="the apostrophe that is a letter is an apostrophe"),
        pytest.param("d'l'eau Ana's's", ["d", "l", "eau", "ana"], id="elisions and possessives in a row"),
        pytest.param("l'ß l’été", ["l'ß", "l", "ete"], id="an elision only before two letters"),
        pytest.param("A.東", ["a", "東"], id="a character that is a word is no initial"),
        pytest.param("", [], id="nothing"),
        pytest.param(" … — !", [], id="no word"),
    ],
)
def test_words_are_divided_and_folded(text: str, expected: list[str]) -> None:
    assert [token.text for token in words(text)] == expected


def test_offsets_point_at_the_word_as_written() -> None:
    text = "In Kyiv’s peace-plan, the U.S. pays 2,000."
    assert [text[token.start : token.end] for token in words(text)] == [
        *("In", "Kyiv", "peace", "plan", "the", "U.S", "pays", "2,000")
    ]


def test_both_parts_of_an_elision_have_their_own_place() -> None:
    assert [(token.start, token.end) for token in words("à l’Ukraine")] == [(0, 1), (2, 3), (4, 11)]


@given(st.text())
def test_tokens_ascend_and_never_overlap(text: str) -> None:
    edges = [edge for token in words(text) for edge in (token.start, token.end)]
    assert edges == sorted(edges)


TROUBLE = st.sampled_from([*"'’ʼ.,-dlnsS19éŉʹ½ຳ⑵ßǆ東ｱﾞ", "\u0301", "l'", "'s"])


@given(st.one_of(st.text(), st.lists(TROUBLE, max_size=9).map("".join)))
def test_folded_words_are_words_that_fold_to_themselves(text: str) -> None:
    folded = folded_words(text)
    assert folded_words(" ".join(folded)) == folded


@given(st.one_of(st.text(), st.lists(TROUBLE, max_size=9).map("".join)))
def test_words_with_and_without_places_are_the_same(text: str) -> None:
    assert tuple(token.text for token in words(text)) == folded_words(text)


@given(
    st.lists(st.one_of(st.sampled_from(["boats", "Port,", "7993.", "(“Oslo”)", "–"]), st.text(max_size=6)), max_size=40)
)
def test_words_are_the_same_in_a_long_text_as_alone(parts: list[str]) -> None:
    alone = [written_and_folded(part) for part in " ".join(parts).split()]
    assert written_and_folded(" ".join(parts)) == (
        tuple(word for written, _ in alone for word in written),
        tuple(word for _, folded in alone for word in folded),
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_no_token_is_empty(text: str) -> None:
    assert all(token.text and token.start < token.end for token in words(text))
