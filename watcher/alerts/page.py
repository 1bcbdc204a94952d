"""What the templates see: an alert as short, visible, finished phrases; no template reaches into the model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.alerts.edits import Edit, Edits, edits
from watcher.alerts.frame import behind, changes, frame
from watcher.alerts.harmless import one_line, safe_link
from watcher.alerts.parts import SENTENCE_LIMIT, Part, parts
from watcher.alerts.reminding import MINUTE, nearness
from watcher.alerts.view import CHANGING, AlertView, Linked
from watcher.model import Alert, AlertLabel, Copy, Evidence, Priority, PublishedFrom, Story, StoryId, ToldEvent
from watcher.stories import by_standing

HEADLINE_LIMIT = 200  # characters
SENTENCES = 3
COPIES = 5
CARRIERS = 3
LINKED = 3
ALSO = 5

LATE = timedelta(days=7)
"""A headline's copy that came so long after it was published is no fresh news, and its alert says so."""

_STATED_BY = {  # the feed itself and a Date: line are what a reader expects
    PublishedFrom.OPTION: "as given with --published",
    PublishedFrom.TEXT: "taken from the text",
    PublishedFrom.FILE_NAME: "taken from the file name",
    PublishedFrom.MODIFIED: "taken from the file's modification time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One copy as it is listed."""

    outlet: str
    headline: str | None  # None: the story's
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An alert, ready to be laid out."""

    headline: str  # the subject
    label: str  # "new", "update", "correction", "reminder"
    first_told: str | None  # of an update whose reader got an alert before: when that began; only what is new is said
    changes: tuple[str, ...]  # of an update: "Date: was Tuesday 6 January, now Wednesday 7 January"
    frame: tuple[tuple[str, str], ...]  # what each line says, and it; empty where no event leads the alert
    also: tuple[str, ...]  # further events, each as a subject
    sentences: tuple[tuple[Part, ...], ...]
    edits: tuple[Edit, ...]  # where `first_told` is set: the sentences that changed since the reader was told last
    more_edits: int  # those that are not listed
    withdrawn: bool  # in an update or a first message that one changes: the text takes its story back
    at: str  # when it began
    teller: Carrier  # the copy that matched
    credit: str
    published: str
    first_seen: str
    carriers: tuple[Carrier, ...]
    more: int  # copies that are not listed
    linked: tuple[Carrier, ...]  # other stories of the same event, each by who tells it
    more_linked: int  # those that are not listed
    rule: str
    priority: str | None  # None: normal
    reason: str
    story: StoryId


def page(view: AlertView, timezone: ZoneInfo, earlier: Sequence[Alert] = ()) -> Page:
    """Phrase what an alert says; times in `timezone`, `earlier` are those that its reader got on the rule and story."""
    alert, story = view.alert, view.story
    earlier = _before(alert, earlier)
    listed = _listed(view)
    year = _year(alert, timezone)
    is_news = bool(earlier) and alert.label in CHANGING
    edited = edits(view, since=earlier[-1].created_at) if is_news else Edits()
    return Page(
        headline=subject(view, timezone),
        label=alert.label.value,
        first_told=moment(earlier[0].created_at, timezone) if is_news else None,
        changes=tuple(_changes(alert.events, earlier, year)),
        frame=_frame(view),
        also=tuple(frame(each.event, year).subject for each in alert.events[1 : ALSO + 1]),
        sentences=tuple(tuple(parts(found.sentence, found.marks)) for found in _telling(alert.evidence)[:SENTENCES]),
        edits=edited.lines,
        more_edits=edited.more,
        withdrawn=edited.withdrawn,
        at=moment(alert.created_at, timezone),
        teller=_carrier(next((copy for copy in view.copies if copy.entry == alert.entry), view.lead), view.lead),
        credit=credit_line(story, by_standing(view.copies)) + _independent(view.event.origins),
        published=_published(view, timezone),
        first_seen=moment(story.first_seen, timezone),
        carriers=tuple(_carrier(copy, view.lead) for copy in listed),
        more=len(view.copies) - len(listed),
        linked=tuple(map(_told_by, view.event.linked[:LINKED])),
        more_linked=max(0, len(view.event.linked) - LINKED),
        rule=one_line(alert.rule, HEADLINE_LIMIT),
        priority=None if alert.priority is Priority.NORMAL else alert.priority.value,
        reason=one_line(alert.reason, SENTENCE_LIMIT),
        story=story.id,
    )


def _before(alert: Alert, others: Sequence[Alert]) -> Sequence[Alert]:
    """Give those that began before an alert, oldest first: one that failed may come behind a later one."""
    return sorted((each for each in others if each.created_at < alert.created_at), key=lambda each: each.created_at)


def subject(view: AlertView, timezone: ZoneInfo) -> str:
    """Say what it is about, and of an alert that escalates first for how long nobody took it on."""
    about = _about(view, timezone)
    if view.unacked_for is None:
        return about
    minutes = round(view.unacked_for / MINUTE)
    return one_line(f"Not acknowledged{f' after {_duration(minutes)}' if minutes else ''}: {about}", HEADLINE_LIMIT)


def _duration(minutes: int) -> str:
    """Give "30 min", "2 h" or "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{number} {unit}" for number, unit in ((hours, "h"), (rest, "min")) if number)


def _about(view: AlertView, timezone: ZoneInfo) -> str:
    """Give the frame of the foremost event, behind what the alert is where it is no first one; else the headline."""
    alert = view.alert
    if not alert.events:
        return _headline(view)
    event = alert.events[0].event
    framed = frame(event, _year(alert, timezone)).subject
    if alert.label is AlertLabel.NEW:
        return framed
    if alert.label is AlertLabel.REMINDER and event.when is not None:
        return one_line(behind(nearness(event.when, alert.created_at, timezone), framed), HEADLINE_LIMIT)
    return one_line(behind(alert.label.value.capitalize(), framed), HEADLINE_LIMIT)


def _year(alert: Alert, timezone: ZoneInfo) -> int:
    """Give the year in which the reader gets the alert."""
    return alert.created_at.astimezone(timezone).year


def _frame(view: AlertView) -> tuple[tuple[str, str], ...]:
    """Give the lines of the foremost event, and the headline, which is not the subject then, unless a sentence is."""
    alert = view.alert
    if not alert.events:
        return ()
    lines = frame(alert.events[0].event).lines
    says_headline = any(found.field == "title" for found in _telling(alert.evidence)[:SENTENCES])
    return lines if says_headline else (*lines, ("Headline", _headline(view)))


def _changes(events: Sequence[ToldEvent], earlier: Sequence[Alert], year: int) -> Iterator[str]:
    """Say of each event what it was when the reader was told last, and what it is now; of further ones also which."""
    known = {told.uid: told.event for alert in earlier for told in alert.events}
    for number, told in enumerate(events):
        of = f"{frame(told.event, year).subject}: " if number else ""
        before = known.get(told.uid, told.was) if told.was else None  # the alert between may have been muted
        for label, was, now in changes(before, told.event, year) if before else ():
            yield f"{of}{label}: was {was}, now {now}"


def _headline(view: AlertView) -> str:
    headline = one_line(view.lead.title, HEADLINE_LIMIT)
    if not headline and view.alert.evidence:
        headline = one_line(view.alert.evidence[0].sentence, HEADLINE_LIMIT)
    return headline or "(no headline)"


def _telling(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Leave out the headline, which is the subject already, where a sentence of the text says it too."""
    return tuple(found for found in evidence if found.field != "title") or evidence


def credit_line(story: Story, copies: Sequence[Copy]) -> str:
    """Say who wrote it first and who carries it: "Bloomberg, via TCA; carried by ArcaMax and Harbour Times"."""
    origin = _name(story.origin or "")
    distributor = _name(story.distributor or "")
    outlets: dict[str, str] = {}
    for copy in copies:
        outlets.setdefault(_outlet(copy).casefold(), _outlet(copy))
    outlets.pop(origin.casefold(), None)
    via = f", via {distributor}" if distributor and distributor.casefold() != origin.casefold() else ""
    carried = f"; carried by {_listing(tuple(outlets.values()))}" if outlets else ""
    return f"{origin or 'Origin not stated'}{via}{carried}"


def _independent(origins: Sequence[str]) -> str:
    """Count the independent origins; name them where there are several."""
    if not origins:
        return ""
    if len(origins) == 1:
        return "; 1 independent origin"
    return f"; {len(origins)} independent origins: {_listing([_name(origin) for origin in origins])}"


def _told_by(linked: Linked) -> Carrier:
    return Carrier(outlet=_name(linked.teller), headline=one_line(linked.title, HEADLINE_LIMIT) or None, link=None)


def _listing(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > CARRIERS:
        return f"{', '.join(names[:CARRIERS])} and {len(names) - CARRIERS} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _listed(view: AlertView) -> Sequence[Copy]:
    """Give the first copies; the one that matched is always among them."""
    copies = by_standing(view.copies)
    first, rest = copies[:COPIES], copies[COPIES:]
    matched = tuple(copy for copy in rest if copy.entry == view.alert.entry)
    return (*first[: COPIES - len(matched)], *matched)


def _carrier(copy: Copy, lead: Copy) -> Carrier:
    headline = one_line(copy.title, HEADLINE_LIMIT)
    same = headline.casefold() == one_line(lead.title, HEADLINE_LIMIT).casefold()
    return Carrier(outlet=_outlet(copy), headline=None if same or not headline else headline, link=safe_link(copy.link))


def _outlet(copy: Copy) -> str:
    return _name(copy.outlet or copy.source)


def _name(text: str) -> str:
    return one_line(text, 80)


def _published(view: AlertView, timezone: ZoneInfo) -> str:
    lead = view.lead
    if lead.published is None:
        return "not stated"
    shown = moment(lead.published, timezone)
    stated_by = _STATED_BY.get(lead.published_from) if lead.published_from else None
    age = lead.first_seen - lead.published
    late = f"{age.days} days before it was first seen" if age > LATE else None
    notes = ", ".join(note for note in (stated_by, late) if note)
    return f"{shown} ({notes})" if notes else shown


def moment(time: datetime, timezone: ZoneInfo) -> str:
    """Write a time for a reader: "Fri 2 Jan 2026, 14:05 EET"."""
    local = time.astimezone(timezone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} {local.tzname()}"
