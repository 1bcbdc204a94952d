"""What deletion after `keep` needs: which entries feeds still show, which were deleted, and the keys of an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLIC_ID = sa.String(13).with_variant(sa.String(13, collation="C"), "postgresql")


def upgrade() -> None:
    """Add `shown`, `forgotten`, `feed_state.shown_at` and the index over the keys of an entry.

    Nothing is known yet of what feeds show: `shown_at` stays empty, and until a feed was read again nothing of it goes.
    """
    op.create_table(
        "shown",
        sa.Column("entry", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_shown_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", name="pk_shown"),
    )
    op.create_table(
        "forgotten",
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("public", name="pk_forgotten"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_key_entry", "entry_key", ["entry"])
    if op.get_bind().dialect.name == "sqlite":
        _copy_feed_state()
    else:
        op.add_column("feed_state", sa.Column("shown_at", sa.BigInteger()))


def _copy_feed_state() -> None:
    """Add the column by copying the table, a row for each feed: SQLite's ADD COLUMN writes behind the constraints."""
    order = (
        *("name", "address", "etag", "last_modified", "body_hash", "next_due", "polled_at", "succeeded_at"),
        *("failures", "last_error", "shown_at"),
    )
    with op.batch_alter_table("feed_state", recreate="always", partial_reordering=[order]) as feed_state:
        feed_state.add_column(sa.Column("shown_at", sa.BigInteger()))
