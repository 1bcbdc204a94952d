import pytest

from tests.builders import HERRING, an_entry
from watcher.stories import Agencies, Agency, AgencyKind, read_credit

TNS = "©2026 Bloomberg L.P. All rights reserved. Distributed by Tribune Content Agency, LLC."


def confidence_of(**fields: str) -> float:
    return read_credit(an_entry(**{"body": HERRING, **fields}))[0].origin_confidence


def origin_of(**fields: object) -> str | None:
    return read_credit(an_entry(**{"body": HERRING, **fields}))[0].origin


def test_a_syndicated_text_is_taken_apart() -> None:
    entry = an_entry(body=f"{HERRING}\n\n{TNS}", byline="Ana Reyes, Bloomberg News on", outlet="Linden Courier")
    credit, body = read_credit(entry)
    assert (credit.author, credit.outlet) == ("Ana Reyes", "Linden Courier")
    assert (credit.origin, credit.distributor) == ("Bloomberg", "Tribune Content Agency")
    assert credit.evidence == ("Ana Reyes, Bloomberg News on", TNS)
    assert body == HERRING


def test_a_text_without_credit_stays_as_it_is() -> None:
    credit, body = read_credit(an_entry(body=HERRING))
    assert (credit.author, credit.origin, credit.distributor, credit.evidence) == (None, None, None, ())
    assert body == HERRING


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        pytest.param(
            "(c) Copyright Thomson Reuters 2026. Click For Restrictions", "Reuters", id="year behind the holder"
        ),
        pytest.param(
            "All contents © copyright 2026 The Associated Press. All rights reserved.", "Associated Press", id="AP"
        ),
        pytest.param("Copyright 2026, dpa (www.dpa.de). Alle Rechte vorbehalten", "dpa", id="dpa"),
        pytest.param("© 2025-2026 Agence France-Presse", "AFP", id="span of years"),
        pytest.param("More stories like this are available on bloomberg.com", "Bloomberg", id="more on its site"),
        pytest.param("This story was originally published by ProPublica.", "ProPublica", id="first published"),
        pytest.param("(Reporting by Ana Reyes, Reuters)", "Reuters", id="sign-off"),
        pytest.param("Source: Xinhua", "Xinhua", id="source line"),
        pytest.param("—AP", "Associated Press", id="dash and agency"),
        pytest.param("dpa", "dpa", id="agency alone"),
    ],
)
def test_a_credit_line_names_the_origin_and_leaves_the_body(line: str, origin: str) -> None:
    credit, body = read_credit(an_entry(body=f"{HERRING}\n\n{line}"))
    assert credit.origin == origin
    assert credit.evidence == (line,)
    assert body == HERRING


@pytest.mark.parametrize(
    ("dateline", "origin"),
    [
        pytest.param("KYIV (Reuters) - ", "Reuters", id="place"),
        pytest.param("PARIS, Jan 3 (AFP) ", "AFP", id="date, no dash"),
        pytest.param("PORT LINDEN, Norvania (AP) — ", "Associated Press", id="country"),
        pytest.param("Berlin (dpa) - ", "dpa", id="place in small letters"),
        pytest.param("(Bloomberg) -- ", "Bloomberg", id="no place"),
        pytest.param("18 août (Reuters) - ", "Reuters", id="date only"),
        pytest.param("［東京　１８日　ロイター］ - ", "Reuters", id="Japanese"),
        pytest.param("МОСКВА, 3 января (ТАСС) — ", "TASS", id="Russian"),
    ],
)
def test_a_dateline_names_the_origin_and_stays(dateline: str, origin: str) -> None:
    credit, body = read_credit(an_entry(body=dateline + HERRING))
    assert (credit.origin, credit.evidence) == (origin, (dateline.strip(),))
    assert body == dateline + HERRING


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The minister told Reuters that boats may sail.", id="told"),
        pytest.param("Reuters reported on Monday that boats may sail.", id="reported"),
        pytest.param("Boats may sail, according to the Associated Press.", id="according to"),
        pytest.param("Boats may sail.\n\nThe Associated Press contributed to this report.", id="contributed"),
        pytest.param("Boats at sea (File Photo/Reuters). Image Credit: ANI\n\nBoats may sail.", id="picture"),
        pytest.param("Boats (Reuters has pictures) may sail.", id="in brackets"),
        pytest.param("By Tuesday, boats may sail.", id="by a day"),
    ],
)
def test_an_agency_that_is_only_mentioned_is_no_origin(text: str) -> None:
    assert origin_of(body=text) is None


def test_contributions_are_evidence_and_leave_the_body() -> None:
    line = "Associated Press writer Ana Reyes in Port Linden contributed to this report."
    credit, body = read_credit(an_entry(body=f"{HERRING}\n\n{line}"))
    assert (credit.author, credit.evidence, body) == (None, (line,), HERRING)


def test_an_unknown_holder_is_the_origin_where_a_distributor_is_named() -> None:
    line = "©2026 The Harbour Gazette. Visit harbourgazette.example. Distributed by Tribune Content Agency, LLC."
    credit, _ = read_credit(an_entry(body=f"{HERRING}\n\n{line}"))
    assert (credit.origin, credit.distributor) == ("The Harbour Gazette", "Tribune Content Agency")


def test_an_unknown_holder_is_the_origin_where_the_byline_agrees() -> None:
    body = f"{HERRING}\n\n© 2026 Harbour Gazette"
    assert origin_of(body=body, byline="Ana Reyes, Harbour Gazette") == "Harbour Gazette"
    assert origin_of(body=body) is None


def test_a_copyright_holder_is_trusted_more_than_a_byline() -> None:
    assert origin_of(body=f"{HERRING}\n\n© 2026 Agence France-Presse", byline="Reuters") == "AFP"


def test_a_dateline_is_trusted_more_than_a_byline() -> None:
    assert origin_of(body=f"KYIV (AFP) - {HERRING}", byline="Ana Reyes, Reuters") == "AFP"


def test_a_copyright_holder_gives_more_confidence_than_a_site() -> None:
    assert confidence_of(body=f"{HERRING}\n\n© 2026 Agence France-Presse") == 0.97
    assert confidence_of(link="https://www.reuters.com/world/1") == 0.55
    assert confidence_of(body=HERRING) == 0.0


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        pytest.param({"original_link": "https://www.reuters.com/world/1"}, "Reuters", id="an agency's address"),
        pytest.param({"original_outlet": "Agence France-Presse"}, "AFP", id="an agency's name"),
        pytest.param({"original_outlet": "www.dpa.com"}, "dpa", id="an agency's host"),
        pytest.param({"original_link": "https://gazette.example/1"}, None, id="an address nobody knows"),
        pytest.param({"original_outlet": "Harbour Gazette"}, None, id="a name nobody knows"),
        pytest.param({"original_link": "https://www.prnewswire.com/1"}, None, id="a wire of press releases"),
        pytest.param(
            {"original_link": "https://www.reuters.com/1", "byline": "Ana Reyes, AFP"}, "AFP", id="a byline is better"
        ),
        pytest.param(
            {"original_link": "https://www.reuters.com/1", "link": "https://apnews.com/1"},
            "Reuters",
            id="a site is worse",
        ),
    ],
)
def test_what_the_documents_data_names_as_the_first_is_a_hint(fields: dict[str, str], origin: str | None) -> None:
    assert origin_of(**fields) == origin


def test_evidence_is_kept_also_where_it_is_not_enough() -> None:
    entry = an_entry(body=f"{HERRING}\n\n© 2026 Harbour Gazette", original_outlet="Linden Courier")
    credit, _ = read_credit(entry)
    assert (credit.origin, credit.origin_confidence) == (None, 0.0)
    assert credit.evidence == ("© 2026 Harbour Gazette", "Linden Courier")


def test_the_users_agencies_are_read_wherever_ours_are() -> None:
    own = Agency(name="Norvania Press Agency", kind=AgencyKind.AGENCY, marks=("NPA",), domains=("npa.example",))
    for_desk = Agency(name="Quay Syndicate", kind=AgencyKind.DISTRIBUTOR)
    table = Agencies(own=(own, for_desk))
    entries = [
        an_entry(body=f"PORT LINDEN (NPA) - {HERRING}"),
        an_entry(body=HERRING, byline="Ana Reyes, NPA"),
        an_entry(body=f"{HERRING} (NPA)"),
        an_entry(body=f"{HERRING}\n\n© 2026 Norvania Press Agency. Distributed by Quay Syndicate."),
        an_entry(body=HERRING, link="https://npa.example/1"),
    ]
    assert [read_credit(entry, table)[0].origin for entry in entries] == [own.name] * 5
    assert read_credit(entries[3], table)[0].distributor == "Quay Syndicate"
    assert read_credit(entries[1])[0].origin is None


def test_the_agencys_own_site_comes_last() -> None:
    assert origin_of(link="https://www.reuters.com/world/1") == "Reuters"
    assert origin_of(link="https://www.reuters.com/world/1", byline="AFP") == "AFP"
    assert origin_of(outlet="Reuters") == "Reuters"
    assert origin_of(link="https://notreuters.com/world/1") is None


@pytest.mark.parametrize(
    ("body", "distributor"),
    [
        pytest.param("ARDLEY, Jan. 3, 2026 /PRNewswire/ -- Helix grows.", "PR Newswire", id="PR Newswire"),
        pytest.param("ARDLEY--(BUSINESS WIRE)--Helix grows.", "Business Wire", id="Business Wire"),
        pytest.param("ARDLEY, Jan. 3, 2026 (GLOBE NEWSWIRE) -- Helix grows.", "GlobeNewswire", id="GlobeNewswire"),
    ],
)
def test_a_press_release_wire_distributes_and_writes_nothing(body: str, distributor: str) -> None:
    credit, _ = read_credit(an_entry(body=body))
    assert (credit.origin, credit.distributor) == (None, distributor)


def test_a_byline_in_the_text_is_read_and_leaves_it() -> None:
    credit, body = read_credit(an_entry(body=f"By ANA REYES, Associated Press\n\n{HERRING}"))
    assert (credit.author, credit.origin, body) == ("Ana Reyes", "Associated Press", HERRING)


def test_reporters_of_a_sign_off_are_the_authors_where_no_byline_is() -> None:
    sign_off = "(Reporting by Ana Reyes in Port Linden and Ben Koval; Editing by Cato Dunne)"
    assert read_credit(an_entry(body=f"{HERRING}\n\n{sign_off}"))[0].author == "Ana Reyes, Ben Koval"
    assert read_credit(an_entry(body=f"{HERRING}\n\n{sign_off}", byline="Mira Holt"))[0].author == "Mira Holt"


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(" (Reporting by Ana Reyes; Editing by Ben Koval)", id="sign-off"),
        pytest.param("\n(Reporting by Ana Reyes in Port\nLinden; Editing by Ben Koval)", id="over two lines"),
        pytest.param(" ©2026 Bloomberg L.P.", id="copyright"),
        pytest.param(" (AFP)", id="agency"),
    ],
)
def test_a_credit_at_the_end_of_a_paragraph_is_cut_off(end: str) -> None:
    assert read_credit(an_entry(body=HERRING + end))[1] == HERRING


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Copyright law needs reform, the council said in 2024, and asked for a new draft.", id="copyright"
        ),
        pytest.param("Writing by hand helps children to remember, a study says.", id="writing by"),
        pytest.param("Distributed by the river in spring, the seeds take root.", id="distributed by"),
        pytest.param("By Monday evening Harbour Street was dry again.", id="by"),
        pytest.param("Sources: two people with knowledge of the talks.", id="sources"),
    ],
)
def test_text_that_resembles_a_credit_is_kept(text: str) -> None:
    assert read_credit(an_entry(body=f"{text}\n\n{HERRING}\n\n{text}"))[1] == f"{text}\n\n{HERRING}\n\n{text}"


def test_paragraphs_stay_apart_by_one_blank_line() -> None:
    assert read_credit(an_entry(body=f"One.\n\nReuters\n\nTwo.\n\n{TNS}"))[1] == "One.\n\nTwo."


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    hostile = "(" * 50_000 + " " * 50_000 + "(c) " * 20_000 + "by by " * 20_000
    assert read_credit(an_entry(body=hostile, byline=hostile, title=hostile))[0].author is None


PAGE = "Newsletter\n\nGet our app\n\nJoin our channel\n\n" + "\n\n".join(["Also worth reading"] * 8)
LONG = f"{HERRING} {HERRING}"


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        pytest.param("Source: Reuters", "Reuters", id="source line"),
        pytest.param("Source: AFP/kd(ab)", "AFP", id="with initials"),
        pytest.param("(Reporting by Ana Reyes, Reuters)", "Reuters", id="sign-off"),
    ],
)
def test_a_credit_above_the_boxes_at_the_foot_of_a_page_is_read(line: str, origin: str) -> None:
    credit, body = read_credit(an_entry(body=f"{LONG}\n\n{line}\n\n{PAGE}"))
    assert (credit.origin, body) == (origin, f"{LONG}\n\n{PAGE}")


def test_an_agency_in_a_list_of_names_is_no_credit() -> None:
    text = f"{LONG}\n\nREAD MORE ON:\n\nharbours\n\nReuters\n\nPort Linden"
    credit, body = read_credit(an_entry(body=text))
    assert (credit.origin, body) == (None, text)


@pytest.mark.parametrize(
    ("line", "origin", "author"),
    [
        pytest.param("Reuters PORT LINDEN 3 min read Last Updated : Jan 3 2026", "Reuters", None, id="place"),
        pytest.param("Press Trust of India Port Linden 2 min read", "PTI", None, id="long name"),
        pytest.param("Ana Reyes | January 3, 2026 | 10:36 am Markets Fish", None, "Ana Reyes", id="person"),
        pytest.param("Reuters | January 3, 2026 | 10:36 am", "Reuters", None, id="agency and date"),
        pytest.param("Harbour board 3 min read", None, None, id="neither"),
    ],
)
def test_a_stamp_at_the_head_names_who_wrote(line: str, origin: str | None, author: str | None) -> None:
    credit, _ = read_credit(an_entry(body=f"{line}\n\n{HERRING}"))
    assert (credit.origin, credit.author) == (origin, author)


def test_a_note_that_a_text_came_out_of_an_agencys_feed_names_the_origin_wherever_it_stands() -> None:
    note = "Disclaimer: This report is auto generated from the Reuters news service. We hold no responsibility for it."
    credit, body = read_credit(an_entry(body="\n\n".join([LONG, note, *[LONG] * 9])))
    assert (credit.origin, note in body) == ("Reuters", False)


@pytest.mark.parametrize("end", [" REUTERS", " PTI KD RS", "\n\nkov/dpa"])
def test_an_agency_in_capitals_or_with_initials_ends_a_text(end: str) -> None:
    credit, body = read_credit(an_entry(body=LONG + end))
    assert credit.origin in {"Reuters", "PTI", "dpa"}
    assert body == LONG


def test_two_agencies_in_one_line_decide_nothing() -> None:
    assert origin_of(body=f"{LONG}\n\ndpa/AFP") is None


def test_the_text_is_trusted_more_than_a_byline_without_persons() -> None:
    assert origin_of(body=f"{LONG}\n\n--Field Level Media", byline="Reuters") == "Field Level Media"
    assert origin_of(body=f"{LONG} (AFP)", byline="Reuters") == "AFP"


@pytest.mark.parametrize(
    ("end", "origin"),
    [
        pytest.param("This story was originally published by Harbour Gazette on Jan 3.", "Harbour Gazette", id="by"),
        pytest.param("This article was originally published on Gazette.com", "Gazette.com", id="on a site"),
        pytest.param("This article was originally published on Friday", None, id="on a day"),
        pytest.param("This article first appeared in the spring", None, id="in a season"),
    ],
)
def test_the_first_publisher_is_the_origin_where_the_text_names_one(end: str, origin: str | None) -> None:
    assert origin_of(body=f"{LONG}\n\n{end}") == origin
    assert origin_of(body=f"{LONG} {LONG} {LONG} {LONG} {end}") == origin


@pytest.mark.parametrize(
    ("title", "origin"),
    [
        ("港に新しい船溜まり（ロイター）", "Reuters"),
        ("港に新しい船溜まり（ロイター） - 港の新聞", "Reuters"),
        ("港に新しい船溜まり(ロイター) - 港の新聞", "Reuters"),
        ("港に新しい船溜まり（詳報）", None),
        ("ロイター調査、港の利用増（図解）", None),
    ],
)
def test_an_agency_in_full_width_brackets_ends_a_headline(title: str, origin: str | None) -> None:
    assert origin_of(title=title) == origin


def test_an_outlet_written_as_its_host_is_known() -> None:
    assert origin_of(outlet="jp.reuters.com") == "Reuters"


def test_the_place_of_the_dateline_is_no_author() -> None:
    body = f"Port Linden, Jan 3 (PTI) {HERRING}"
    assert read_credit(an_entry(body=body, byline="PTI | Port Linden"))[0].author is None


def test_names_before_a_dateline_are_authors() -> None:
    body = f"By Ana Reyes and Ben Koval PORT LINDEN, Jan 3 (Reuters) - {HERRING}"
    assert read_credit(an_entry(body=body, byline="Reuters"))[0].author == "Ana Reyes, Ben Koval"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The study was first published in a journal of the sea on Monday.", id="first published"),
        pytest.param("Exports contributed from the second quarter on, the board said.", id="contributed from"),
        pytest.param("Pictures of the quay may not be published under the new law.", id="may not be published"),
    ],
)
def test_news_that_resembles_a_note_is_kept(text: str) -> None:
    assert read_credit(an_entry(body=f"{LONG}\n\n{text}"))[1] == f"{LONG}\n\n{text}"
