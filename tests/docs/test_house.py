"""Rules of the house that no linter holds."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
MODULES = sorted((TOP / "watcher").rglob("*.py"))
TEXTS = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])


@pytest.mark.parametrize("module", MODULES, ids=[str(module.relative_to(TOP)) for module in MODULES])
def test_a_module_says_what_it_is_and_stays_short(module: Path):
    text = module.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 400


def test_help_loads_no_heavy_library():
    probe = "import sys; from watcher.cli.main import cli; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=TOP).stdout
    heavy = (
        "watcher.text",
        "watcher.stories",
        "sqlalchemy",
        "alembic",
        "apprise",
        "httpx",
        "aiohttp",
        "feedparser",
        "pydantic",
        "apscheduler",
        "pebble",
        "icalendar",
    )
    assert [name for name in heavy if f"'{name}'" in loaded] == []


@pytest.mark.parametrize("text", TEXTS, ids=[str(text.relative_to(TOP)) for text in TEXTS])
def test_links_between_texts_lead_somewhere(text: Path):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text.read_text(encoding="utf-8"))
    assert [target for target in targets if not (text.parent / target).exists()] == []


def test_every_make_target_in_the_readme_exists():
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+) ", (TOP / "README.md").read_text(encoding="utf-8")))
    assert {"run", "test"} <= named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_ci_runs_what_the_readme_names():
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make .*", script, re.MULTILINE) == [
        f"make {target}" for target in ("lint", "test", "test-postgres", "test-races", "run")
    ]
