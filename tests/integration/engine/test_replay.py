"""Replays of recordings in both forms."""

import json
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import HERRING, REFERENDUM, a_rule
from watcher.engine.recordings import recorded
from watcher.engine.replay import Replay, ReplayClock
from watcher.errors import InputError
from watcher.model import AlertState
from watcher.rules import RuleSet
from watcher.store import ReplayedDocument, Store
from watcher.store.columns import EPOCH
from watcher.store.rows import metadata

LINES = [
    {"key": "a|1", "feed": "a", "guid": "1", "title": "Bill", "content": REFERENDUM, "first_seen": 1_772_800_000},
    {"key": "a|2", "feed": "a", "guid": "2", "title": "Fish", "content": HERRING, "first_seen": 1_772_800_000},
    {
        "feed": "b",
        "link": "https://b.example/x",
        "title": "Vote",
        "summary": REFERENDUM,
        "published": "2026-03-07T10:00Z",
    },
    {"feed": "a", "guid": "1", "title": "Bill", "content": REFERENDUM, "first_seen": 1_772_900_000, "unknown": True},
]
RSS = """<rss version="2.0"><channel><title>{title}</title><item><title>Bill</title><guid>{guid}</guid>
<description>{text}</description></item></channel></rss>"""


@contextmanager
def replayed(path: Path, told: list[str]):
    clock = ReplayClock()
    with closing(Store.open(f"sqlite:///{path.parent}/r.db", clock)) as store:
        store.upgrade()
        run = Replay(store, clock)
        run.run(recorded(path, told.append), RuleSet([a_rule()]), lambda _: None)
        yield run.seen, store


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "entries.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return path


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    texts = {"a/1000.xml": RSS.format(title="A", guid="1", text=REFERENDUM), "a/2000.xml": "<html>sorry</html>"}
    texts["b/1500.xml"] = RSS.format(title="B", guid="9", text=REFERENDUM)
    for name, text in texts.items():
        (tmp_path / "feeds" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "feeds" / name).write_text(text, encoding="utf-8")
    return tmp_path / "feeds"


def test_lines_of_entries_give_one_verdict_for_each_distinct_entry(lines):
    with replayed(lines, []) as (seen, _):
        shown = [json.loads(one.line()) for one in seen.values()]
    assert [(one["key"], one["label"], one["rules"]) for one in shown] == [
        ("a|1", "new", ["referendums"]),
        ("a|2", "new", []),
        ("b|https://b.example/x", "copy", ["referendums"]),
    ]
    assert shown[0]["story"] == shown[2]["story"]


def test_each_entry_has_the_events_of_its_own_text_as_at_first_sight(tmp_path: Path):
    named = "President Ana Reyes named Ivan Koval defence minister on Friday."
    lines = [
        {"feed": "a", "guid": "1", "title": "Cabinet", "content": named, "first_seen": "2026-03-07T10:00Z"},
        {"feed": "a", "guid": "2", "title": "Fish", "content": HERRING, "first_seen": "2026-03-07T11:00Z"},
        {"feed": "a", "guid": "1", "title": "Cabinet", "content": named, "first_seen": "2026-03-20T10:00Z"},
    ]
    path = tmp_path / "entries.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with replayed(path, []) as (seen, _):
        [first, second] = [json.loads(one.line())["events"] for one in seen.values()]
    assert [(each["person"], each["date_start"], each["date_end"]) for each in first] == [
        ("Ivan Koval", "2026-03-06", "2026-03-06")
    ]
    assert second == []


def test_a_replay_fills_the_outbox_and_sends_nothing(lines):
    with replayed(lines, []) as (_, store), store.read() as tx:
        [alert] = tx.alerts.list()
        assert [delivery.state for delivery in tx.alerts.deliveries(alert.id)] == ["new"]


def test_snapshots_are_polled_in_the_order_of_time_with_that_time_as_the_clock(snapshots):
    with replayed(snapshots, []) as (seen, store), store.read() as tx:
        [summary] = tx.stories.list()
    assert {raw: one.label for raw, one in seen.items()} == {"a|1": "new", "b|9": "copy"}
    assert [int(copy.first_seen.timestamp()) for copy in summary.copies] == [1000, 1500]


def test_a_snapshot_that_is_no_feed_is_told_and_passed_over(snapshots):
    told: list[str] = []
    with replayed(snapshots, told):
        [message] = told
    assert message.startswith("a/2000.xml: ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("not json\n", "is not JSON"), ("[]\n", "is not an entry"), ('{"guid": "1"}\n', "is not an entry")],
    ids=["no JSON", "no object", "no feed"],
)
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, text, problem):
    (tmp_path / "x.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"x\.jsonl:1: {problem}"):
        list(recorded(tmp_path / "x.jsonl", lambda _: None))


def test_a_snapshot_whose_name_is_no_time_is_named(snapshots):
    (snapshots / "a" / "latest.xml").write_text("<rss/>", encoding="utf-8")
    with pytest.raises(InputError, match=r"latest\.xml: the name must be the time"):
        list(recorded(snapshots, lambda _: None))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"title": 5, "link": 7, "author": ["x"]}, id="numbers and lists in place of texts"),
        pytest.param({"guid": 12, "first_seen": 99_999_999_999_999}, id="a time beyond every calendar"),
    ],
)
def test_fields_of_another_kind_count_as_written_or_missing(tmp_path: Path, fields):
    (tmp_path / "odd.jsonl").write_text(json.dumps({"feed": "a", **fields}) + "\n", encoding="utf-8")
    with replayed(tmp_path / "odd.jsonl", []) as (seen, _):
        assert [one.label for one in seen.values()] == ["new"]


def test_a_line_of_bytes_that_are_no_text_is_named(tmp_path: Path):
    (tmp_path / "odd.jsonl").write_bytes(b'{"feed": "a", "guid": "1"}\n\xff\xfe\xd0\n')
    with pytest.raises(InputError, match=r"odd\.jsonl:2: is not JSON"), replayed(tmp_path / "odd.jsonl", []):
        pass


class CutOffError(Exception):
    """The replay is killed."""


def dump(store: Store) -> dict[str, list[tuple]]:
    """Give all rows of all tables."""
    with store.read() as tx:
        return {
            table.name: sorted(map(tuple, tx.connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def replay_into(url: str, path: Path, *, resume: bool, entries: int | None = None) -> tuple[list[str], dict]:
    """Replay into a store, cut off once so many entries are through; give the lines for `--out` and all rows."""

    def progress(seen: int) -> None:
        if entries is not None and seen >= entries:
            raise CutOffError

    clock = ReplayClock()
    with closing(Store.open(url, clock)) as store:
        store.upgrade()
        run = Replay(store, clock, resume=resume)
        with suppress(CutOffError):
            run.run(recorded(path, lambda _: None, skip=run.done), RuleSet([a_rule()]), progress)
        return [one.line() for one in run.seen.values()], dump(store)


@pytest.mark.parametrize("form", ["lines", "snapshots"])
def test_a_replay_that_was_cut_off_and_goes_on_comes_to_the_same_end(tmp_path: Path, form, request):
    path = request.getfixturevalue(form)
    whole = replay_into(f"sqlite:///{tmp_path}/whole.db", path, resume=False)
    parts = f"sqlite:///{tmp_path}/parts.db"
    replay_into(parts, path, resume=False, entries=1)
    replay_into(parts, path, resume=True, entries=2)
    assert replay_into(parts, path, resume=True) == whole
    assert replay_into(parts, path, resume=True) == whole  # nothing is left to do


def test_a_replay_that_does_not_resume_begins_anew_on_what_the_store_holds(tmp_path: Path, lines):
    url = f"sqlite:///{tmp_path}/r.db"
    replay_into(url, lines, resume=False)
    again, _ = replay_into(url, lines, resume=False)
    assert [json.loads(line)["reason"] for line in again] == ["seen before"] * 3


def test_a_store_that_was_filled_otherwise_is_not_resumed(tmp_path: Path):
    with closing(Store.open(f"sqlite:///{tmp_path}/r.db", ReplayClock())) as store:
        store.upgrade()
        with store.write() as tx:
            row = ReplayedDocument(number=3, at=EPOCH, source="a", verdicts=[], merged={})
            tx.replayed.add(row)
        with pytest.raises(InputError, match="replay without --resume"):
            Replay(store, ReplayClock(), resume=True)


def test_the_first_document_of_each_feed_may_be_its_baseline(lines):
    clock = ReplayClock()
    with closing(Store.open(f"sqlite:///{lines.parent}/r.db", clock)) as store:
        store.upgrade()
        Replay(store, clock).run(recorded(lines, print), RuleSet([a_rule()]), lambda _: None, baseline=True)
        with store.read() as tx:
            assert {alert.state for alert in tx.alerts.list()} == {AlertState.BASELINE}
