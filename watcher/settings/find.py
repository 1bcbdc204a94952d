"""Which configuration file holds: the one that was named, else the first that is there."""

from collections.abc import Mapping
from pathlib import Path

from watcher.errors import ConfigurationError

VARIABLE = "WATCHER_CONFIG"
FILE_NAME = "watcher.toml"


class NoConfiguration(ConfigurationError):  # noqa: N818 - named after what is so, as in the error tree
    """No configuration file was named, and there is none where one is looked for.

    Attributes:
        looked_at: the places, in the order in which they were tried.
    """

    def __init__(self, looked_at: tuple[Path, ...]) -> None:
        self.looked_at = looked_at
        places = "".join(f"\n  {place}" for place in looked_at)
        super().__init__(
            f"no configuration found; looked at{places}\n"
            f"name one with --config FILE or {VARIABLE}, or write one with: watcher init"
        )


def find(flag: Path | None, environ: Mapping[str, str]) -> Path:
    """Give the configuration file: `flag`, else WATCHER_CONFIG, else the first of the usual places that is a file.

    The usual places are ./config, $XDG_CONFIG_HOME/watcher (~/.config/watcher where that is not set; XDG Base Directory
    Specification 0.8) and /config.

    Raises:
        ConfigurationError: the file that was named is not there.
        NoConfiguration: none was named and none was found.
    """
    if flag is not None:
        return _named(flag, "--config")
    if named := environ.get(VARIABLE):
        return _named(Path(named), VARIABLE)
    places = tuple(folder / FILE_NAME for folder in _folders(environ))
    for place in places:
        if place.is_file():
            return place
    raise NoConfiguration(places)


def _named(path: Path, by: str) -> Path:
    if not path.is_file():
        what = "is not a file" if path.exists() else "is not there"
        raise ConfigurationError(f"the configuration file {path} {what} (named by {by})")
    return path


def _folders(environ: Mapping[str, str]) -> list[Path]:
    folders = [Path("config")]
    xdg = Path(environ.get("XDG_CONFIG_HOME", ""))
    if xdg.is_absolute():
        folders.append(xdg / "watcher")
    elif home := environ.get("HOME"):
        folders.append(Path(home, ".config", "watcher"))
    return [*folders, Path("/config")]
