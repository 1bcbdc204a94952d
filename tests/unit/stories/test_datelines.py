import pytest

from watcher.stories.datelines import read_dateline


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("KYIV (Reuters) - Officials met.", "Officials met.", id="agency"),
        pytest.param("KYIV, Jan 3 – Officials met.", "Officials met.", id="place in capitals"),
        pytest.param("SINGAPORE: Officials met.", "Officials met.", id="colon"),
        pytest.param("ARDLEY, Jan. 3, 2026 /PRNewswire/ -- Helix grows.", "Helix grows.", id="press release"),
    ],
)
def test_a_dateline_ends_where_the_text_begins(text: str, rest: str) -> None:
    assert text[read_dateline(text).end :] == rest


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Officials met (in Kyiv) - again.", id="brackets that name no agency"),
        pytest.param("Officials met in Kyiv on Friday.", id="a sentence"),
        pytest.param("Kyiv - the capital", id="a place in small letters"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_beginnings_are_no_dateline(text: str) -> None:
    assert read_dateline(text) is None
