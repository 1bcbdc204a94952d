import pytest

from watcher.deliver.fit import SHORTENED, Measure, as_header, as_ntfy, as_text, fit, fit_line

TEXT = """\
First line of the alert.
Second line of the alert.
Third line of the alert.
Story: watcher stories show 1"""


def test_a_text_that_fits_is_left_alone() -> None:
    assert fit(TEXT, len(TEXT), as_text) == TEXT


def test_a_text_too_long_keeps_its_first_lines_and_its_last() -> None:
    assert fit(TEXT, len(TEXT) - 1, as_text).splitlines() == [
        "First line of the alert.",
        "Second line of the alert.",
        SHORTENED,
        "Story: watcher stories show 1",
    ]


def test_one_endless_line_is_cut_at_a_word() -> None:
    text = "word " * 50 + "\nlast"
    assert fit(text, 60, as_text) == f"word word word word word word word word\n{SHORTENED}\nlast"


@pytest.mark.parametrize("limit", [1, 10, 20, 45, 60, 70, 150])
@pytest.mark.parametrize("measure", [as_text, as_ntfy, as_header])
def test_no_text_is_ever_longer_than_the_limit(limit: int, measure: Measure) -> None:
    hostile = "<b>&&&\U0001f33e</b>\n" * 20 + "end"
    assert measure(fit(hostile, limit, measure)) <= limit


@pytest.mark.parametrize("limit", [20, 45, 200])
@pytest.mark.parametrize("measure", [as_text, as_ntfy, as_header])
def test_no_line_is_ever_longer_than_the_limit(limit: int, measure: Measure) -> None:
    assert measure(fit_line("<&>\U0001f33e " * 30, limit, measure)) <= limit


@pytest.mark.parametrize(
    ("measure", "text", "length"),
    [
        pytest.param(as_text, "a🌾", 3, id="UTF-16 units"),
        pytest.param(as_header, "Vote нa", len("Vote_=D0=BDa"), id="quoted-printable"),
        pytest.param(as_header, "a_b", len("a=5Fb"), id="quoted-printable, every sign"),
        pytest.param(as_ntfy, "a" * 100, 200, id="bytes"),
        pytest.param(as_ntfy, "н" * 100, 600, id="JSON"),
    ],
)
def test_a_text_is_measured_as_it_will_be_counted(measure: Measure, text: str, length: int) -> None:
    assert measure(text) == length


def test_a_line_too_long_ends_in_an_ellipsis() -> None:
    assert fit_line("Council calls referendum", 14, as_text) == "Council calls…"
