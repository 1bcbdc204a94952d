"""`watcher db backup` and `watcher db restore`: a store in one file, and back, on either database."""

from contextlib import closing
from pathlib import Path

import click

from watcher.cli.options import config_option, load_settings
from watcher.cli.progress import Progress
from watcher.cli.show import counted

backup_argument = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))


@click.command(epilog="Example: watcher db backup watcher.backup")
@backup_argument
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@config_option
def backup(path: Path, config_file: Path | None, *, force: bool) -> None:
    """Write all that the store holds into FILE.

    A watcher may run meanwhile. The file is the same from SQLite and from PostgreSQL, and can be restored on both. The
    configuration is not in it.
    """
    from watcher.clock import SystemClock
    from watcher.engine.opened import existing_store
    from watcher.store.backup import back_up

    settings, progress = load_settings(config_file), Progress("backup")
    with existing_store(settings, SystemClock()) as store:
        try:
            header = back_up(store, path, force=force, progress=progress.show)
        finally:
            progress.clear()
    size = path.stat().st_size / 1e6
    click.echo(f"{counted(header.rows, 'row', 'rows')} of revision {header.revision} written to {path}, {size:,.1f} MB")


@click.command(epilog="Example: watcher db restore watcher.backup")
@backup_argument
@click.option("--force", is_flag=True, help="Replace all that is in the store.")
@config_option
def restore(path: Path, config_file: Path | None, *, force: bool) -> None:
    """Fill the store with what FILE holds, all of it or nothing.

    The store is made where it is missing, and brought to date where the backup is older. No watcher may run on it.
    """
    from watcher.clock import SystemClock
    from watcher.engine.opened import require_data_dir
    from watcher.store import Store
    from watcher.store.backup_file import BackupFile
    from watcher.store.restore import require_restorable
    from watcher.store.restore import restore as put_back

    settings, file = load_settings(config_file), BackupFile(path)
    reading, restoring = Progress("reading"), Progress("restore")
    try:
        header = file.verify(reading.show)
        reading.clear()
        require_restorable(file, header)
        require_data_dir(settings)
        with closing(Store.open(settings.store_url, SystemClock())) as store, store.lock():
            restored = put_back(store, file, header, force=force, progress=restoring.show)
    finally:
        reading.clear()
        restoring.clear()
    upgraded = f", then upgraded: {', '.join(restored.applied)}" if restored.applied else ""
    click.echo(f"{counted(header.rows, 'row', 'rows')} of {header.created_at:%Y-%m-%d %H:%M} UTC restored{upgraded}")
