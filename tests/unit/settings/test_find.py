from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from watcher.errors import ConfigurationError
from watcher.settings import NoConfiguration, find

Write = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def everywhere(write: Write, tmp_path: Path) -> Mapping[str, str]:
    """An environment in which there is a configuration at every place but /config."""
    places = (
        "flag.toml",
        "variable.toml",
        "config/watcher.toml",
        "xdg/watcher/watcher.toml",
        ".config/watcher/watcher.toml",
    )
    write(dict.fromkeys(places, ""))
    return {"WATCHER_CONFIG": "variable.toml", "XDG_CONFIG_HOME": str(tmp_path / "xdg"), "HOME": str(tmp_path)}


def test_the_flag_comes_first(everywhere: Mapping[str, str]) -> None:
    assert find(Path("flag.toml"), everywhere) == Path("flag.toml")


def test_the_variable_comes_second(everywhere: Mapping[str, str]) -> None:
    assert find(None, everywhere) == Path("variable.toml")


def test_the_current_directory_comes_third(everywhere: Mapping[str, str]) -> None:
    assert find(None, {**everywhere, "WATCHER_CONFIG": ""}) == Path("config/watcher.toml")


def test_the_xdg_folder_comes_fourth(everywhere: Mapping[str, str], tmp_path: Path) -> None:
    Path("config/watcher.toml").unlink()

    assert find(None, {**everywhere, "WATCHER_CONFIG": ""}) == tmp_path / "xdg/watcher/watcher.toml"


@pytest.mark.parametrize("xdg", [{}, {"XDG_CONFIG_HOME": ""}, {"XDG_CONFIG_HOME": "relative"}], ids=str)
def test_without_an_absolute_xdg_folder_it_is_the_one_in_the_home(
    xdg: Mapping[str, str], everywhere: Mapping[str, str], tmp_path: Path
) -> None:
    Path("config/watcher.toml").unlink()

    assert find(None, {"HOME": everywhere["HOME"], **xdg}) == tmp_path / ".config/watcher/watcher.toml"


def test_nothing_found_names_the_places_and_the_way_out(write: Write) -> None:
    write({"other.toml": ""})

    with pytest.raises(NoConfiguration) as found:
        find(None, {"HOME": "/home/ana"})

    assert str(found.value).splitlines() == [
        "no configuration found; looked at",
        "  config/watcher.toml",
        "  /home/ana/.config/watcher/watcher.toml",
        "  /config/watcher.toml",
        "name one with --config FILE or WATCHER_CONFIG, or write one with: watcher init",
    ]


@pytest.mark.parametrize(
    ("flag", "environ", "message"),
    [
        pytest.param("gone.toml", {}, r"gone\.toml is not there \(named by --config\)", id="flag"),
        pytest.param(None, {"WATCHER_CONFIG": "gone.toml"}, r"is not there \(named by WATCHER_CONFIG\)", id="variable"),
        pytest.param("config", {}, r"config is not a file \(named by --config\)", id="folder"),
    ],
)
def test_a_file_that_was_named_must_be_there(
    flag: str | None, environ: Mapping[str, str], message: str, everywhere: Mapping[str, str]
) -> None:
    assert everywhere
    with pytest.raises(ConfigurationError, match=message):
        find(Path(flag) if flag else None, environ)
