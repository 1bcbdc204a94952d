"""`watcher config`: the effective configuration and the schemas that editors read."""

import json
from pathlib import Path

import click

from watcher.cli.options import config_option, json_option, load_settings, print_json


@click.group()
def config() -> None:
    """Show the configuration."""


@config.command(epilog="Example: watcher config show --origin")
@click.option("--origin", is_flag=True, help="Say where each value comes from: file and line, environment, default.")
@config_option
@json_option
def show(config_file: Path | None, *, origin: bool, as_json: bool) -> None:
    """Show every value in force; secrets are masked."""
    from watcher.settings import effective, origins

    settings = load_settings(config_file)
    values = effective(settings)
    places = origins(settings) if origin else {}
    if as_json:
        print_json({"values": values, "origins": places} if origin else values)
        return
    for key, value in values.items():
        place = f"  # {places[key]}" if origin else ""
        click.echo(f"{key} = {json.dumps(value, ensure_ascii=False, default=str)}{place}")


@config.command(epilog="Example: watcher config schema --write config")
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Write the schema files into this folder.",
)
def schema(folder: Path | None) -> None:
    """Print or write the JSON schemas of the configuration files."""
    from watcher.settings import schema_text, schemas

    if folder is None:
        print_json(schemas())
        return
    for name, content in schemas().items():
        (folder / name).write_text(schema_text(content), encoding="utf-8")
        click.echo(f"wrote {folder / name}", err=True)


@config.command(epilog="Example: watcher config reference")
@click.option(
    "--write", "file", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write it into this file."
)
def reference(file: Path | None) -> None:
    """Print or write what every key means, in Markdown."""
    from watcher.settings import reference_text

    if file is None:
        click.echo(reference_text(), nl=False)
        return
    file.write_text(reference_text(), encoding="utf-8")
    click.echo(f"wrote {file}", err=True)
