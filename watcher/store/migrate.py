"""From one revision of the schema to a later one, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(connection: Connection, current: str | None, to: str = "head") -> tuple[str, ...]:
    """Apply what is missing after `current` (None: everything) in the connection's transaction; give it in order.

    Args:
        connection: in a transaction that writes.
        current: the database's revision, one of ours.
        to: the revision at which to end, `current` or a later one.
    """
    missing = [script.revision for script in _scripts().iterate_revisions(to, current or "base")]
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    return tuple(reversed(missing))


def revisions() -> tuple[str, ...]:
    """Give all revisions that stand in `migrations/`, oldest first."""
    return tuple(reversed([script.revision for script in _scripts().walk_revisions()]))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))
