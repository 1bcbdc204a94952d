"""Alembic's environment and the revisions, oldest first; run by `watcher.store.schema`."""
