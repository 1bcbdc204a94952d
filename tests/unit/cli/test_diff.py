"""Changes of a story's texts on a terminal."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from tests.builders import NOON
from watcher.cli.diff import diff_json, diff_lines, harmless, in_colour
from watcher.model import Copy, EntryId, Label, Story, StoryId, Version
from watcher.store import StorySummary

UTC = ZoneInfo("UTC")
TITLE = "Islands bill passes"
BODY = "The vote was 40 to 38. Two men left."
STORY = Story(id=StoryId("28ax52wqr679p"), title=TITLE, first_seen=NOON)


def a_copy(entry: str = "a", outlet: str = "Harbour Times", label: Label = Label.NEW) -> Copy:
    return Copy(
        entry=EntryId(entry),
        story=STORY.id,
        label=label,
        score=1.0,
        reason="",
        source=entry,
        outlet=outlet,
        title=TITLE,
        first_seen=NOON,
    )


def a_version(words: int, body: str = BODY, *, entry: str = "a", number: int = 1, title: str = TITLE) -> Version:
    at = NOON + timedelta(minutes=words)
    return Version(entry=EntryId(entry), number=number, at=at, words=words << 32, title=title, body=body)


def shown(*versions: Version, copies: tuple[Copy, ...] = (), colour: bool = False) -> list[str]:
    copies = copies or (a_copy(label=Label.UPDATE),)
    return list(diff_lines(StorySummary(story=STORY, copies=copies), harmless(versions), UTC, colour=colour))


def test_a_change_says_when_where_what_and_against_which_text() -> None:
    after = "The vote was 41 to 38. Two men left.\n\nIt rained."
    lines = shown(a_version(1), a_version(5, after, number=2, title="Islands bill passes at last"))

    assert lines == [
        "Islands bill passes  [28ax52wqr679p]",
        "",
        "2026-03-06 12:05  Harbour Times  update  00000005",
        "  against the text of 2026-03-06 12:01, 00000001",
        "  ~ headline was: Islands bill passes",
        "    headline now: Islands bill passes {+at last+}",
        "  ~ was: The vote was [-40-] to 38.",
        "    now: The vote was {+41+} to 38.",
        "  + It rained.",
    ]


def test_sentences_that_went_or_moved_are_told() -> None:
    lines = shown(a_version(1, f"{BODY} It rained."), a_version(5, "It rained. The vote was 40 to 38.", number=2))
    assert lines[4:] == ["  > moved: It rained.", "  - Two men left."]


def test_a_correction_by_another_outlet_names_whose_text_it_changes() -> None:
    copies = (a_copy(), a_copy("b", "Quay Post", Label.CORRECTION))
    lines = shown(a_version(1), a_version(5, BODY.replace("38", "39"), entry="b"), copies=copies)

    assert lines[2:4] == [
        "2026-03-06 12:05  Quay Post  correction  00000005",
        "  against the text of Harbour Times of 2026-03-06 12:01, 00000001",
    ]


def test_a_text_that_takes_the_story_back_is_told_as_withdrawn() -> None:
    copies = (a_copy(), a_copy("b", "Quay Post", Label.CORRECTION))
    lines = shown(a_version(1), a_version(5, entry="b", title=f"MANDATORY KILL: {TITLE}"), copies=copies)
    assert lines[2] == "2026-03-06 12:05  Quay Post  correction, withdrawn  00000005"


def test_texts_that_are_missing_are_told_where_they_stood_and_in_all() -> None:
    lines = shown(a_version(1), a_version(5, "It rained.", number=12))

    assert lines[3] == "  against the text of 2026-03-06 12:01, 00000001; 10 texts between no longer kept"
    assert lines[-1] == "\n10 earlier texts are no longer kept."


@pytest.mark.parametrize(
    ("versions", "copies", "expected"),
    [
        pytest.param(
            [a_version(1)],
            (a_copy(),),
            "  It has one text, first seen 2026-03-06 12:01: there is nothing to compare.",
            id="one text",
        ),
        pytest.param(
            [a_version(1), a_version(2, entry="b")],
            (a_copy(), a_copy("b", label=Label.COPY)),
            "  Its 2 copies stayed as they were first seen, and none came as an update or correction.",
            id="copies only",
        ),
        pytest.param(
            [a_version(1, number=3)],
            (a_copy(label=Label.UPDATE),),
            "  Only present texts are kept, no earlier ones: there is nothing to compare.",
            id="earlier texts were not kept",
        ),
    ],
)
def test_where_nothing_changed_that_is_said(versions: list[Version], copies: tuple[Copy, ...], expected: str) -> None:
    assert shown(*versions, copies=copies)[1] == expected


def test_a_change_of_nothing_but_marks_is_told_as_such() -> None:
    copies = (a_copy(), a_copy("b", label=Label.UPDATE))
    lines = shown(a_version(1), a_version(5, entry="b"), copies=copies)
    assert lines[-1] == "  no sentence differs"


def test_colours_take_the_place_of_brackets() -> None:
    after = a_version(5, "The vote was 41 to 38. It rained.", number=2)
    plain, coloured = shown(a_version(1), after), shown(a_version(1), after, colour=True)

    assert click.style("41", fg="green", bold=True) in coloured[5]
    assert coloured[7] == click.style("  + It rained.", fg="green")
    bare = [line.translate(str.maketrans("", "", "[]{}")).replace("-40-", "40").replace("+41+", "41") for line in plain]
    assert [click.unstyle(line) for line in coloured[4:]] == bare[4:]


def test_hostile_text_cannot_speak_to_the_terminal() -> None:
    evil = "\x1b[2J\x07\u202eIt rained.\x9b31m \x00Two\u2066 men\r\nleft."
    copies = (a_copy(outlet="Quay\x1b]0;owned\x07 Post", label=Label.UPDATE),)
    lines = shown(a_version(1, evil), a_version(5, f"{evil} {evil}", number=2, title=f"{TITLE}{evil}"), copies=copies)

    told = "".join(lines).replace("\n", "")
    assert told.isprintable()
    assert "It rained." in told


@pytest.mark.parametrize(
    ("terminal", "no_colour", "expected"),
    [
        pytest.param(True, "", True, id="a terminal"),
        pytest.param(True, "1", False, id="a terminal that wants none"),
        pytest.param(False, "", False, id="a file"),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,  # noqa: FBT001 - a case
    no_colour: str,
    expected: bool,  # noqa: FBT001 - a case
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    monkeypatch.setenv("NO_COLOR", no_colour)
    assert in_colour() is expected


def test_the_same_as_data() -> None:
    versions = [a_version(1), a_version(5, "The vote was 41 to 38. Two men left.", number=2)]
    found = diff_json(StorySummary(story=STORY, copies=(a_copy(label=Label.UPDATE),)), versions)

    first = {"entry": "a", "number": 1, "at": versions[0].at, "hash": "0000000100000000"}
    second = {"entry": "a", "number": 2, "at": versions[1].at, "hash": "0000000500000000"}
    assert (found["id"], found["title"]) == (STORY.id, TITLE)
    assert found["versions"] == [{**first, "title": TITLE}, {**second, "title": TITLE}]
    [change] = found["changes"]
    assert change == {
        **second,
        "label": "update",
        "withdrawn": False,
        "before": first,
        "missing": 0,
        "title": None,
        "sentences": [
            {
                "kind": "reworded",
                "before": "The vote was 40 to 38.",
                "after": "The vote was 41 to 38.",
                "before_marks": [[13, 15]],
                "after_marks": [[13, 15]],
            }
        ],
    }
