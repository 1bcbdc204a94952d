import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import clean, has_markup, html_to_text, one_line


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>One.</p><p>Two <b>bold</b>.</p>", "One.\n\nTwo bold.", id="paragraphs"),
        pytest.param("One<br>Two<br/><br />Three", "One\nTwo\n\nThree", id="line breaks"),
        pytest.param("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree", id="nested blocks"),
        pytest.param("<ul><li>One<li>Two</ul>", "One\n\nTwo", id="lists, end tags left out"),
        pytest.param(
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n\n3", id="rows are paragraphs"
        ),
        pytest.param("a\n  wrapped <i>text</i>\nline", "a wrapped text line", id="white space folds"),
        pytest.param("<pre>one\ntwo</pre>", "one\ntwo", id="preformatted text keeps its lines"),
        pytest.param("Fish &amp; chips &eacute; &#8217; &nbsp;x<br>", "Fish & chips é ’ x", id="entities"),
        pytest.param("<p>a<!-- b --></p><script>c</script><style>d</style>", "a", id="comments and scripts"),
        pytest.param(
            "<noscript>a</noscript><template>b</template><svg><text>c</text></svg>d", "d", id="unseen elements"
        ),
        pytest.param("<head><title>a</title></head><body>b</body>", "b", id="the head of a page"),
        pytest.param("<p>a</p><p hidden>b</p><p style='display:none'>c</p>", "a", id="hidden elements"),
        pytest.param("<p>a <a href='x'>link</a>, then</p>", "a link, then", id="inline elements add no space"),
        pytest.param("unclosed <b>bold <i>both", "unclosed bold both", id="unclosed tags"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_visible_text_is_given_in_paragraphs(markup: str, expected: str) -> None:
    assert html_to_text(markup) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One\ntwo\n\n\n\nthree", "One\ntwo\n\nthree", id="lines stay"),
        pytest.param("a < b and c > d", "a < b and c > d", id="signs are no tags"),
        pytest.param("Fish &amp; chips\nAT&T", "Fish & chips\nAT&T", id="entities are decoded"),
    ],
)
def test_plain_text_stays_what_it_is(text: str, expected: str) -> None:
    assert html_to_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  a \t b  ", "a b", id="spaces"),
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="line ends"),
        pytest.param("a \n \n \n b", "a\n\nb", id="paragraphs"),
        pytest.param("a\x00b\x1bc\x9fd\ufeff", "abcd", id="control characters"),
        pytest.param("\u202eevil\u202c \u2066x\u2069", "evil x", id="bidi controls"),
        pytest.param("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen", id="zero width"),
        pytest.param("tag\U000e0041s \ud800", "tags", id="tag characters and half pairs"),
        pytest.param("e\u0301", "é", id="composed"),
    ],
)
def test_cleaning_strips_what_cannot_be_seen(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_title_is_one_line() -> None:
    assert one_line(" Koval\n\nnamed\u00a0 minister ") == "Koval named minister"


def test_a_letter_keeps_thirty_marks_at_most() -> None:
    assert len(clean("x" + "\u0316\u0300" * 100)) == 31


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 50_000 + "x", id="nested"),
        pytest.param("<b></i>" * 30_000 + "x", id="nested between stray end tags"),
        pytest.param("a" + "\u0316\u0300" * 100_000, id="marks"),
        pytest.param("<pre>" * 50_000 + "x", id="preformatted"),
        pytest.param("<" * 100_000, id="signs"),
    ],
)
def test_hostile_markup_costs_little(markup: str) -> None:
    started = time.process_time()
    html_to_text(markup)
    assert time.process_time() - started < 2


def test_markup_nested_too_deeply_loses_its_tags_but_no_script_gets_in() -> None:
    assert html_to_text("<div>" * 1000 + "a<script>evil()</script> b") == "a\n\nb".replace("\n\n", " ")


@pytest.mark.parametrize(("text", "expected"), [("a <b>", True), ("a < b", False), ("a<3", False), ("</p>", True)])
def test_markup_is_told_from_signs(text: str, expected: bool) -> None:  # noqa: FBT001 - a parametrised answer
    assert has_markup(text) is expected


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.sampled_from("<>/apbdivscript&;#x!-[]\"'= \n")))
def test_no_markup_raises(markup: str) -> None:
    assert "\f" not in html_to_text(markup)
