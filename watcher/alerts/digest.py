"""How a message of several alerts and notices reads: a digest, a group, or a backlog after an outage.

Each of them is short and complete in itself. Where there are more than a few, their headlines come first, so that a
chat that shows only the beginning tells of all; the last line, which it shows too, says how the feeds are or where to
read the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.alerts.dates import weekday
from watcher.alerts.harmless import one_line
from watcher.alerts.page import moment, page
from watcher.alerts.parts import Part
from watcher.alerts.render import render
from watcher.alerts.rendering import Rendering
from watcher.alerts.templating import laid_out
from watcher.alerts.view import AlertView, Dispatch, Health
from watcher.model import Bundle, Notice

FEW = 3
"""Up to so many need no list of their headlines."""
SENTENCE_LIMIT = 240  # characters
LISTED_LIMIT = 100  # characters of a headline in their list


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One alert or notice, ready to be laid out among others."""

    at: str  # when it began: "14:05", with the day where the message covers several
    headline: str
    changes: tuple[str, ...] = ()  # of an update: what was, and what is now
    sentence: tuple[Part, ...] = ()
    lines: tuple[str, ...] = ()  # of a notice: its text
    credit: str | None = None  # None: a notice, from the watcher itself
    link: str | None = None
    origin: str = "From the watcher itself"  # of an alert: its rule, and the command that shows the story


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePage:
    """A message of several, ready to be laid out."""

    since: str | None  # of a digest: when the one before was due
    headlines: tuple[str, ...]  # of all, with their times; none where they are few
    entries: tuple[Entry, ...]  # by time
    last: str


def render_dispatch(
    dispatch: Dispatch, *, timezone: ZoneInfo, template: str | None = None, by_the_hour: bool = False
) -> Rendering:
    """Give the subject and body of a message: of the one alert or notice in it, or of all that are bundled in it.

    Args:
        dispatch: the message.
        timezone: of the times in it.
        template: the channel's own, which lays out single alerts.
        by_the_hour: whether the subject of a digest says its time, too. Of several on a day each needs a name of its
            own: what shows mails in threads would join them.
    """
    bundle = dispatch.delivery.bundle
    if bundle is None:
        return render(dispatch.views[0], timezone=timezone, earlier=dispatch.earlier, template=template)
    return laid_out(
        "digest", _subject(dispatch, timezone, by_the_hour=by_the_hour), page=bundle_page(dispatch, timezone)
    )


def bundle_page(dispatch: Dispatch, timezone: ZoneInfo) -> BundlePage:
    """Phrase what a message of several says; times in `timezone`."""
    several_days = len({_local(view, timezone).date() for view in dispatch.views}) > 1
    entries = tuple(_entry(view, timezone, with_day=several_days) for view in dispatch.views)
    headlines = tuple(f"{each.at} {one_line(each.headline, LISTED_LIMIT)}" for each in entries)
    return BundlePage(
        since=moment(dispatch.since, timezone) if dispatch.since else None,
        headlines=headlines if len(entries) > FEW else (),
        entries=entries,
        last=_last(dispatch),
    )


def _subject(dispatch: Dispatch, timezone: ZoneInfo, *, by_the_hour: bool) -> str:
    """Give "Digest of Tuesday 3 March: 7 alerts", of other bundles "7 alerts, 06:00-07:30"."""
    counted = _counted(dispatch.views)
    if dispatch.delivery.bundle is Bundle.DIGEST:
        due = (dispatch.due or dispatch.created_at).astimezone(timezone)
        hour = f", {_time(due, with_day=False)}" if by_the_hour else ""
        return f"Digest of {weekday(due.date())}{hour}: {counted or 'nothing new'}"
    return f"{counted}, {_span([_local(view, timezone) for view in dispatch.views])}"


def _counted(views: Sequence[AlertView | Notice]) -> str:
    notices = sum(isinstance(view, Notice) for view in views)
    numbers = ((len(views) - notices, "alert"), (notices, "notice"))
    return " and ".join(f"{number} {noun}{'s' if number > 1 else ''}" for number, noun in numbers if number)


def _span(times: Sequence[datetime]) -> str:
    """Give from when to when, with the days where they are several."""
    first, last = min(times), max(times)
    if first.date() != last.date():
        return f"{_time(first, with_day=True)} to {_time(last, with_day=True)}"
    begins, ends = _time(first, with_day=False), _time(last, with_day=False)
    return begins if begins == ends else f"{begins}-{ends}"


def _entry(view: AlertView | Notice, timezone: ZoneInfo, *, with_day: bool) -> Entry:
    at = _time(_local(view, timezone), with_day=with_day)
    if isinstance(view, Notice):
        return Entry(at=at, headline=view.subject, lines=tuple(filter(None, view.text.splitlines())))
    shown = page(view, timezone)
    priority = f" ({shown.priority} priority)" if shown.priority else ""
    return Entry(
        at=at,
        headline=shown.headline,
        changes=shown.changes,
        sentence=tuple(_shortened(shown.sentences[0])) if shown.sentences else (),
        credit=shown.credit,
        link=next((carrier.link for carrier in shown.carriers if carrier.link), None),
        origin=f"Rule: {shown.rule}{priority}; story: watcher stories show {shown.story}",
    )


def _shortened(parts: Iterable[Part]) -> Iterator[Part]:
    """Cut a sentence to its limit, with an ellipsis in place of the rest."""
    left = SENTENCE_LIMIT
    for part in parts:
        if len(part.text) > left:
            yield replace(part, text=part.text[:left].rstrip() + "…")
            return
        yield part
        left -= len(part.text)


def _last(dispatch: Dispatch) -> str:
    if dispatch.delivery.bundle is not Bundle.DIGEST:
        return "Each of them, and where it was sent: watcher alerts list"
    nothing = "nothing else new" if dispatch.views else "nothing new"
    return f"{_healthy(dispatch.health)}; {nothing}" if dispatch.health else nothing.capitalize()


def _healthy(health: Health) -> str:
    return f"{health.healthy} of {health.feeds} {'feed' if health.feeds == 1 else 'feeds'} healthy"


def _local(view: AlertView | Notice, timezone: ZoneInfo) -> datetime:
    began = view.created_at if isinstance(view, Notice) else view.alert.created_at
    return began.astimezone(timezone)


def _time(local: datetime, *, with_day: bool) -> str:
    day = f"{local:%a} {local.day} {local:%b}, " if with_day else ""
    return f"{day}{local:%H:%M}"
