"""The runner of cases itself: what is right passes, and what is wrong is said in the right words."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.play.folder import found_in, outcome

ROOT = Path(__file__).parents[3]
STEP: Mapping[str, Any] = {"file": "feed.xml", "headers": {"content-type": "application/rss+xml", "etag": '"a"'}}
RIGHT: Mapping[str, Any] = {
    "n_entries": 1,
    "n_entries_min": 1,
    "entries": [{"id": "g1", "title": "Tide late", "link": "https://tide.example/1", "published": None}],
    "new": 1,
    "new_titles": ["Tide late"],
    "updated": 0,
    "new_total_ids": ["g1"],
    "notify_max": 0,
    "stored": {"etag": '"a"', "last-modified": None},
    "error": False,
    "disabled": False,
    "next_check_not_before": "+1m",
    "scope": "feed",
    "rewrite_candidate": None,
    "max_cpu_s": 20,
    "state": "for people",
}
FEED = (
    '<rss version="2.0"><channel><title>Tides</title><link>https://tide.example/</link><item><title>Tide late</title>'
    '<link>https://tide.example/1</link><guid isPermaLink="false">g1</guid></item></channel></rss>'
)


def a_case(folder: Path, *answers: Mapping[str, Any], steps: list[Any] | None = None, **fields: object) -> Path:
    """Write a case whose steps, unless they are given, all bring the same feed."""
    folder = folder / "tide"
    folder.mkdir()
    steps = [STEP] * len(answers) if steps is None else steps
    case = {"now": "2026-03-06T12:00:00Z", "feed_url": "https://tide.example/feed.xml", "steps": steps, **fields}
    (folder / "case.json").write_text(json.dumps(case), encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps({"steps": answers}), encoding="utf-8")
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    return folder


def test_a_case_that_names_all_there_is_passes(tmp_path: Path) -> None:
    assert outcome(a_case(tmp_path, RIGHT)) == []


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        pytest.param({"n_entries": 2}, "step 1: n_entries: wanted 2, got 1", id="count"),
        pytest.param({"n_entries_min": 2}, "step 1: n_entries_min: wanted 2, got 1", id="least"),
        pytest.param(
            {"entries": [{"id": "g2"}]}, "step 1: entry g2: wanted it in the document, got ['g1']", id="entry"
        ),
        pytest.param(
            {"entries": [{"id": "g1", "title": "Tide early"}]},
            "step 1: entry g1 title: wanted 'Tide early', got 'Tide late'",
            id="title",
        ),
        pytest.param(
            {"entries": [{"guid": "g1", "published": "2026-03-06T12:00:00Z"}]},
            "step 1: entry g1 published: wanted 2026-03-06T12:00:00+00:00, got None",
            id="date",
        ),
        pytest.param(
            {"entries": [{"title": "Tide late", "link": None}]},
            "step 1: entry Tide late link: wanted None, got 'https://tide.example/1'",
            id="link",
        ),
        pytest.param({"new": 0}, "step 1: new: wanted 0, got 1 ['Tide late']", id="new"),
        pytest.param({"new_titles": []}, "step 1: new_titles: wanted [], got ['Tide late']", id="new-titles"),
        pytest.param({"updated": 1}, "step 1: updated: wanted 1, got 0", id="updated"),
        pytest.param({"new_total_ids": ["g9"]}, "step 1: new_total_ids: wanted ['g9'], got ['g1']", id="ids"),
        pytest.param({"stored": {"etag": None}}, "step 1: stored etag: wanted None, got '\"a\"'", id="stored"),
        pytest.param({"error": True}, "step 1: error: wanted True, got False", id="error"),
        pytest.param({"disabled": True}, "step 1: disabled: wanted True, got False", id="disabled"),
        pytest.param({"scope": "host"}, "step 1: scope: wanted 'host', got 'feed'", id="scope"),
        pytest.param(
            {"rewrite_candidate": "https://tide.example/new"},
            "step 1: rewrite_candidate: wanted 'https://tide.example/new', got None",
            id="moved",
        ),
    ],
)
def test_what_differs_is_said_in_one_line(tmp_path: Path, wrong: Mapping[str, Any], line: str) -> None:
    assert outcome(a_case(tmp_path, wrong)) == [line]


@pytest.mark.parametrize(
    ("wrong", "beginning"),
    [
        pytest.param({"max_cpu_s": 0.0}, "step 1: max_cpu_s: wanted at most 0.0, got ", id="cpu"),
        pytest.param(
            {"next_check_not_before": "+3d"},
            "step 1: next_check_not_before: wanted 2026-03-09T12:00:00+00:00, got 2026-03-06T",
            id="next",
        ),
    ],
)
def test_what_differs_is_said_with_what_was_measured(tmp_path: Path, wrong: Mapping[str, Any], beginning: str) -> None:
    [line] = outcome(a_case(tmp_path, wrong))
    assert line.startswith(beginning)


def test_too_many_messages_are_counted(tmp_path: Path) -> None:
    folder = a_case(tmp_path, {"notify_max": 0}, {"notify_max": 0}, steps=[STEP, {**STEP, "file": "more.xml"}])
    more = FEED.replace("<item>", "<item><title>Ebb early</title><guid>g2</guid></item><item>")
    (folder / "more.xml").write_text(more, encoding="utf-8")
    assert outcome(folder) == ["step 2: notify_max: wanted at most 0, got 1"]


def test_a_kind_of_trouble_is_told_from_another(tmp_path: Path) -> None:
    folder = a_case(tmp_path, {"error": "gone"}, steps=[{"status": 404}])
    assert outcome(folder) == [
        "step 1: error: wanted 'gone', got 'missing'",
        "step 1: the poll said: the server answered 404 Not Found",
    ]


def test_headers_that_must_be_sent_are_compared(tmp_path: Path) -> None:
    asked = {"request": {"if-none-match": '"b"', "if-modified-since": None, "accept": None}, "status": 304}
    lines = outcome(a_case(tmp_path, {}, {}, steps=[STEP, asked]))
    assert lines[0] == "step 2: request if-none-match: wanted '\"b\"', got '\"a\"'"
    assert [line.partition(", got")[0] for line in lines[1:]] == ["step 2: request accept: wanted None"]


def test_redirects_are_played_and_the_last_address_is_compared(tmp_path: Path) -> None:
    hops = [{"status": 308, "to": "/index.xml"}, {"status": 302, "to": "http://mirror.example/today"}]
    step = {**STEP, "redirects": hops, "final_url": "https://mirror.example/today"}
    candidate = {"rewrite_candidate": "https://tide.example/index.xml", "new": 1}
    assert outcome(a_case(tmp_path, candidate, steps=[step])) == [
        "step 1: final_url: wanted 'https://mirror.example/today', got 'http://mirror.example/today'"
    ]


def test_steps_come_when_the_feed_is_due_or_when_they_say(tmp_path: Path) -> None:
    at = {"next_check_not_before": "2026-03-09T13:00:00Z"}
    steps = [STEP, {**STEP, "at": "+1d"}, {**STEP, "at": "+25h..+49h"}]
    [line] = outcome(a_case(tmp_path, {}, {}, at, steps=steps))
    assert line.partition(", got ")[2].startswith("2026-03-08T13:1")


@pytest.mark.parametrize(
    ("transport", "trouble"),
    [
        pytest.param("hangs", "network", id="hangs"),
        pytest.param("stalls within the body", "network", id="hangs-within"),
        pytest.param("connection reset", "network", id="resets"),
        pytest.param("one byte per second", "network", id="drips"),
        pytest.param("closed early", "broke-off", id="early"),
        pytest.param("a chunk without its length", "network", id="chunk"),
    ],
)
def test_faults_on_the_way_make_the_poll_fail(tmp_path: Path, transport: str, trouble: str) -> None:
    wanted, step = {"error": trouble, "stored": {"etag": None}}, {**STEP, "transport": transport}
    assert outcome(a_case(tmp_path, wanted, steps=[step], feed_url="http://tide.example/feed.xml")) == []


@pytest.mark.parametrize("packed", ["gzip", "deflate", "br", "zstd"])
def test_bodies_are_packed(tmp_path: Path, packed: str) -> None:
    headers = {**STEP["headers"], "content-encoding": packed}
    assert outcome(a_case(tmp_path, RIGHT, steps=[{**STEP, "headers": headers, "transport": packed}])) == []


@pytest.mark.parametrize(
    ("fields", "answers", "says"),
    [
        pytest.param({"speed": 3}, [{}], "case.json: unknown key speed; known are about, case", id="case"),
        pytest.param({}, [{"news": 1}], "step 1 of expected.json: unknown key news; known are disabled", id="answer"),
        pytest.param(
            {}, [{"entries": [{"guid": "a", "name": "b"}]}], "an entry of step 1: unknown key name", id="entry"
        ),
        pytest.param({}, [{"stored": {"tag": "b"}}], "stored of step 1: unknown key tag", id="stored"),
        pytest.param({"steps": [{**STEP, "pause": 1}]}, [{}], "step 1: unknown key pause", id="step"),
        pytest.param(
            {"steps": [{"redirects": [{"url": "/"}]}]}, [{}], "a redirect of step 1: unknown key url", id="hop"
        ),
        pytest.param({"steps": [{"transport": "by boat"}]}, [{}], "step 1: transport 'by boat' is unknown", id="way"),
        pytest.param({"steps": [{"file": "lost.xml"}]}, [{}], "lost.xml cannot be read: No such file", id="file"),
        pytest.param({"now": "noon"}, [{}], "now is 'noon', which is no moment such as 2026", id="now"),
        pytest.param({"feed_url": "tide"}, [{}], "feed_url is 'tide', which is no address", id="address"),
        pytest.param({"steps": [{"at": "later"}]}, [{}], "'later' is no moment; write 2026", id="at"),
        pytest.param({}, [{"next_check_not_before": "soon"}], "'soon' is no moment; write 2026", id="next"),
        pytest.param({"steps": [STEP]}, [{}, {}], "case.json has 1 steps, expected.json 2: give each", id="steps"),
    ],
)
def test_a_case_that_does_not_keep_to_the_format_says_so(
    tmp_path: Path, fields: Mapping[str, Any], answers: list[Any], says: str
) -> None:
    [line] = outcome(a_case(tmp_path, *answers, **fields))
    assert line.startswith(f"the case is wrong: {says}")


def test_a_case_without_its_answer_says_so(tmp_path: Path) -> None:
    folder = a_case(tmp_path, {})
    (folder / "expected.json").unlink()
    assert outcome(folder) == ["the case is wrong: expected.json cannot be read: No such file or directory"]


def test_cases_are_found_by_the_beginning_of_their_name(tmp_path: Path) -> None:
    case = a_case(tmp_path, {})
    assert (found_in(tmp_path), found_in(tmp_path, "ti"), found_in(tmp_path, "ebb")) == ([case], [case], [])


def printed(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.play", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_command_prints_a_line_a_case_and_the_sum(tmp_path: Path) -> None:
    a_case(tmp_path, {"new": 1})
    assert printed(tmp_path) == (0, "tide ok\n1 passed, 0 failed\n")


def test_the_command_fails_where_a_case_does(tmp_path: Path) -> None:
    a_case(tmp_path, {"new": 2})
    line = "step 1: new: wanted 2, got 1 ['Tide late']"
    assert printed(tmp_path) == (1, f"tide differs\n  {line}\n0 passed, 1 failed\n")


def test_the_command_fails_where_there_is_no_case(tmp_path: Path) -> None:
    assert printed(tmp_path, "--only", "ebb") == (1, "0 passed, 0 failed\n")


def test_the_command_prints_json_when_asked(tmp_path: Path) -> None:
    a_case(tmp_path, {"new": 1})
    code, text = printed(tmp_path, "--json")
    assert (code, json.loads(text)) == (0, {"cases": {"tide": []}, "passed": 1, "failed": 0})
