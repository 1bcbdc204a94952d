"""From a recorded stream to the calendar: read by two libraries, every warning of theirs an error."""

import json
from pathlib import Path

import icalendar
import pytest
import vobject
from click.testing import CliRunner

from watcher.cli.main import cli

TITLE = "Herring dispute: what is known so far"
BODY = (
    "The leaders of Norvania and Zelmar will hold a summit in Oslo on {day}, the government said. The talks are about "
    "fishing rights around the northern islands. Prime Minister Aron Vik said that both sides had a draft, and "
    "that the island councils were to be heard before anything was signed. The two countries have argued over herring "
    "since the spring, when divers counted the smallest shoals in eleven years."
)


def an_entry(day: str, first_seen: str) -> dict[str, str]:
    """Give one and the same entry as its feed shows it at some time."""
    told = {"feed": "harbour", "guid": "1", "link": "https://harbour.example/1", "title": TITLE}
    return {
        "key": first_seen,
        **told,
        "published": first_seen,
        "first_seen": first_seen,
        "content": BODY.format(day=day),
    }


STATED, MOVED = an_entry("6 March", "2026-03-02T08:00:00Z"), an_entry("9 March", "2026-03-03T08:00:00Z")


def watcher(*words: str) -> bytes:
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout_bytes


def exported(folder: Path, *entries: dict[str, str]) -> bytes:
    """Give the calendar of a store into which these entries were replayed."""
    folder.mkdir()
    (folder / "entries.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in entries), encoding="utf-8")
    (folder / "watcher.toml").write_text(f'store = {{ url = "sqlite:///{folder}/watcher.db" }}\n', encoding="utf-8")
    config = ("--config", str(folder / "watcher.toml"))
    store = ("--store", f"sqlite:///{folder}/watcher.db")
    watcher("replay", str(folder / "entries.jsonl"), "--out", str(folder / "out.jsonl"), *store, *config)
    return watcher("export", "ical", *config)


def the_event(stream: bytes) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical(stream)
    [event] = calendar.walk("VEVENT")
    assert calendar.errors == event.errors == []
    vobject.readOne(stream.decode()).validate(raiseException=True)
    return event


@pytest.mark.parametrize("entries", [(STATED,), (STATED, MOVED)], ids=["as stated", "moved"])
def test_the_same_stream_gives_the_same_bytes(tmp_path: Path, entries: tuple[dict[str, str], ...]) -> None:
    assert exported(tmp_path / "one", *entries) == exported(tmp_path / "another", *entries)


def test_a_date_that_moves_keeps_its_uid_and_raises_its_sequence(tmp_path: Path) -> None:
    before, after = the_event(exported(tmp_path / "one", STATED)), the_event(exported(tmp_path / "two", STATED, MOVED))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (str(before["DTSTART"].dt), str(after["DTSTART"].dt)) == ("2026-03-06", "2026-03-09")
    assert before["CREATED"].dt == after["CREATED"].dt < after["LAST-MODIFIED"].dt
