"""How alerts read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.unit.alerts.builders import HEADLINE, STORY, a_copy, a_view, evidence
from watcher.alerts import AlertView, Linked, Rendering, SameEvent, render
from watcher.model import Priority, PublishedFrom, StoryId

KYIV = ZoneInfo("Europe/Kyiv")
ZW = "\u200b"
SENTENCE = "The council will hold a referendum on the water law on 14 March."


def rendered(view: AlertView) -> Rendering:
    return render(view, timezone=KYIV)


def test_a_whole_alert_reads_like_this() -> None:
    view = a_view(
        a_copy(0, outlet="ArcaMax", link="https://arcamax.example/1"),
        a_copy(1, outlet="Harbour Times", title="Water goes to the vote", link="https://harbour.example/2"),
        origin="Bloomberg",
        distributor="Tribune Content Agency",
        published_from=PublishedFrom.TEXT,
        found=(evidence(SENTENCE, "referendum", "water law"),),
        priority=Priority.HIGH,
    )
    assert rendered(view).subject == HEADLINE
    assert (
        rendered(view).text
        == """\
The council will hold a «referendum» on the «water law» on 14 March.

Bloomberg, via Tribune Content Agency; carried by ArcaMax and Harbour Times
Published: Fri 2 Jan 2026, 14:05 EET (taken from the text)
First seen: Fri 2 Jan 2026, 14:05 EET

- ArcaMax
  https://arcamax.example/1
- Harbour Times: Water goes to the vote
  https://harbour.example/2

Rule: zelmar-votes (high priority)
Why: query matched: referendum, law
Story: watcher stories show 01h8zk3m5q7rt"""
    )


@pytest.mark.parametrize(
    ("outlets", "origin", "distributor", "credit"),
    [
        pytest.param(["ArcaMax"], "Bloomberg", None, "Bloomberg; carried by ArcaMax", id="one carrier"),
        pytest.param(["A", "B", "C"], "Bloomberg", None, "Bloomberg; carried by A, B and C", id="three"),
        pytest.param(["A", "B", "C", "D", "E"], "X", None, "X; carried by A, B, C and 2 more", id="five"),
        pytest.param(["A", "a", "A"], "X", None, "X; carried by A", id="the same outlet in several copies"),
        pytest.param(["Harbour Times"], "Harbour Times", None, "Harbour Times", id="carried by who wrote it"),
        pytest.param(["A"], None, None, "Origin not stated; carried by A", id="unknown origin"),
        pytest.param(["A"], None, "TCA", "Origin not stated, via TCA; carried by A", id="only the distributor known"),
        pytest.param(["A"], "TCA", "TCA", "TCA; carried by A", id="origin distributes itself"),
        pytest.param([None], "X", None, "X; carried by feed-0", id="an outlet without a name goes by its feed"),
    ],
)
def test_the_credit_says_who_wrote_it_and_who_carries_it(
    outlets: list[str | None], origin: str | None, distributor: str | None, credit: str
) -> None:
    copies = [a_copy(number, outlet=outlet) for number, outlet in enumerate(outlets)]
    assert credit in rendered(a_view(*copies, origin=origin, distributor=distributor)).text.splitlines()


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        pytest.param(PublishedFrom.FEED, "14:05 EET", id="feed"),
        pytest.param(PublishedFrom.HEADER, "14:05 EET", id="header"),
        pytest.param(None, "14:05 EET", id="not known"),
        pytest.param(PublishedFrom.OPTION, "14:05 EET (as given with --published)", id="option"),
        pytest.param(PublishedFrom.FILE_NAME, "14:05 EET (taken from the file name)", id="file name"),
        pytest.param(PublishedFrom.MODIFIED, "14:05 EET (taken from the file's modification time)", id="modified"),
    ],
)
def test_a_time_that_the_feed_did_not_state_says_where_it_comes_from(stated: PublishedFrom | None, shown: str) -> None:
    view = a_view(published_from=stated)
    assert f"Published: Fri 2 Jan 2026, {shown}" in rendered(view).text.splitlines()


def test_a_story_without_a_time_says_so() -> None:
    assert "Published: not stated" in rendered(a_view(published=None)).text.splitlines()


@pytest.mark.parametrize(
    ("age", "note"),
    [
        pytest.param(timedelta(days=7), "", id="a week"),
        pytest.param(timedelta(days=9, hours=3), " (9 days before it was first seen)", id="longer"),
    ],
)
def test_a_copy_that_came_long_after_it_was_published_says_so(age: timedelta, note: str) -> None:
    view = a_view()
    late = replace(view.copies[0], published=view.copies[0].first_seen - age)
    [line] = [line for line in rendered(replace(view, copies=(late,))).text.splitlines() if "Published" in line]
    assert line.partition(" EET")[2] == note


def test_times_follow_the_zone_through_summer_time() -> None:
    summer = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    assert "Published: Sat 1 Aug 2026, 01:30 EEST" in rendered(a_view(published=summer)).text


def test_five_copies_are_listed_and_the_rest_counted() -> None:
    text = rendered(a_view(*(a_copy(number, outlet=f"Outlet {number}") for number in range(8)))).text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Outlet 0",
        "- Outlet 1",
        "- Outlet 2",
        "- Outlet 3",
        "- Outlet 4",
        "- and 3 more",
    ]


def test_the_copy_that_matched_is_always_listed() -> None:
    copies = [a_copy(number, outlet=f"Outlet {number}") for number in range(8)]
    lines = rendered(a_view(*copies, entry="entry6")).text.splitlines()
    assert lines[lines.index("- Outlet 3") + 1 :][:2] == ["- Outlet 6", "- and 3 more"]


def test_the_headline_is_that_of_who_wrote_it_and_the_others_are_listed_with_theirs() -> None:
    reprint = a_copy(0, outlet="ArcaMax", origin="Quay Wire", title="Islands: council says yes")
    own = a_copy(1, outlet="Quay Wire", origin="Quay Wire", title="Council backs ferry law")
    view = replace(a_view(), copies=(reprint, own))
    assert rendered(view).subject == "Council backs ferry law"
    assert "- Quay Wire\n- ArcaMax: Islands: council says yes\n" in rendered(view).text


def test_a_headline_that_differs_only_in_case_and_spaces_is_not_repeated() -> None:
    assert "- A\n" in rendered(a_view(a_copy(outlet="A", title=HEADLINE.upper() + "\n"))).text + "\n"


def test_normal_priority_is_not_mentioned() -> None:
    assert "Rule: zelmar-votes" in rendered(a_view()).text.splitlines()


def test_the_body_ends_with_the_command_that_shows_the_story() -> None:
    assert rendered(a_view()).text.endswith(f"watcher stories show {STORY}")


def test_at_most_three_sentences_are_quoted() -> None:
    found = tuple(evidence(f"Sentence {number} here.", "here") for number in range(5))
    assert "Sentence 2 «here»." in rendered(a_view(found=found)).text
    assert "Sentence 3" not in rendered(a_view(found=found)).text


def test_a_page_without_full_stops_is_cut_around_its_first_matched_word() -> None:
    (quoted, *_) = rendered(
        a_view(found=(evidence("filler " * 500 + "referendum" + " filler" * 500, "referendum"),))
    ).text.splitlines()
    assert len(quoted) < 420
    assert "«referendum»" in quoted
    assert quoted.startswith("… ")
    assert quoted.endswith(" …")


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        pytest.param("Council\r\nBcc: x@evil.example", f"Council Bcc: x@{ZW}evil.example", id="header injection"),
        pytest.param("@everyone look", f"@{ZW}everyone look", id="mention"),
        pytest.param("x" * 300, "x" * 199 + "…", id="too long"),
        pytest.param(" \u202e\n", "(no headline)", id="nothing visible"),
    ],
)
def test_the_subject_is_one_harmless_line(title: str, subject: str) -> None:
    assert rendered(a_view(title=title)).subject == subject


def test_a_story_without_a_headline_goes_by_its_first_evidence() -> None:
    assert rendered(a_view(title="", found=(evidence(SENTENCE, "law"),))).subject == SENTENCE


HOSTILE = (
    "@everyone <!channel> <script>alert(1)</script> <img src=https://t.example/p.gif>\x1b[2J\u202e{{ 7*7 }}\r\nBcc: x"
)


@pytest.fixture(scope="module")
def hostile() -> Rendering:
    copies = (
        a_copy(0, outlet=HOSTILE, title=HOSTILE, link='https://x.example/"><script>'),
        a_copy(1, source=HOSTILE, link="javascript:alert(1)"),
    )
    return rendered(
        a_view(
            *copies,
            title=HOSTILE,
            origin=HOSTILE,
            distributor=f"via {HOSTILE}",
            found=(evidence(HOSTILE, "channel", "script"),),
            rule=HOSTILE,
            reason=HOSTILE,
        )
    )


@pytest.mark.parametrize("part", ["subject", "text", "html"])
@pytest.mark.parametrize("gone", ["\x1b", "\u202e", "\r", "javascript:"])
def test_no_rendering_holds_control_or_bidi_characters_or_scripts(hostile: Rendering, part: str, gone: str) -> None:
    assert gone not in getattr(hostile, part)


@pytest.mark.parametrize("part", ["subject", "text"])
@pytest.mark.parametrize("live", ["@e", "<!", "<s", "<i", "<@"])
def test_no_text_rendering_holds_a_live_mention_or_tag(hostile: Rendering, part: str, live: str) -> None:
    assert live not in getattr(hostile, part)


@pytest.mark.parametrize("live", ["<script", "<img", "src="])
def test_the_html_holds_no_live_markup_of_a_feed(hostile: Rendering, live: str) -> None:
    assert live not in hostile.html.replace("&lt;img src=", "")


def test_feed_text_is_never_a_template(hostile: Rendering) -> None:
    assert "{{ 7∗7 }}" in hostile.text
    assert "49" not in hostile.text


def test_feed_text_begins_no_line_of_its_own(hostile: Rendering) -> None:
    assert [line for line in hostile.text.splitlines() if line.startswith("Bcc")] == []


def test_the_html_marks_matched_words_and_links_to_the_copies() -> None:
    view = a_view(a_copy(outlet="A & B", link="https://a.example/?x=1&y=2"), found=(evidence(SENTENCE, "water law"),))
    html = rendered(view).html
    assert ">water law</mark>" in html
    assert 'href="https://a.example/?x=1&amp;y=2"' in html
    assert "A &amp; B" in html


def test_the_html_is_a_whole_document_that_loads_nothing() -> None:
    html = rendered(a_view()).html
    assert html.startswith("<!doctype html>")
    assert html.endswith("</html>")
    assert "http" not in html


def linked(number: int, title: str = "Voters to be asked on water") -> Linked:
    return Linked(
        story=StoryId(f"story{number}"), title=title, teller=f"Agency {number}", reason="headlines share water"
    )


@pytest.mark.parametrize(
    ("origins", "credit"),
    [
        pytest.param(("A",), "A; carried by Harbour Times; 1 independent origin", id="one"),
        pytest.param(("A", "B"), "A; carried by Harbour Times; 2 independent origins: A and B", id="two"),
        pytest.param(
            tuple("ABCDE"), "A; carried by Harbour Times; 5 independent origins: A, B, C and 2 more", id="many"
        ),
    ],
)
def test_an_alert_counts_the_independent_origins_and_names_several(origins: tuple[str, ...], credit: str) -> None:
    view = a_view(a_copy(outlet="Harbour Times"), origin="A", event=SameEvent(origins=origins))
    assert credit in rendered(view).text.splitlines()


def test_an_alert_shows_who_else_tells_the_event() -> None:
    text = rendered(a_view(event=SameEvent(origins=("A",), linked=(linked(1), linked(2))))).text
    assert (
        "\n\nThe same event, told by others:\n"
        "- Agency 1: Voters to be asked on water\n"
        "- Agency 2: Voters to be asked on water\n\nRule: "
    ) in text


def test_of_many_that_tell_the_event_some_are_shown_and_the_rest_counted() -> None:
    view = a_view(event=SameEvent(origins=("A",), linked=tuple(map(linked, range(5)))))
    assert "- Agency 2: Voters to be asked on water\n- and 2 more\n" in rendered(view).text
    assert rendered(view).html.count("Voters to be asked on water") == 3
    assert "and 2 more" in rendered(view).html


def test_who_else_tells_the_event_is_as_harmless_as_the_rest() -> None:
    hostile_title = "<script>alert(1)</script> @everyone\nBcc: x"
    shown = rendered(a_view(event=SameEvent(origins=("A", "B\n@all"), linked=(linked(1, hostile_title),))))
    assert "<script" not in shown.html
    assert f"@{ZW}everyone Bcc: x" in shown.text
    assert f"A and B @{ZW}all" in shown.text
