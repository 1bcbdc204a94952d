"""Files that the configuration names by patterns: found and read, each once."""

import glob
from pathlib import Path

from watcher.settings.places import location
from watcher.settings.problems import Problem, ProblemsFound, shown_path
from watcher.settings.read import read_toml
from watcher.settings.tomlfile import TomlFile


def read_named_files(main: TomlFile, folder: Path, *key: str) -> tuple[tuple[TomlFile, ...], tuple[Problem, ...]]:
    """Read every file that a pattern of `key` matches, once, in the patterns' order and sorted within each."""
    files: dict[Path, TomlFile] = {}
    problems: list[Problem] = []
    for path, pattern in main.each(*key, "*"):
        if not isinstance(pattern, str) or not pattern.strip():
            continue
        matches = _matches(pattern, folder)
        if not matches:
            problems.append(main.problem(path, f'no file matches "{pattern}" from the folder of {main.path.name}'))
        for match in matches:
            if match in files:
                continue
            try:
                files[match] = read_toml(match)
            except ProblemsFound as found:
                problems.extend(found.problems)
            except OSError as error:
                message = f"cannot read {shown_path(match)}: {error.strerror}"
                problems.append(main.problem(path, message))
    return tuple(files.values()), tuple(problems)


def _matches(pattern: str, folder: Path) -> list[Path]:
    # Path.glob refuses absolute patterns.
    found = glob.glob(pattern, root_dir=folder, recursive=True)  # noqa: PTH207 - see above
    return [path for match in sorted(found) if (path := location(folder, match)).is_file()]
