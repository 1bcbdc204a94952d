"""`watcher dates`: a text's dates and events, for people and as lines of JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from watcher.cli.main import cli
from watcher.errors import UsageError
from watcher.events import detect
from watcher.events.shown import event_json


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where there is no configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WATCHER_CONFIG", raising=False)


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["dates", *arguments], input=stdin)


def lines(*inputs: object, options: tuple[str, ...] = ()) -> list[dict[str, list[dict[str, object]]]]:
    given = "".join(f"{json.dumps(each)}\n" for each in inputs)
    return [json.loads(line) for line in run("--json", *options, stdin=given).stdout.splitlines()]


def test_each_date_stands_on_a_line_with_its_words() -> None:
    shown = run("--published", "2026-01-07", "They will meet on Friday and report by the end of March.")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        "FOUND\tWHEN\tWORDS",
        "date\tFriday 9 January\tFriday",
        "date\tby 31 March\tthe end of March",
    ]


def test_the_text_may_come_from_standard_input() -> None:
    assert "Friday 9 January" in run("--published", "2026-01-07", stdin="They will meet on Friday.").stdout


def test_a_text_without_dates_and_events_says_so_and_prints_nothing() -> None:
    shown = run("--published", "2026-01-07", "Nothing of note.")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "no dates and no events found" in shown.stderr


def test_the_day_is_that_of_the_zone_of_publication() -> None:
    shown = run("--published", "2026-01-07T23:30-05:00", "The vote is today.")
    assert "Wednesday 7 January" in shown.stdout


def test_a_line_of_json_gives_one_with_spans_and_days() -> None:
    text = "Talks will open on Friday at 2 p.m. GMT."
    [found] = lines({"published": "2026-01-07", "text": text})
    assert found["dates"] == [
        {
            "start": 19,
            "end": 39,
            "text": "Friday at 2 p.m. GMT",
            "date_start": "2026-01-09",
            "date_end": "2026-01-09",
            "precision": "minute",
            "deadline": False,
            "starts_at": "2026-01-09T14:00:00+00:00",
            "ends_at": None,
        }
    ]


def test_the_events_of_a_line_are_those_of_the_engine() -> None:
    text = "President Ana Reyes named Ivan Koval defence minister on Friday."
    [found] = lines({"published": "2026-01-07", "text": text})
    events = detect("", text, published=datetime(2026, 1, 7, tzinfo=UTC), language=None)
    assert found["events"] == [event_json(event) for event in events]


def test_every_line_is_answered_in_order_also_one_without_a_date() -> None:
    told = lines({"published": "2026-01-07", "text": "Nothing."}, {"published": "2026-01-07", "text": "It was Friday."})
    assert [[date["date_start"] for date in each["dates"]] for each in told] == [[], ["2026-01-02"]]


def test_what_a_line_does_not_state_is_as_the_options_say() -> None:
    [found] = lines({"text": "Am Freitag wird getagt."}, options=("--published", "2026-01-07", "--language", "de"))
    assert [date["date_start"] for date in found["dates"]] == ["2026-01-09"]


def test_the_language_is_taken_from_the_words_where_none_is_stated() -> None:
    text = "Der Rat wird am Freitag in der Stadt tagen, und die Bürger sind eingeladen."
    [found] = lines({"published": "2026-01-07", "text": text})
    assert [date["date_start"] for date in found["dates"]] == ["2026-01-09"]


def test_a_text_as_argument_gives_one_line_of_json() -> None:
    shown = run("--json", "--published", "2026-01-07", "It was Friday.")
    assert [date["date_start"] for date in json.loads(shown.stdout)["dates"]] == ["2026-01-02"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 2: is not JSON"),
        ("[]", 'line 2: has no "text"'),
        ('{"published": "2026-01-07"}', 'line 2: has no "text"'),
        ('{"published": "someday", "text": "x"}', "line 2: \"published\" is 'someday', which is not a date"),
    ],
)
def test_a_bad_line_is_named_with_its_number(line: str, problem: str) -> None:
    shown = run("--json", stdin=f'{{"published": "2026-01-07", "text": "x"}}\n{line}\n')
    assert isinstance(shown.exception, UsageError)
    assert problem in str(shown.exception)
    assert shown.exception.exit_code == 2


def test_a_bad_date_of_publication_is_refused() -> None:
    shown = run("--published", "someday", "It was Friday.")
    assert shown.exit_code == 2
    assert "is not a date; write it as 2026-01-03" in shown.stderr
