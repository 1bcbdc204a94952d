"""Deliveries by recipient and step, with a key, a lease and bundles; alerts acknowledged; rules muted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLIC_ID = sa.String(13).with_variant(sa.String(13, collation="C"), "postgresql")
KEPT = "id, alert, notice, channel, state, rank, attempts, not_before, sent_at, last_error"
OF_ONE = (
    "CASE WHEN alert IS NULL THEN 0 ELSE 1 END + CASE WHEN notice IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN bundle IS NULL THEN 0 ELSE 1 END = 1"
)
KEY = "'o' || substr('000000000000' || CAST(id AS TEXT), length(CAST(id AS TEXT)) + 1, 12)"
"""Of a delivery that has none yet: its number. No id that is made of content has an "o"."""


def upgrade() -> None:
    """Give `delivery` its new form, on SQLite by a copy, which it cannot change in place; create `mute`."""
    if op.get_bind().dialect.name == "sqlite":
        _copy()
    else:
        _alter()
    op.create_index("ix_delivery_within", "delivery", ["within"])
    op.create_index(
        "ix_delivery_channel_state_recipient_rank_id", "delivery", ["channel", "state", "recipient", "rank", "id"]
    )
    for column in ("at", "sent_at"):
        some = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_delivery_channel_recipient_{column}",
            "delivery",
            ["channel", "recipient", column],
            sqlite_where=some,
            postgresql_where=some,
        )
    op.add_column("alert", sa.Column("acked_at", sa.BigInteger()))
    op.create_table(
        "mute",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name="pk_mute"),
    )


def _copy() -> None:
    op.create_table(
        "delivery_copy",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", PUBLIC_ID, nullable=False),
        sa.Column("alert", NUMBER),
        sa.Column("notice", NUMBER),
        sa.Column("bundle", sa.String(20)),
        sa.Column("within", NUMBER),
        sa.Column("at", sa.BigInteger()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("remote", sa.Text()),
        sa.Column("last_error", sa.Text()),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], name="fk_delivery_alert", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["notice"], ["notice.id"], name="fk_delivery_notice", ondelete="CASCADE"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
        sa.UniqueConstraint("alert", "channel", "recipient", "step", name="uq_delivery_alert_channel_recipient_step"),
        sa.UniqueConstraint("notice", "channel", "recipient", name="uq_delivery_notice_channel_recipient"),
        sa.CheckConstraint(OF_ONE, name="ck_delivery_of_one"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sqlite_autoincrement=True,
    )
    op.execute(
        f"INSERT INTO delivery_copy ({KEPT}, key, recipient, step) SELECT {KEPT}, {KEY}, '', 0 FROM delivery"  # noqa: S608 - our own names
    )
    op.drop_table("delivery")
    op.rename_table("delivery_copy", "delivery")


def _alter() -> None:
    for name, kind in (("bundle", sa.String(20)), ("within", NUMBER), ("remote", sa.Text())):
        op.add_column("delivery", sa.Column(name, kind))
    for name in ("at", "lease_until"):
        op.add_column("delivery", sa.Column(name, sa.BigInteger()))
    op.add_column("delivery", sa.Column("recipient", sa.Text(), nullable=False, server_default=""))
    op.add_column("delivery", sa.Column("step", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("key", PUBLIC_ID))
    op.execute(f"UPDATE delivery SET key = {KEY}")  # noqa: S608 - our own names
    op.alter_column("delivery", "key", nullable=False)
    for name in ("recipient", "step"):
        op.alter_column("delivery", name, server_default=None)
    op.drop_index("ix_delivery_channel_state_rank_id", "delivery")
    op.drop_constraint("uq_delivery_alert_channel", "delivery")
    op.drop_constraint("uq_delivery_notice_channel", "delivery")
    op.drop_constraint("ck_delivery_of_one", "delivery")
    op.create_unique_constraint("uq_delivery_key", "delivery", ["key"])
    op.create_unique_constraint(
        "uq_delivery_alert_channel_recipient_step", "delivery", ["alert", "channel", "recipient", "step"]
    )
    op.create_unique_constraint("uq_delivery_notice_channel_recipient", "delivery", ["notice", "channel", "recipient"])
    op.create_check_constraint("of_one", "delivery", OF_ONE)
