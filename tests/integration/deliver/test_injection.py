"""Feed text is never markup: titles and texts that try to be more, and what arrives of them in chats and mailboxes."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.integration.deliver.arrivals import Arrival, Send, discord, mail, matrix, slack, telegram
from tests.unit.alerts.builders import NOON, STORY, a_copy, a_view, evidence
from watcher.alerts import AlertView, Dispatch, Linked, Rendering, SameEvent, notice, render, render_dispatch
from watcher.model import AlertId, AlertLabel, Bundle, Delivery, DeliveryId, EntryId, Label, Version

HOSTILE = tomllib.loads(Path("tests/cases/injection/hostile.toml").read_text(encoding="utf-8"))["hostile"]
UTC = ZoneInfo("UTC")
LINK = "https://quay.example/news?a=b_c&d=e"
WORD = "Larkhaven"
TEMPLATE = """\
{% block subject %}Desk: {{ headline }}{% endblock %}
{% block text %}
{{ credit }}
{{ sentences | first | join(attribute="text") }}
{% for carrier in carriers %}
{{ carrier.outlet }}: {{ carrier.headline }} {{ carrier.link }}
{% endfor %}
{% endblock %}
"""

ZW = "\u200b"
LIVE = re.compile(
    rf"@(?!{ZW})|<(?!{ZW})"  # a mention or tag
    r"|\][(\[:]|://"  # a link
    r"|=\?"  # an encoded word
    r"|[`*~]|\|\||(?<![^\W_])_|_(?![^\W_])"  # emphasis, code, a spoiler
    r"|:[a-z][\w+'-]*:"  # an emoji
    r"|^\s*(?:[#>]|[-+=]{2})"  # a heading, a quotation, a rule
    r"|\b42000",  # a template that was run
    re.MULTILINE,
)
BLANK = re.compile("[\u3164\u115f\U000e0100-\U000e01ef]")
TAGS = frozenset(
    {"html", "head", "meta", "title", "style", "body", "div", "h1", "p", "span", "strong", "b", "mark", "br", "a"}
)
ATTRIBUTES = frozenset({"lang", "charset", "name", "content", "style", "class", "dir", "href"})
HEADERS = ("Subject", "From", "To", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type")


def a_hostile_view(text: str) -> AlertView:
    copies = (
        a_copy(0, title=text, outlet=text, link=LINK),
        a_copy(1, title=f"{text} too", outlet=text, link="javascript:alert(1)"),
        a_copy(2, title=text, outlet=text, link="https://bank.example@evil.example/"),
    )
    linked = Linked(story=STORY, title=text, teller=text, reason=text)
    return a_view(
        *copies,
        title=text,
        origin=text,
        distributor=f"{text} Wire",
        found=(evidence(text, WORD) if WORD in text else evidence(text),),
        reason=text,
        event=SameEvent(origins=(text, f"{text} II"), linked=(linked,)),
    )


def an_alert(text: str) -> Rendering:
    return render(a_hostile_view(text), timezone=UTC)


def an_alert_by_a_users_template(text: str) -> Rendering:
    return render(a_hostile_view(text), timezone=UTC, template=TEMPLATE)


def an_update(text: str) -> Rendering:
    view = a_hostile_view(text)
    before, after = (
        Version(entry=EntryId("entry0"), number=number, at=at, words=number, title=f"Quiet {body}"[:99], body=body)
        for number, at, body in ((1, NOON, f"Quiet {text}"), (2, NOON + timedelta(hours=1), text))
    )
    changed = replace(view.alert, id=AlertId("update"), label=AlertLabel.UPDATE, created_at=after.at)
    copies = (replace(view.copies[0], label=Label.UPDATE), *view.copies[1:])
    view = replace(view, alert=changed, copies=copies, versions=(before, after))
    return render(view, timezone=UTC, earlier=(a_hostile_view(text).alert,))


def several(text: str) -> Rendering:
    delivery = Delivery(id=DeliveryId(1), key="key", channel="desk", bundle=Bundle.GROUP)
    views = (a_hostile_view(text), notice("feed", text, f"The feed says: {text}", NOON)) * 2
    return render_dispatch(Dispatch(delivery=delivery, views=views, created_at=NOON), timezone=UTC)


def a_notice(text: str) -> Rendering:
    return render(notice("feed", text, f"The feed says: {text}", NOON), timezone=UTC)


def live(text: str) -> list[str]:
    """Give what a program could take for more than text, but for the story's own link."""
    return LIVE.findall(text.replace(LINK, ""))


def unseen(text: str) -> list[str]:
    """Give what shows nothing, or something else than what is there."""
    kept = (char for char in text if char not in "\r\n\u200b\u200d")
    return [repr(char) for char in kept if BLANK.match(char) or unicodedata.category(char) in {"Cc", "Cf", "Cs"}]


def tallest(text: str) -> int:
    """Give the most marks that stand on one letter."""
    runs = groupby(text, key=lambda char: unicodedata.category(char) in {"Mn", "Me"})
    return max((len(list(run)) for marks, run in runs if marks), default=0)


def test_the_table_is_long_and_every_text_of_it_another() -> None:
    assert len({case["text"] for case in HOSTILE}) == len(HOSTILE) >= 30


@pytest.mark.parametrize("form", [an_alert, an_alert_by_a_users_template, an_update, several, a_notice])
@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_in_no_form_a_hostile_text_is_more_than_text(case: dict[str, str], form: Callable[[str], Rendering]) -> None:
    shown = form(case["text"])
    text = f"{shown.subject}\n{shown.text}"
    assert (live(text), unseen(text), tallest(text) <= 6) == ([], [], True)
    assert "\n" not in shown.subject
    assert "failed" not in text


@pytest.fixture(scope="module", params=[discord, slack, telegram, matrix, mail], ids=lambda each: each.__name__)
def send(request: pytest.FixtureRequest) -> Iterator[Send]:
    with request.param() as send:
        yield send


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_nothing_of_a_hostile_text_arrives_but_text(case: dict[str, str], send: Send) -> None:
    arrived: Arrival = send(an_alert(case["text"]))
    text = "\n".join(arrived.texts)
    assert (live(text), unseen(text), tallest(text) <= 6) == ([], [], True)
    assert WORD in text
    assert arrived.tags <= TAGS
    assert arrived.attributes <= ATTRIBUTES
    assert arrived.links <= {LINK}
    assert arrived.mentions in ({}, None)
    assert arrived.headers in (HEADERS, ())
    assert unseen(arrived.subject) == []
