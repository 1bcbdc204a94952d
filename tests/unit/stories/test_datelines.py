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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The Unified Postal Index (UPI) rose again.", id="an abbreviation spelt out"),
        pytest.param("The Unified Postal Index (UPI) - a list - rose.", id="the same before a dash"),
        pytest.param("Boats that use the old line (AP) may sail.", id="a sentence before the brackets"),
        pytest.param("The minister told the station (BBC) - again.", id="a sentence and a dash"),
        pytest.param("AI (Artificial Intelligence) - a primer", id="an abbreviation and its words"),
        pytest.param("WATCH (Video) - boats sail", id="a label"),
    ],
)
def test_brackets_behind_anything_but_a_place_name_no_agency(text: str) -> None:
    dateline = read_dateline(text)
    assert dateline is None or dateline.agency is None


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        pytest.param("PORT LINDEN (Norvania Press) - Boats sail.", "Norvania Press", id="says what it is"),
        pytest.param("PORT LINDEN, Jan 3 (NPA) - Boats sail.", "NPA", id="behind a date"),
        pytest.param("Harbour opens in Port Linden 3 août (AFP) - Boats sail.", "AFP", id="headline and date"),
    ],
)
def test_a_dateline_may_name_an_unknown_agency_or_follow_the_headline(text: str, agency: str) -> None:
    assert read_dateline(text).agency.name == agency


def test_a_dateline_may_begin_with_its_byline() -> None:
    text = "By Ana Reyes and Ben Koval PORT LINDEN, Jan 3 (Reuters) - Boats sail."
    assert read_dateline(text).byline == "Ana Reyes and Ben Koval"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        pytest.param("القاهرة 3 يناير (رويترز) - فتح الميناء", "Reuters", id="Arabic"),
        pytest.param("КИЇВ, 3 січня (Укрінформ) - Порт відкрито.", "Ukrinform", id="Ukrainian"),
        pytest.param("ŁÓDŹ (PAP) – Port otwarto.", "PAP", id="Polish"),
        pytest.param("PARIS, 3 janv. (AFP) - Le port rouvre.", "AFP", id="French"),
        pytest.param("ANKARA (AA) - Liman açıldı.", "Anadolu", id="Turkish"),
        pytest.param("新华社北京1月3日电（记者 王港）港口开放。", "Xinhua", id="Chinese"),
        pytest.param("［東京　３日　ロイター］ - 港が開いた。", "Reuters", id="Japanese, full width"),
        pytest.param("【ロンドン共同】港が開いた。", "Kyodo News", id="Japanese, agency behind the place"),
    ],
)
def test_datelines_of_many_languages_name_their_agency(text: str, agency: str) -> None:
    assert read_dateline(text).agency.name == agency


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قالت وكالة الأنباء (رويترز) إن الميناء فتح", id="Arabic, in a sentence"),
        pytest.param("[Photo by AP] Boats sail.", id="a picture's credit"),
        pytest.param("【ロンドン発】港が開いた。", id="Japanese, a place alone"),
        pytest.param("新港社区1月3日电话开通。", id="Chinese, no agency"),
    ],
)
def test_what_looks_like_a_dateline_elsewhere_names_no_agency(text: str) -> None:
    dateline = read_dateline(text)
    assert dateline is None or dateline.agency is None
