"""Notices to the operator ride the outbox beside alerts; heartbeats left the store for a file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLIC_ID = sa.String(13).with_variant(sa.String(13, collation="C"), "postgresql")


def upgrade() -> None:
    """Create `notice`, let a delivery be of a notice, drop `heartbeat`, remember of which address a feed's state is."""
    op.drop_table("heartbeat")
    op.add_column("feed_state", sa.Column("address", sa.Text()))
    op.create_table(
        "notice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("public", name="uq_notice_public"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_created_at", "notice", ["created_at"])
    place = "alert" if op.get_bind().dialect.name == "sqlite" else None
    with op.batch_alter_table("delivery") as delivery:  # SQLite copies the table; nothing refers to it
        delivery.alter_column("alert", existing_type=NUMBER, nullable=True)
        delivery.add_column(sa.Column("notice", NUMBER), insert_after=place)
        delivery.create_foreign_key("fk_delivery_notice", "notice", ["notice"], ["id"], ondelete="CASCADE")
        delivery.create_unique_constraint("uq_delivery_notice_channel", ["notice", "channel"])
        delivery.create_check_constraint("ck_delivery_of_one", "(alert IS NULL) <> (notice IS NULL)")
