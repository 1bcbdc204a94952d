"""The HTML of mails: valid, small, of one column, readable without images and in the dark, and loading nothing."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from tests.builders import an_event
from tests.unit.alerts.builders import HEADLINE, NOON, a_copy, a_view, evidence
from watcher.alerts import AlertView, Dispatch, Health, Linked, SameEvent, notice, render, render_dispatch
from watcher.deliver.senders.message import PART_LIMIT
from watcher.model import AlertLabel, Bundle, Delivery, DeliveryId, Notice, StoryId, ToldEvent

KYIV = ZoneInfo("Europe/Kyiv")
SENTENCE = "The council will hold a referendum on the water law on 14 March."
LONG_LINK = "https://harbour.example/" + "a" * 1_400
WIDE = "国" * 300  # three bytes each
TEMPLATE = "{% block text %}{{ headline }}{% endblock %}"
NEVER_CLOSED = {"meta", "br"}
ELEMENTS = NEVER_CLOSED | {"html", "head", "title", "style", "body", "div", "h1", "h2", "p", "pre", "ul", "li"}
ELEMENTS |= {"span", "strong", "mark", "a"}
ATTRIBUTES = {"lang", "charset", "name", "content", "style", "dir", "class", "href"}


class Read(HTMLParser):
    """What is in a document; elements that are not closed in their order are left over."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.text: dict[str, str] = {}  # by the element that it stands in
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        self.open += [tag] if tag not in NEVER_CLOSED else []

    def handle_endtag(self, tag: str) -> None:
        self.crossed += [tag] if self.open[-1:] != [tag] else []
        self.open = self.open[:-1]

    def handle_data(self, data: str) -> None:
        place = self.open[-1] if self.open else ""
        self.text[place] = self.text.get(place, "") + data

    def values(self, attribute: str) -> list[str]:
        return [value for name, value in self.attributes if name == attribute]


def a_large_view() -> AlertView:
    """Give a view of which every part is as long as it may be."""
    copies = [a_copy(number, outlet=WIDE, title=WIDE, link=LONG_LINK) for number in range(20)]
    linked = tuple(Linked(story=StoryId("s"), title=WIDE, teller=WIDE, reason=WIDE) for _ in range(20))
    found = tuple(evidence(f"{number} {WIDE * 3}", "国") for number in range(20))
    event = SameEvent(origins=(WIDE,) * 20, linked=linked)
    return a_view(*copies, title=WIDE, origin=WIDE, distributor=WIDE, found=found, reason=WIDE * 3, event=event)


def an_update() -> AlertView:
    """Give a view of a date that moved."""
    was, now = (an_event(date(2026, 1, day)) for day in (6, 7))
    told = ToldEvent(uid="event", sequence=1, event=now, was=was)
    return replace(VIEW, alert=replace(VIEW.alert, label=AlertLabel.UPDATE, events=(told,)))


def one(view: AlertView | Notice, **more: object) -> str:
    return render(view, timezone=KYIV, **more).html


def several(*views: AlertView | Notice, bundle: Bundle = Bundle.DIGEST) -> str:
    delivery = Delivery(id=DeliveryId(1), key="key", channel="desk", bundle=bundle)
    health = Health(healthy=41, feeds=42)
    dispatch = Dispatch(delivery=delivery, views=views, created_at=NOON, due=NOON, health=health)
    return render_dispatch(dispatch, timezone=KYIV).html


LINK = "https://harbour.example/2?a=b&c=d"
VIEW = a_view(a_copy(outlet="Harbour Times", link=LINK), found=(evidence(SENTENCE, "referendum"),))
ILL = notice("feed", "feed harbour is dead", "It answered 410 Gone.\n\n  Remove it.", NOON)

ALERT = one(VIEW)
LARGE = one(a_large_view())
UPDATE = one(an_update(), earlier=(VIEW.alert,))
NOTICE = one(ILL)
BACKLOG = several(*(VIEW,) * 5, ILL, bundle=Bundle.BACKLOG)
EMPTY = several()
OWN = one(VIEW, template=TEMPLATE)
HOSTILE = several(a_view(title="</p></div><img src=https://t.example/p.gif><style>@import 'x'</style>\x1b[2J"))

every_kind = pytest.mark.parametrize(
    "html",
    [
        pytest.param(ALERT, id="alert"),
        pytest.param(LARGE, id="large alert"),
        pytest.param(UPDATE, id="update"),
        pytest.param(NOTICE, id="notice"),
        pytest.param(BACKLOG, id="backlog"),
        pytest.param(EMPTY, id="digest of nothing"),
        pytest.param(OWN, id="a template of the user's"),
        pytest.param(HOSTILE, id="hostile headline"),
    ],
)


@every_kind
def test_every_element_is_closed_in_its_order(html: str) -> None:
    read = Read(html)
    assert (read.open, read.crossed) == ([], [])
    assert html.startswith("<!doctype html>")


@every_kind
def test_only_what_every_mail_program_shows_is_used(html: str) -> None:
    read = Read(html)
    assert read.elements.keys() <= ELEMENTS
    assert {name for name, _ in read.attributes} <= ATTRIBUTES


@every_kind
def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    read = Read(html)
    assert not re.search(r"url\s*\(|@import|image", " ".join([read.text["style"], *read.values("style")]))
    assert all(link.startswith("https://harbour.example/") for link in read.values("href"))


@every_kind
def test_it_fits_a_phone(html: str) -> None:
    read = Read(html)
    styles = " ".join([read.text["style"], *read.values("style")])
    assert "width=device-width, initial-scale=1" in read.values("content")
    assert re.findall(r"(?<!-)width\s*:", styles) == []
    assert min(map(int, re.findall(r"font(?:-size)?:\s*(\d+)px", styles))) >= 14


@every_kind
def test_it_is_readable_in_the_dark(html: str) -> None:
    """A mail program chooses the colours of text and page, but where both are given."""
    read = Read(html)
    assert "light dark" in read.values("content")
    assert "@media (prefers-color-scheme: dark)" in read.text["style"]
    assert [style for style in read.values("style") if ("background" in style) != ("color:" in style)] == []
    assert "background" not in read.text["style"]


@every_kind
def test_it_stays_below_what_gmail_shows_whole(html: str) -> None:
    assert len(html.encode()) < PART_LIMIT


def test_a_full_message_of_usual_alerts_stays_below_what_gmail_shows_whole() -> None:
    html = several(*(VIEW,) * 100)
    assert len(html.encode()) < PART_LIMIT


@pytest.mark.parametrize(
    ("html", "preview"),
    [
        pytest.param(ALERT, SENTENCE, id="the sentence that matched"),
        pytest.param(UPDATE, "Date: was Tuesday 6 January, now Wednesday 7 January", id="what changed"),
        pytest.param(NOTICE, "It answered 410 Gone.", id="the beginning of a notice"),
        pytest.param(BACKLOG, f"{HEADLINE}; {HEADLINE}", id="the first headlines"),
        pytest.param(EMPTY, "41 of 42 feeds healthy; nothing new", id="how the feeds are"),
        pytest.param(OWN, HEADLINE, id="the beginning of the user's text"),
        pytest.param(one(a_view()), "Origin not stated", id="who tells it"),
    ],
)
def test_what_a_list_of_mails_shows_beside_the_subject_is_hidden_in_the_mail(html: str, preview: str) -> None:
    hidden, style = html.partition("<body")[2].partition("<h1")[0], "display:none;max-height:0;overflow:hidden"
    assert hidden.partition(style)[2].partition(">")[2].lstrip().startswith(preview)


def test_a_long_link_is_shown_short_and_leads_to_the_whole() -> None:
    assert LONG_LINK in Read(LARGE).values("href")
    assert LONG_LINK not in Read(LARGE).text["a"]
    assert "…" in Read(LARGE).text["a"]


def test_a_marked_word_keeps_its_colours_where_styles_are_dropped() -> None:
    assert '<mark style="background:#ffef9e;color:#1a1a1a">referendum</mark>' in ALERT


def test_text_in_a_script_from_right_to_left_runs_so() -> None:
    html = one(a_view(title="استفتاء على قانون المياه"))
    assert re.search(r'<h1 dir="auto"[^>]*>استفتاء', html)
