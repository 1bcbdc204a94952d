"""What a feed does between polls, servers to be left alone, guids used twice, and how far a replay is."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENTS = ("whole_at", "failing_since", "moved_since")
TEXTS = ("trouble", "moved_to", "current_url", "announced")


def upgrade() -> None:
    """Add columns to `feed_state`; create `host_wait`, `shared_guid` and `replayed`."""
    for name in MOMENTS:
        op.add_column("feed_state", sa.Column(name, sa.BigInteger()))
    for name in TEXTS:
        op.add_column("feed_state", sa.Column(name, sa.Text()))
    for name in ("poisoned", "moved_polls"):
        op.add_column("feed_state", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("feed_state", sa.Column("stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("feed_state", sa.Column("habits", sa.JSON()))
    op.create_table(
        "host_wait",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_host_wait"),
    )
    op.create_table(
        "shared_guid",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name="pk_shared_guid"),
    )
    op.create_table(
        "replayed",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("merged", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_replayed"),
    )
