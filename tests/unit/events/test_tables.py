from pathlib import Path

import pytest

from watcher.events.tables import Entries, LexiconError, listed, read_table

LOW = ("the", "house", "of", "lords", "voted")


@pytest.mark.parametrize(
    ("entry", "word", "is_listed"),
    [
        ("vote", "vote", True),
        ("vote", "voted", False),
        ("vote*", "voted", True),
        ("vote*", "devote", False),
        ("*minister", "aussenminister", True),
        ("*minister", "ministers", False),
        ("house of lords", "house", False),
    ],
)
def test_a_star_stands_for_any_letters(entry: str, word: str, *, is_listed: bool) -> None:
    assert (word in Entries([entry])) is is_listed


def test_phrases_are_found_where_they_begin_and_where_they_end() -> None:
    entries = Entries(["house", "house of lords", "house of l*"])
    assert entries.at(LOW, 1) == 3
    assert entries.at(LOW, 2) == 0
    assert entries.ending(LOW, 4) == 3
    assert entries.ending(LOW, 2) == 1
    assert entries.ending(LOW, 5) == 0


def test_what_stands_within_a_stretch_is_found_only_whole() -> None:
    entries = Entries(["house of lords"])
    assert entries.within(LOW, 0, 5)
    assert not entries.within(LOW, 0, 3)
    assert not entries.within(LOW, 2, 5)
    assert not Entries().within(LOW, 0, 5)


def test_a_list_may_be_an_array_or_a_text() -> None:
    lists = {"houses": ("senate", "diet")}
    assert listed(["Vote", "@houses"], lists, "x.toml", "next") == ("vote", "senate", "diet")
    assert listed("vote, rise up\nfall", {}, "x.toml", "next") == ("vote", "rise up", "fall")
    assert listed(["vote, rise up", "@houses", ","], lists, "x.toml", "next") == (
        "vote",
        "rise up",
        "senate",
        "diet",
        ",",
    )


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        pytest.param(["@parties"], "next names the list '@parties', which [lists] does not have", id="unknown list"),
        pytest.param(3, "next must be a list of words", id="number"),
        pytest.param(["a", 1], "next must be a list of words", id="array of other things"),
    ],
)
def test_what_is_no_list_is_named(value: object, problem: str) -> None:
    with pytest.raises(LexiconError, match=r"^x\.toml: ") as caught:
        listed(value, {}, "x.toml", "next")
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("content", "problem"), [(b"kind = ", "is not TOML"), (b"\xff\xfe", "is not TOML"), (None, "cannot be read")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LexiconError, match=problem) as caught:
        read_table(path, str(path))
    assert caught.value.path == str(path)
