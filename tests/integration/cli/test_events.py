"""`watcher events list` and `watcher export ical`, on a store with events around today."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner, Result

from tests.builders import an_event
from tests.contract.store.builders import LATER, NOW, FixedClock, alert, article, beginning, document, name, story_event
from watcher.cli.events import shown_date
from watcher.cli.main import cli
from watcher.model import AlertState, Credit, Precision, Realis, StoryEvent, ToldEvent, When
from watcher.pipeline import Outcome
from watcher.store import Store

CONFIGURATION = """
data-dir = "data"
timezone = "Europe/Kyiv"
"""
KYIV = ZoneInfo("Europe/Kyiv")
TODAY = datetime.now(KYIV).date()
DAY = timedelta(days=1)


def on(days: int, length: int = 1) -> When:
    """Give a period of so many days that begins so many days from now."""
    first = TODAY + days * DAY
    return When(start=first, end=first + (length - 1) * DAY)


EVENTS = (
    story_event(1, event=an_event(on(3), place="Oslo"), changed_at=NOW + 5 * DAY),
    story_event(2, event=an_event(on(-1, length=3), place="Bergen", type="talks")),
    story_event(3, event=an_event(on(-9), place="Turku")),
    story_event(4, event=an_event(None, kind="appointment", person="Ana Reyes", status="appointed"), changed_at=LATER),
    story_event(5, event=an_event(on(20), kind="law", what="water law", stage="referendum_called")),
    story_event(6, event=an_event(on(4), realis=Realis.DENIED, place="Quay")),
    story_event(7, event=an_event(on(5), realis=Realis.BACKGROUND, place="Mill")),
)


class Desk:
    """A folder with a configuration and a store, and the command beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data").mkdir()
        (folder / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
        with closing(self.store()) as store:
            store.upgrade()
        told = tuple(ToldEvent(uid=each.uid, sequence=0, event=each.event) for each in EVENTS[:1])
        text = article(link="https://harbour.example/a", credit=Credit(outlet="Harbour Times"))
        first = beginning(1, events=EVENTS, alerts=(alert(1, rule="summits", events=told),))
        arrived = replace(first.new[0], article=text)
        self.write(replace(first, new=(arrived,)))

    def store(self) -> Store:
        return Store.open(f"sqlite:///{self.folder}/data/watcher.db", FixedClock())

    def write(self, outcome: Outcome) -> None:
        with closing(self.store()) as store, store.write() as tx:
            tx.outcomes.write(outcome, document(), NOW)

    def watcher(self, *words: str) -> Result:
        return CliRunner().invoke(cli, [*words, "--config", str(self.folder / "watcher.toml")], catch_exceptions=False)

    def listed(self, *words: str) -> list[str]:
        """Give the numbers of the events that `events list` shows."""
        found = json.loads(self.watcher("events", "list", "--json", *words).stdout)["events"]
        return [each["uid"].lstrip("0") for each in found]

    def exported(self, *words: str) -> set[str]:
        """Give the numbers of the events in the calendar."""
        calendar = icalendar.Calendar.from_ical(self.watcher("export", "ical", *words).stdout_bytes)
        return {str(each["UID"]).lstrip("0").removesuffix("@watcher") for each in calendar.walk("VEVENT")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("words", "events"),
    [
        pytest.param((), "215", id="what is ahead or lasts, the soonest first"),
        pytest.param(("--kind", "meeting"), "21", id="of one kind"),
        pytest.param(("--until", "7d"), "21", id="until then"),
        pytest.param(("--since", "2d"), "215", id="since then"),
        pytest.param(("--since", "10d"), "3215", id="since earlier"),
        pytest.param(("--since", str(TODAY + 3 * DAY), "--until", str(TODAY + 3 * DAY)), "1", id="on one day"),
        pytest.param(("--past",), "23", id="what began, the last first"),
        pytest.param(("--past", "--limit", "1"), "2", id="at most so many"),
        pytest.param(("--latest",), "14235", id="told last, with or without a date"),
        pytest.param(("--realis", "denied", "--realis", "background"), "67", id="told otherwise"),
    ],
)
def test_events_are_listed_by_their_date(desk: Desk, words: tuple[str, ...], events: str) -> None:
    assert desk.listed(*words) == list(events)


def test_a_line_says_when_what_how_where_and_by_whom(desk: Desk) -> None:
    head, first, *_ = desk.watcher("events", "list", "--kind", "law").stdout.splitlines()
    assert head.split("\t") == ["DATE", "KIND", "EVENT", "REALIS", "STORY", "SOURCE"]
    when, kind, frame, realis, story, source = first.split("\t")
    assert (when, kind, realis, story, source) == (str(on(20).start), "law", "asserted", name(1), "Harbour Times")
    assert "water law" in frame


def test_as_json_an_event_has_all_its_fields(desk: Desk) -> None:
    [found] = json.loads(desk.watcher("events", "list", "--json", "--kind", "law").stdout)["events"]
    assert {"kind", "what", "stage", "date_start", "date_end", "precision", "realis", "evidence"} <= found.keys()
    assert (found["uid"], found["sequence"], found["story"]) == (name(5), 0, name(1))
    assert (found["source"], found["link"]) == ("Harbour Times", "https://harbour.example/a")


@pytest.mark.parametrize("command", [("events", "list"), ("export", "ical")], ids=" ".join)
def test_a_kind_that_is_not_looked_for_is_refused(desk: Desk, command: tuple[str, ...]) -> None:
    result = desk.watcher(*command, "--kind", "meetings")
    assert (result.exit_code, 'there is no kind "meetings"' in result.stderr) == (2, True)


def test_a_kind_of_which_the_store_has_an_event_is_known(desk: Desk) -> None:
    desk.write(Outcome(new=(), begun=(), texts=(), aliases={}, events=(story_event(8, event=an_event(kind="strike")),)))
    assert desk.listed("--kind", "strike", "--past") == ["8"]


def test_past_and_latest_exclude_each_other(desk: Desk) -> None:
    result = desk.watcher("events", "list", "--past", "--latest")
    assert (result.exit_code, "exclude each other" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (When(start=date(2026, 3, 6), end=date(2026, 3, 6)), "2026-03-06"),
        (When(start=date(2026, 3, 6), end=date(2026, 3, 8)), "2026-03-06 to 2026-03-08"),
        (When(start=date(2026, 3, 31), end=date(2026, 3, 31), deadline=True), "by 2026-03-31"),
        (
            When(start=date(2026, 3, 1), end=date(2026, 3, 31), precision=Precision.MONTH),
            "2026-03-01 to 2026-03-31 (month)",
        ),
        (
            When(
                start=date(2026, 3, 6),
                end=date(2026, 3, 6),
                precision=Precision.MINUTE,
                at=datetime(2026, 3, 6, 20, tzinfo=ZoneInfo("America/New_York")),
            ),
            "2026-03-07 03:00",
        ),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_stated_and_in_the_users_zone(when: When, shown: str) -> None:
    assert shown_date(when, KYIV) == shown


@pytest.mark.parametrize(
    ("words", "events"),
    [
        pytest.param((), "12356", id="meetings, deadlines and days to come, also those denied"),
        pytest.param(("--kind", "law"), "5", id="of one kind"),
        pytest.param(("--since", "5d"), "1256", id="since then"),
        pytest.param(("--since", "0d", "--until", "3d"), "12", id="until then"),
        pytest.param(("--rule", "summits"), "1", id="told by alerts of a rule"),
    ],
)
def test_a_calendar_holds_what_has_a_day(desk: Desk, words: tuple[str, ...], events: str) -> None:
    assert desk.exported(*words) == set(events)


def test_a_rule_without_an_event_stands_for_the_events_of_its_stories(desk: Desk) -> None:
    other = story_event(8, story=2, entry=2, event=an_event(on(6)))
    desk.write(beginning(2, events=(other,), alerts=(alert(2, story=2, entry=2, rule="words"),)))
    assert desk.exported("--rule", "words") == {"8"}


def test_an_alert_that_nobody_got_puts_nothing_into_the_calendar_of_its_rule(desk: Desk) -> None:
    held = alert(3, rule="held", state=AlertState.BASELINE)
    desk.write(Outcome(new=(), begun=(), texts=(), aliases={}, alerts=(held,)))
    assert desk.watcher("export", "ical", "--rule", "held").exit_code == 2


def test_a_rule_that_is_not_there_is_refused(desk: Desk) -> None:
    result = desk.watcher("export", "ical", "--rule", "sumits")
    assert (result.exit_code, 'there is no rule "sumits"' in result.stderr) == (2, True)


def test_the_same_store_gives_the_same_bytes(desk: Desk) -> None:
    assert desk.watcher("export", "ical").stdout_bytes == desk.watcher("export", "ical").stdout_bytes


@pytest.mark.parametrize("option", ["-o", "--out", "--output"])
def test_a_file_gets_the_same_bytes_and_stdout_none(desk: Desk, option: str) -> None:
    file = desk.folder / "watcher.ics"
    assert desk.watcher("export", "ical", option, str(file)).stdout_bytes == b""
    assert file.read_bytes() == desk.watcher("export", "ical", "-o", "-").stdout_bytes
    assert [each.name for each in desk.folder.glob("watcher.ics*")] == ["watcher.ics"]


def moved(event: StoryEvent) -> StoryEvent:
    return replace(event, event=an_event(on(9), place="Oslo"), sequence=1, changed_at=LATER)


def test_a_date_that_moves_changes_the_same_uid(desk: Desk) -> None:
    before, after = desk.folder / "before.ics", desk.folder / "after.ics"
    desk.watcher("export", "ical", "--rule", "summits", "-o", str(before))
    desk.write(Outcome(new=(), begun=(), texts=(), aliases={}, events=(moved(EVENTS[0]),)))
    desk.watcher("export", "ical", "--rule", "summits", "-o", str(after))
    [one], [two] = (icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT") for file in (before, after))
    assert one["UID"] == two["UID"]
    assert (one["SEQUENCE"], two["SEQUENCE"]) == (0, 1)
    assert (one["DTSTART"].dt, two["DTSTART"].dt) == (on(3).start, on(9).start)
