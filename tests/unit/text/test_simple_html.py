import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text.html import _seen_text, without_breaks
from watcher.text.simple_html import simple_text

PIECES = (
    st.sampled_from(
        (
            "<p>",
            "</p>",
            "<br>",
            "<br/>",
            "</br>",
            "<div class='a'>",
            "</div>",
            '<a href="/x?a=1&b=2">',
            "</a>",
            "<pre>",
            "</pre>",
        )
    )
    | st.sampled_from(
        (
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "</table>",
            "<iframe src=a></iframe>",
            "<!-- a -->",
            "<!--more-->",
            "<hr>",
        )
    )
    | st.sampled_from(
        (
            "Ferry",
            "  late ",
            "\n",
            "\t",
            "&amp;",
            "&lt;b&gt;",
            "&nbsp;",
            "\r\n",
            "&#8217;",
            "é",
            "<img alt='a > b'>",
            "<LI>",
            "&copy",
        )
    )
)


def parsed(markup: str) -> str:
    return without_breaks(_seen_text(markup))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_simple_markup_gives_what_the_parser_gives(markup: str) -> None:
    text = simple_text(markup)
    assert text is None or without_breaks(text) == parsed(markup)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<p>One <b>bold</b> <a href='/a'>link</a></p><ul><li>Two</ul>", id="paragraphs"),
        pytest.param("<P CLASS=a>One<BR />Two</P>", id="upper case"),
        pytest.param("<pre>one\ntwo</pre>three\nfour", id="preformatted"),
        pytest.param("<table><tr><td>1</td> <td>2</td></tr></table>x", id="a table"),
        pytest.param("a<!-- b --><img src='/a' alt='x > y'>c &amp; d", id="a remark, a picture"),
    ],
)
def test_simple_markup_needs_no_parser(markup: str) -> None:
    text = simple_text(markup)
    assert text is not None
    assert without_breaks(text) == parsed(markup)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<p>a<script>b</script></p>", id="a script"),
        pytest.param("<p hidden>a</p>", id="hidden"),
        pytest.param("<p style='display:none'>a</p>", id="hidden by style"),
        pytest.param("<table>a<tr><td>b</td></tr></table>", id="text between cells"),
        pytest.param("<iframe>a</iframe>", id="a frame with text"),
        pytest.param("a < b <p>", id="a sign"),
        pytest.param('<a href=x">a<b c="d>', id="quotes inside a value"),
        pytest.param("<!--> a -->", id="a remark that ends at once"),
        pytest.param("<made-up>a</made-up>", id="an element of one's own"),
    ],
)
def test_what_only_a_parser_can_tell_is_left_to_it(markup: str) -> None:
    assert simple_text(markup) is None


@pytest.mark.parametrize("unit", ['<a ="', "<!--a-", "=\"<a ='", '<p a="\'" ', "<p>hidden<", "<a b= "])
def test_hostile_markup_is_left_quickly(unit: str) -> None:
    started = time.process_time()
    simple_text(f"x{unit * 200_000}")
    assert time.process_time() - started < 2
