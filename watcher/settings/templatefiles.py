"""Templates of messages that channels name: read, and tried as far as that can be done without an alert."""

from dataclasses import dataclass, field
from pathlib import Path

from watcher import alerts
from watcher.settings.locate import KeyPath
from watcher.settings.places import location
from watcher.settings.problems import Problem, shown_path
from watcher.settings.tomlfile import TomlFile
from watcher.settings.values import format_size

LARGEST = 64 * 2**10  # bytes


@dataclass(frozen=True, slots=True)
class Templates:
    """The texts of templates by the paths of the keys that name them, and the files that they were read from."""

    texts: dict[KeyPath, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)


def read_templates(main: TomlFile, folder: Path) -> tuple[Templates, tuple[Problem, ...]]:
    """Read the templates of all channels; relative files start at `folder`. What has the wrong type is passed over."""
    templates, problems = Templates(), []
    for path, written in main.each("channels", "*", "template"):
        if not isinstance(written, str) or not written.strip():
            continue
        file = location(folder, written)
        text, problem = _read(file)
        if problem:
            problems.append(main.problem(path, problem))
        elif found := alerts.template_problem(text):
            problems.append(_inside(file, text, *found))
        else:
            templates.texts[path] = text
            templates.files.append(file)
    return templates, tuple(problems)


def _inside(file: Path, text: str, number: int, problem: str) -> Problem:
    """Describe what is wrong on a line of a template."""
    line = [*text.splitlines(), ""][number - 1]
    width = max(1, len(line))
    return Problem(file=file, line=number, column=1, message=f"template: {problem}", source_line=line, width=width)


def _read(file: Path) -> tuple[str, str | None]:
    """Give the text, and what is wrong with the file."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        return "", f"cannot read the template {shown_path(file)}: {error.strerror}"
    except UnicodeDecodeError:
        return "", f"the template {shown_path(file)} is no text in UTF-8"
    except ValueError as error:  # a NUL in the path
        return "", f"cannot read the template: {error}"
    if len(content) > LARGEST:
        return "", f"the template {shown_path(file)} is larger than {format_size(LARGEST)}"
    return text, None
