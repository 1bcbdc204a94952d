"""How messages of several alerts read: digests, groups, backlogs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import an_event
from tests.unit.alerts.builders import HEADLINE, STORY, a_copy, a_view, evidence
from watcher.alerts import AlertView, Dispatch, Health, Rendering, render, render_dispatch
from watcher.deliver.fit import SHORTENED, as_text, fit
from watcher.model import AlertLabel, Bundle, Delivery, DeliveryId, Notice, NoticeId, Priority, ToldEvent

KYIV = ZoneInfo("Europe/Kyiv")
ZW = "\u200b"
SIX = datetime(2026, 3, 3, 4, tzinfo=UTC)  # 06:00 in Kyiv
HALF_PAST_SEVEN = SIX + timedelta(minutes=90)
HEALTH = Health(healthy=41, feeds=42)
SENTENCE = "The council will hold a referendum on the water law on 14 March."


def an_alert(minutes: int = 0, title: str = HEADLINE, **parts: object) -> AlertView:
    found = (evidence(SENTENCE, "referendum"),)
    copies = (a_copy(0, outlet="ArcaMax"), a_copy(1, outlet="Harbour Times", link="https://harbour.example/2"))
    at = SIX + timedelta(minutes=minutes)
    return a_view(*copies, **{"title": title, "origin": "Bloomberg", "found": found, "created_at": at, **parts})


def a_notice(minutes: int = 0) -> Notice:
    return Notice(
        id=NoticeId("notice"),
        key="feed",
        subject="feed harbour-times is dead",
        text="It answered 410 Gone.\n\n  Remove it.",
        created_at=SIX + timedelta(minutes=minutes),
    )


def dispatched(*views: AlertView | Notice, bundle: Bundle | None = Bundle.GROUP, **parts: object) -> Dispatch:
    delivery = Delivery(id=DeliveryId(1), key="key", channel="desk", bundle=bundle)
    fields = {"delivery": delivery, "views": views, "created_at": SIX, **parts}
    return Dispatch(**fields)


def rendered(*views: AlertView | Notice, by_the_hour: bool = False, **parts: object) -> Rendering:
    return render_dispatch(dispatched(*views, **parts), timezone=KYIV, by_the_hour=by_the_hour)


def digest(*views: AlertView | Notice, by_the_hour: bool = False, **parts: object) -> Rendering:
    return rendered(
        *views, by_the_hour=by_the_hour, **{"bundle": Bundle.DIGEST, "due": HALF_PAST_SEVEN, "health": HEALTH, **parts}
    )


def test_a_digest_reads_like_this() -> None:
    shown = digest(
        an_alert(0, priority=Priority.HIGH),
        a_notice(10),
        an_alert(80, "Ferry law is passed", found=()),
        since=HALF_PAST_SEVEN - timedelta(days=1),
    )
    assert shown.subject == "Digest of Tuesday 3 March: 2 alerts and 1 notice"
    assert (
        shown.text
        == f"""\
Since Mon 2 Mar 2026, 07:30 EET

06:00 {HEADLINE}
The council will hold a «referendum» on the water law on 14 March.
Bloomberg; carried by ArcaMax and Harbour Times
https://harbour.example/2
Rule: zelmar-votes (high priority); story: watcher stories show {STORY}

06:10 feed harbour-times is dead
It answered 410 Gone.
  Remove it.
From the watcher itself

07:20 Ferry law is passed
Bloomberg; carried by ArcaMax and Harbour Times
https://harbour.example/2
Rule: zelmar-votes; story: watcher stories show {STORY}

41 of 42 feeds healthy; nothing else new"""
    )


@pytest.mark.parametrize(
    ("views", "subject"),
    [
        pytest.param([], "Digest of Tuesday 3 March: nothing new", id="empty"),
        pytest.param([an_alert()], "Digest of Tuesday 3 March: 1 alert", id="one"),
        pytest.param([an_alert(), an_alert()], "Digest of Tuesday 3 March: 2 alerts", id="several"),
        pytest.param([a_notice()], "Digest of Tuesday 3 March: 1 notice", id="a notice"),
    ],
)
def test_a_digest_is_named_by_its_day_and_counts_what_is_in_it(views: list[AlertView | Notice], subject: str) -> None:
    assert digest(*views).subject == subject


def test_of_several_digests_on_a_day_each_is_named_by_its_time_too() -> None:
    assert digest(an_alert(), by_the_hour=True).subject == "Digest of Tuesday 3 March, 07:30: 1 alert"


def test_a_group_is_named_by_its_times_alone() -> None:
    assert rendered(an_alert(0), an_alert(90), by_the_hour=True).subject == rendered(an_alert(0), an_alert(90)).subject


def test_the_day_of_a_digest_is_the_readers() -> None:
    assert digest(due=datetime(2026, 3, 2, 22, 30, tzinfo=UTC)).subject == "Digest of Tuesday 3 March: nothing new"


@pytest.mark.parametrize(
    ("views", "health", "last"),
    [
        pytest.param([], HEALTH, "41 of 42 feeds healthy; nothing new", id="empty"),
        pytest.param([an_alert()], HEALTH, "41 of 42 feeds healthy; nothing else new", id="not empty"),
        pytest.param([], Health(healthy=0, feeds=1), "0 of 1 feed healthy; nothing new", id="one feed"),
        pytest.param([an_alert()], None, "Nothing else new", id="health not known"),
    ],
)
def test_a_digest_ends_with_how_the_feeds_are(views: list[AlertView], health: Health | None, last: str) -> None:
    shown = digest(*views, health=health)
    assert shown.text.splitlines()[-1] == last
    assert f">{last}</p>" in shown.html


@pytest.mark.parametrize(
    ("views", "subject"),
    [
        pytest.param([an_alert(0), an_alert(30), an_alert(90)], "3 alerts, 06:00-07:30", id="from when to when"),
        pytest.param([an_alert(0), an_alert(0)], "2 alerts, 06:00", id="all at once"),
        pytest.param(
            [an_alert(-600), an_alert(0)], "2 alerts, Mon 2 Mar, 20:00 to Tue 3 Mar, 06:00", id="over several days"
        ),
        pytest.param([a_notice(), an_alert(), a_notice(5)], "1 alert and 2 notices, 06:00-06:05", id="with notices"),
    ],
)
@pytest.mark.parametrize("bundle", [Bundle.GROUP, Bundle.BACKLOG])
def test_another_bundle_counts_what_is_in_it_and_says_from_when(
    views: list[AlertView | Notice], subject: str, bundle: Bundle
) -> None:
    assert rendered(*views, bundle=bundle).subject == subject


def test_another_bundle_ends_with_where_to_read_on() -> None:
    assert rendered(an_alert(), an_alert()).text.splitlines()[-1].endswith(": watcher alerts list")


def test_over_several_days_each_says_of_which_it_is() -> None:
    lines = rendered(an_alert(-600, "Water law"), an_alert(0, "Ferry law")).text.splitlines()
    assert {"Mon 2 Mar, 20:00 Water law", "Tue 3 Mar, 06:00 Ferry law"} <= set(lines)


def test_more_than_a_few_are_listed_by_headline_first() -> None:
    views = [an_alert(number, f"Law {number} is passed") for number in range(4)]
    listed = "06:00 Law 0 is passed\n06:01 Law 1 is passed\n06:02 Law 2 is passed\n06:03 Law 3 is passed\n\n"
    assert rendered(*views).text.startswith(f"{listed}06:00 Law 0 is passed\nThe council")
    assert not rendered(*views[:3]).text.startswith("06:00 Law 0 is passed\n06:01")


def test_a_chat_that_shows_only_the_beginning_tells_of_all_and_how_the_feeds_are() -> None:
    text = fit(digest(*(an_alert(number, f"Law {number}") for number in range(20))).text, 600, as_text)
    assert [f"06:{number:02} Law {number}" for number in range(20)] == text.splitlines()[:20]
    assert text.splitlines()[-2:] == [SHORTENED, "41 of 42 feeds healthy; nothing else new"]


def test_a_long_headline_is_whole_only_where_its_alert_is() -> None:
    long = "Council " + "word " * 30 + "ends"
    text = rendered(*(an_alert(title=long) for _ in range(4))).text
    assert text.splitlines()[0].endswith("…")
    assert text.count("ends") == 4


@pytest.mark.parametrize(
    ("label", "headline"),
    [
        pytest.param(AlertLabel.UPDATE, "Update: meeting: European leaders, Paris, Wednesday 7 January", id="update"),
        pytest.param(
            AlertLabel.CORRECTION, "Correction: meeting: European leaders, Paris, Wednesday 7 January", id="corr"
        ),
    ],
)
def test_updates_and_corrections_say_so_and_what_changed(label: AlertLabel, headline: str) -> None:
    was, now = (an_event(date(2026, 1, day), participants=("European leaders",), place="Paris") for day in (6, 7))
    view = an_alert()
    told = ToldEvent(uid="event", sequence=1, event=now, was=was)
    shown = rendered(replace(view, alert=replace(view.alert, events=(told,), label=label)), an_alert(5))
    assert f"06:00 {headline}\nDate: was Tuesday 6 January, now Wednesday 7 January\nThe council" in shown.text
    assert "<strong>Date: was Tuesday 6 January, now Wednesday 7 January</strong>" in shown.html


def test_a_long_sentence_is_cut() -> None:
    found = (evidence("filler " * 20 + "referendum " + "filler " * 60, "referendum"),)
    quoted = rendered(an_alert(found=found), an_alert(found=())).text.splitlines()[1]
    assert len(quoted) < 250
    assert "«referendum»" in quoted
    assert quoted.endswith("…")


def test_the_html_is_a_whole_document_with_marks_and_links() -> None:
    html = digest(an_alert(), a_notice()).html
    assert html.startswith("<!doctype html>")
    assert ">referendum</mark>" in html
    assert 'href="https://harbour.example/2"' in html
    assert "It answered 410 Gone.<br>  Remove it.</p>" in html
    assert html.endswith("</html>")


def test_a_single_one_reads_as_an_alert_of_its_own() -> None:
    assert rendered(an_alert(), bundle=None) == render(an_alert(), timezone=KYIV)


HOSTILE = "@everyone <!channel> <img src=https://t.example/p.gif>\x1b[2J\u202e{{ 7*7 }}\r\nBcc: x"


@pytest.fixture(scope="module")
def hostile() -> Rendering:
    copy = a_copy(0, outlet=HOSTILE, title=HOSTILE, link='https://x.example/"><script>@all')
    view = a_view(copy, title=HOSTILE, origin=HOSTILE, found=(evidence(HOSTILE, "channel"),), rule=HOSTILE)
    return digest(*[view] * 4)


@pytest.mark.parametrize("part", ["subject", "text"])
@pytest.mark.parametrize("live", ["@e", "@a", "<!", "<i", "<s", "\x1b", "\u202e", "\r", "\nBcc"])
def test_nothing_a_feed_writes_is_alive_in_the_text(hostile: Rendering, part: str, live: str) -> None:
    assert live not in getattr(hostile, part)


@pytest.mark.parametrize("live", ["<script", "<img", "\x1b", "\u202e"])
def test_nothing_a_feed_writes_is_alive_in_the_html(hostile: Rendering, live: str) -> None:
    assert live not in hostile.html


def test_what_a_feed_writes_is_still_there_to_read(hostile: Rendering) -> None:
    assert f"14:05 @{ZW}everyone <{ZW}!channel>" in hostile.text
    assert "{{ 7∗7 }}" in hostile.text
