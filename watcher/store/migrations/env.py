"""Alembic runs this file to migrate over the connection, and inside the transaction, that `schema.upgrade` hands in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
