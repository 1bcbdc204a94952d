"""From one revision of the schema to the newest, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from watcher.errors import ConfigurationError

_MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(connection: Connection, current: str | None, store: str) -> tuple[str, ...]:
    """Apply what is missing after `current` (None: everything) in the connection's transaction; give it in order.

    Raises:
        ConfigurationError: a newer watcher wrote the database.
    """
    scripts = ScriptDirectory(str(_MIGRATIONS))
    if current is not None and not _knows(scripts, current):
        raise ConfigurationError(f"the store {store} was written by a newer watcher (revision {current}); use that one")
    missing = [script.revision for script in scripts.iterate_revisions("head", current or "base")]
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return tuple(reversed(missing))


def newest() -> str | None:
    """Give the newest revision that stands in `migrations/`."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def _knows(scripts: ScriptDirectory, current: str) -> bool:
    try:
        return scripts.get_revision(current) is not None
    except CommandError:
        return False
