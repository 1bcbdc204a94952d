"""One syndicated article in five forms, in every order of arrival: one story, its origin and distributor known."""

import tomllib
from functools import cache
from html import escape
from itertools import permutations
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.remembering import Remembered
from watcher.model import Document, DocumentKind, Label
from watcher.pipeline import Prepared, prepare

ARTICLE = tomllib.loads(Path(__file__).with_name("article.toml").read_text("utf-8"))
TITLE, CREDIT, PARAGRAPHS = ARTICLE["title"], ARTICLE["credit"], tuple(ARTICLE["paragraphs"])
CORRECTED = tuple(paragraph.replace(*ARTICLE["corrected"]) for paragraph in PARAGRAPHS)
FORMS = ("paste", "summary", "third", "furniture", "correction")
ORDERS = list(permutations(FORMS))

PASTED = "\n\n".join(
    (
        "Varden Tribune\nNews Business Sport Opinion Obituaries",
        TITLE,
        "By Mira Holt and Tomas Ek, Bloomberg News",
        "March 6, 2026",
        *PARAGRAPHS,
        CREDIT,
        "12 comments\nLog in to comment",
    )
)


def feed(name: str, title: str, paragraphs: tuple[str, ...], author: str = "") -> Document:
    """Show a text as the one entry of an outlet's feed."""
    html = escape("".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs))
    link = f"https://{name.lower().replace(' ', '-')}.example/business/linden-port"
    body = (
        f'<rss version="2.0"><channel><title>{name}</title><item><title>{escape(title)}</title><guid>{link}</guid>'
        f"<link>{link}</link><author>{author}</author><pubDate>Fri, 06 Mar 2026 11:50:00 GMT</pubDate>"
        f"<description>{html}</description></item></channel></rss>"
    )
    return Document(source=name, kind=DocumentKind.FEED, body=body.encode(), received_at=NOON)


@cache
def form(name: str) -> Prepared:
    furniture = (
        "Subscribe now and read the Skerrow Courier for one crown a week",
        "Share this article by mail",
        "Business | World | Markets | Islands",
    )
    documents = {
        "paste": Document(source="inbox", kind=DocumentKind.DROP, body=PASTED.encode(), received_at=NOON),
        "summary": feed("Gulf Mercury", TITLE, (PARAGRAPHS[0][:196] + "…",)),
        "third": feed(
            "Harbour Post", "Pension funds circle loss-making port of Linden", (*PARAGRAPHS[:3], CREDIT), "Mira Holt"
        ),
        "furniture": feed(
            "Skerrow Courier",
            TITLE,
            (
                *furniture,
                *PARAGRAPHS,
                CREDIT,
                "Sign up for our morning newsletter and never miss a headline from the islands",
                "Comments are closed on this article; letters reach us at the old customs house",
            ),
        ),
        "correction": feed("Gulf Business Wire", f"CORRECTION: {TITLE}", (*CORRECTED, CREDIT)),
    }
    return prepare(documents[name])


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_five_forms_are_one_story_with_its_origin_in_any_order(order: tuple[str, ...]) -> None:
    remembered = Remembered()
    verdicts = dict(zip(order, (remembered.take(form(name))[0] for name in order), strict=True))
    (story,) = {remembered.story_of(verdict) for verdict in verdicts.values()}
    assert remembered.stories[story].origin == "Bloomberg"
    assert remembered.stories[story].distributor == "Tribune Content Agency"
    later = {"correction": Label.CORRECTION}
    expected = [Label.NEW, *(later.get(name, Label.COPY) for name in order[1:])]
    assert [verdict.label for verdict in verdicts.values()] == expected
