"""Every folder of tests/cases/config is a configuration mistake with the exact message that it must give.

A case holds watcher.toml, what that names, perhaps env.json (the environment), and expected.txt.
"""

import json
from pathlib import Path

import pytest

from watcher.settings import ProblemsFound, load

CASES = Path(__file__).parents[2] / "cases" / "config"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_mistake_gives_its_exact_message(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    environment = case / "env.json"
    environ = json.loads(environment.read_text(encoding="utf-8")) if environment.exists() else {}

    with pytest.raises(ProblemsFound) as found:
        load(Path("watcher.toml"), environ)

    message = f"{found.value}\n"
    assert message == (case / "expected.txt").read_text(encoding="utf-8")
    assert "canary" not in message
    assert "canary" not in repr(found.value.problems)
