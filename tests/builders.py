"""Smallest valid objects for tests; each test names only what it is about."""

from datetime import UTC, date, datetime, timedelta

from watcher.model import Document, DocumentKind, Entry, Event, Evidence, Rule, When

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)

REFERENDUM = (
    "The lower house of Norvania began work on Friday on a law that would let voters decide in a referendum whether "
    "the northern islands get a tax office of their own. Justice Minister Aron Vik tabled the bill after months of "
    "talks with the island councils. He said the government wants it passed before the summer recess, and the vote "
    "itself to be held together with the local elections in October. The draft asks for a turnout of forty percent."
)
HERRING = (
    "Crews in the northern islands may land a fifth less herring this summer, the fisheries board said, after divers "
    "counted the smallest spawning shoals in eleven years. The board will pay boat owners who stay in port between May "
    "and July. Smokehouses in Port Linden said they would import fish to keep their staff at work, and expect prices "
    "to rise before midsummer. Scientists blame two warm winters and say the stock can recover by the decade's end."
)


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, by: timedelta) -> None:
        self.time += by
        self.seconds += by.total_seconds()


def an_entry(**fields: object) -> Entry:
    return Entry(**{"guid": "guid-1", "title": "Parliament takes up islands bill", "body": REFERENDUM, **fields})


def a_rule(**fields: object) -> Rule:
    return Rule(**{"name": "referendums", "query": "referendum", "channels": ("desk",), **fields})


def an_event(when: date | When | None = date(2026, 1, 6), **fields: object) -> Event:
    """Give an event, a meeting unless `kind` is given; a date stands for that day. The rest are its fields."""
    own = {name: fields.pop(name) for name in ("kind", "realis", "evidence", "confidence") if name in fields}
    return Event(
        **{
            "kind": "meeting",
            "fields": fields or {"type": "summit", "place": "Paris"},
            "when": When(start=when, end=when) if isinstance(when, date) else when,
            "evidence": Evidence(field="body", sentence="European leaders meet in Paris.", start=0, marks=((17, 21),)),
            **own,
        }
    )


def a_document(body: bytes, **fields: object) -> Document:
    return Document(**{"source": "harbour", "kind": DocumentKind.FEED, "body": body, "received_at": NOON, **fields})
