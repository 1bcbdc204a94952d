from pathlib import Path

import pytest

from watcher.settings import Problem, ProblemsFound
from watcher.settings.problems import did_you_mean, one_of


def _problem(file: str = "/etc/watcher/watcher.toml", line: int = 3, column: int = 1, **more: object) -> Problem:
    return Problem(file=Path(file), line=line, column=column, message="something is wrong", **more)  # type: ignore[arg-type]


def test_a_problem_prints_place_message_hint_and_the_line_with_a_caret() -> None:
    problem = _problem(column=7, hint="do it right", source_line="url = 'here'", width=6)

    assert str(problem).splitlines() == [
        "/etc/watcher/watcher.toml:3:7: something is wrong; do it right",
        "  3 | url = 'here'",
        "    |       ^^^^^^",
    ]


def test_tabs_before_the_caret_stay_tabs() -> None:
    problem = _problem(column=8, source_line="\turl = 5")

    assert str(problem).splitlines()[1:] == ["  3 | \turl = 5", "    | \t      ^"]


def test_a_caret_never_stands_behind_its_line() -> None:
    problem = _problem(column=40, source_line="url = ***", width=30)

    assert str(problem).splitlines()[2] == "    |         ^"


def test_a_blank_line_is_not_shown() -> None:
    assert str(_problem(source_line="  ")) == "/etc/watcher/watcher.toml:3:1: something is wrong"


def test_a_file_below_the_current_directory_is_shown_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert _problem(str(tmp_path / "config" / "watcher.toml")).place == "config/watcher.toml:3:1"


def test_a_variable_is_shown_by_its_name() -> None:
    assert str(_problem(line=0, column=0, variable="WATCHER__X")) == "env WATCHER__X: something is wrong"


def test_problems_are_sorted_by_file_and_position_and_the_environment_comes_last() -> None:
    found = ProblemsFound(
        [
            _problem(line=0, column=0, variable="WATCHER__X"),
            _problem("/etc/watcher/watcher.toml", line=10),
            _problem("/etc/watcher/watcher.toml", line=9, column=5),
            _problem("/etc/watcher/watcher.toml", line=9, column=1),
            _problem("/etc/watcher/rules/a.toml", line=99),
        ]
    )

    assert [problem.place for problem in found.problems] == [
        "/etc/watcher/rules/a.toml:99:1",
        "/etc/watcher/watcher.toml:9:1",
        "/etc/watcher/watcher.toml:9:5",
        "/etc/watcher/watcher.toml:10:1",
        "env WATCHER__X",
    ]
    assert found.exit_code == 78


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("urll", "did you mean 'url'?"),
        ("URL", "did you mean 'url'?"),
        ("europe/kyiv", "did you mean 'Europe/Kyiv'?"),
        ("colour", None),
    ],
)
def test_a_suggestion_is_made_where_one_is_near(word: str, hint: str | None) -> None:
    assert did_you_mean(word, ["url", "Europe/Kyiv", "name"]) == hint


@pytest.mark.parametrize(
    ("choices", "sentence"), [(["a"], '"a"'), (["a", "b"], '"a" or "b"'), (["a", "b", "c"], '"a", "b" or "c"')]
)
def test_choices_are_written_as_a_sentence_does(choices: list[str], sentence: str) -> None:
    assert one_of(choices) == sentence
