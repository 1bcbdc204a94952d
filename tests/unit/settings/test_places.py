import subprocess
import sys
from pathlib import Path

import pytest

from watcher.errors import ConfigurationError
from watcher.settings import data_dir, load


@pytest.mark.parametrize(
    ("text", "environ"),
    [
        ("", {}),
        ('data-dir = "state"', {}),
        ('data-dir = "/var/lib/../watcher"', {}),
        ('\ufeffdata-dir = "state"\r\n', {}),
        ('data-dir = "state"', {"WATCHER__DATA_DIR": "/data"}),
        ('data-dir = "state"', {"WATCHER__DATA_DIR": "elsewhere/.."}),
        ('[store]\nurl = "postgresql://db.example/watcher"', {}),
    ],
    ids=["default", "relative", "absolute", "byte order mark", "environment", "relative environment", "other store"],
)
def test_the_data_folder_is_the_one_of_the_whole_configuration(tmp_path: Path, text: str, environ: dict[str, str]):
    file = tmp_path / "watcher.toml"
    file.write_text(text, encoding="utf-8", newline="")
    assert data_dir(file, environ) == load(file, environ).data_dir


def test_a_mistake_elsewhere_does_not_matter(tmp_path: Path):
    file = tmp_path / "watcher.toml"
    file.write_text('data-dir = "state"\ncolour = "blue"\n[[feeds]]\nname = 7\n', encoding="utf-8")
    assert data_dir(file, {}) == tmp_path / "state"


def test_a_folder_that_the_environment_names_needs_no_file_that_can_be_read(tmp_path: Path):
    (tmp_path / "watcher.toml").write_text("[[feeds", encoding="utf-8")
    assert data_dir(tmp_path / "watcher.toml", {"WATCHER__DATA_DIR": "/data"}) == Path("/data")


@pytest.mark.parametrize("content", [b"[[feeds", b"\xff", b"a = " + b"[" * 9_999], ids=["cut off", "bytes", "nested"])
def test_a_file_that_is_not_toml_is_an_error_that_names_it(tmp_path: Path, content: bytes):
    file = tmp_path / "watcher.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=f"cannot read {file}: it is not valid TOML; see: watcher check"):
        data_dir(file, {})


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"cannot read .*gone\.toml: No such file"):
        data_dir(tmp_path / "gone.toml", {})


def test_asking_for_it_loads_no_pydantic():
    probe = "import sys; from watcher.settings import data_dir, find; print('pydantic' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert loaded.stdout == "False\n"
