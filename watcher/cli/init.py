"""`watcher init`: a folder with a configuration that runs as it is."""

from pathlib import Path

import click

PARTS = ("config", "seeds")


@click.command(epilog="Example: watcher init newsroom")
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
def init(directory: Path) -> None:
    """Write a configuration to begin with, which runs as it is.

    DIRECTORY (default: the current one) gets a commented configuration, three rule files, and example feeds and drops.
    Nothing that exists is overwritten.
    """
    import shutil

    from watcher.errors import UsageError

    existing = [part for part in PARTS if (directory / part).exists()]
    if existing:
        raise UsageError(f"{directory / existing[0]} exists already; choose another folder: watcher init DIRECTORY")
    for part in PARTS:
        shutil.copytree(_starter(part), directory / part)
    click.echo(f"wrote {directory / 'config'} and {directory / 'seeds'}; next:")
    click.echo(f"  watcher run --once --config {directory / 'config' / 'watcher.toml'}")


def _starter(part: str) -> Path:
    """Find the folder in the installed package, or in the checkout that this package is run from."""
    from importlib.resources import files

    package = Path(str(files("watcher")))
    installed = package / "starter" / part
    return installed if installed.is_dir() else package.parent / part
