"""Telling once what goes on being so."""

from watcher.engine.standing import Standing, State
from watcher.errors import ServiceUnavailable


class Heard:
    """An operator in memory; `away` is a store that does not answer."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.away = False

    def tell(self, subject: str, _text: str, *, key: str) -> None:
        if self.away:
            raise ServiceUnavailable(f"no store for {key}")
        self.subjects.append(subject)


def told(*steps: str | None) -> list[str]:
    """Give what the operator hears when each is so in turn; None: it ends."""
    standing, operator = Standing(), Heard()
    for mark in steps:
        standing.end("reload") if mark is None else standing.begin("reload", State(mark=mark, subject=mark, text=""))
        standing.tell(operator)
    return operator.subjects


def test_what_stays_so_is_told_once() -> None:
    assert told("line 3", "line 3", "line 3") == ["line 3"]


def test_what_is_otherwise_is_told_again() -> None:
    assert told("line 3", "line 7", "line 3") == ["line 3", "line 7", "line 3"]


def test_what_begins_again_is_told_again() -> None:
    assert told("line 3", None, "line 3") == ["line 3", "line 3"]


def test_what_ended_is_not_told() -> None:
    assert told(None) == []


def test_what_could_not_be_told_is_told_later() -> None:
    standing, operator = Standing(), Heard()
    operator.away = True
    standing.begin("reload", State(mark=1, subject="line 3", text=""))
    standing.tell(operator)
    operator.away = False
    assert (standing.untold(), operator.subjects) == (True, [])
    standing.tell(operator)
    assert (standing.untold(), operator.subjects) == (False, ["line 3"])
