"""Where things are, found without reading a whole configuration: `watcher healthcheck` asks every half minute.

Nothing here loads pydantic, and a mistake elsewhere in the configuration does not matter: a daemon that keeps its old
one is well.
"""

import tomllib
from collections.abc import Mapping
from os.path import normpath
from pathlib import Path

from watcher.errors import ConfigurationError

DATA_DIR = Path("../data")  # by default
KEY, VARIABLE = "data-dir", "WATCHER__DATA_DIR"


def location(folder: Path, path: str | Path) -> Path:
    """Give a path that is relative to `folder`, without its ".."; links are left alone."""
    return Path(normpath(folder / path))


def data_dir(file: Path, environ: Mapping[str, str]) -> Path:
    """Give the data folder of a configuration file, as `load` does where the whole configuration is valid.

    Raises:
        ConfigurationError: the environment does not name it, and the file cannot be read.
    """
    named = environ[VARIABLE] if VARIABLE in environ else _read(file).get(KEY)
    return location(file.absolute().parent, named if isinstance(named, str) else DATA_DIR)


def _read(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror
    except (ValueError, RecursionError):
        reason = "it is not valid TOML; see: watcher check"
    raise ConfigurationError(f"cannot read {file}: {reason}")
