"""Folders of cases: which there are, and what is wrong with one."""

from collections.abc import Iterator
from pathlib import Path

from structlog.testing import capture_logs

from tests.play.case import Case, CaseError, read_case
from tests.play.compare import differences
from tests.play.player import play


def found_in(folder: Path, beginning: str = "") -> list[Path]:
    """Give the cases in a folder whose name begins so, in order."""
    return sorted(path.parent for path in folder.glob("*/case.json") if path.parent.name.startswith(beginning))


def outcome(folder: Path) -> list[str]:
    """Play a case and say what differs; nothing where all is well."""
    try:
        with capture_logs():
            return list(_differences(read_case(folder)))
    except CaseError as error:
        return [f"the case is wrong: {error}"]
    except Exception as error:  # noqa: BLE001 - one case that breaks must not hide what comes of the others
        return [f"broke off: {type(error).__name__}: {error}"]


def _differences(case: Case) -> Iterator[str]:
    for number, (step, seen) in enumerate(play(case), 1):
        yield from (f"step {number}: {line}" for line in differences(step, seen))
