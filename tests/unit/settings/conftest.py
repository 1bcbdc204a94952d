"""A configuration folder to write to, for every test of this room."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from watcher.settings import ProblemsFound, Settings, load

Write = Callable[..., Path]
Loaded = Callable[..., Settings]
Refused = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files below the current directory, which is empty; give the path of the first."""
    monkeypatch.chdir(tmp_path)

    def write_files(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / next(iter(files))

    return write_files


@pytest.fixture
def loaded(write: Write) -> Loaded:
    """Load a configuration text, with further files and an environment."""

    def load_text(text: str, environ: Mapping[str, str] | None = None, **files: str) -> Settings:
        return load(write({"watcher.toml": text, **files}), environ or {})

    return load_text


@pytest.fixture
def refused(loaded: Loaded) -> Refused:
    """Load a configuration that has problems; give what is printed of them."""

    def load_text(text: str, environ: Mapping[str, str] | None = None, **files: str) -> str:
        with pytest.raises(ProblemsFound) as found:
            loaded(text, environ, **files)
        return str(found.value)

    return load_text
