"""The worked example of docs/events.md does what the page says."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from watcher.events import BUILT_IN, Lexicons, detect

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def strikes(text: str) -> list[dict[str, object]]:
    (kind,) = (block for block in blocks("toml") if block.startswith("kind"))
    own = Lexicons({"strike.toml": tomllib.loads(kind)})
    found = detect("", text, published=MONDAY, language="en", lexicons=own)
    return [dict(event.fields) for event in found if event.kind == "strike"]


def test_the_example_finds_what_the_page_says() -> None:
    (said,) = re.findall(r"gives `strike`: who “(.*?)”, firm “(.*?)”, place “(.*?)”, stage `(.*?)`", PAGE)
    (text,) = blocks("text")
    assert strikes(text) == [dict(zip(("who", "firm", "place", "stage"), said, strict=True))]


def test_its_other_triggers_and_blocks_work_too() -> None:
    assert strikes("Nurses at Linden Hospital voted to strike.")[0]["stage"] == "called"
    assert strikes("The line ended a strike by pilots.")[0] == {"who": "pilots", "stage": "ended"}
    assert strikes("The drivers struck a deal.") == []
    assert strikes("Workers fled when a rocket struck.") == []


def test_every_kind_with_its_fields_and_values_is_on_the_page() -> None:
    for kind in BUILT_IN.kinds:
        (row,) = re.findall(rf"^\| `{kind}` \|.*$", PAGE, re.MULTILINE)
        for field in BUILT_IN.fields(kind):
            assert f"`{field}`" in row
            assert all(value in row for value in BUILT_IN.values(kind, field))
