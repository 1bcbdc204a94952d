"""Events of stories; an alert says which events it tells, and may be followed by updates of the same rule and story."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLIC_ID = sa.String(13).with_variant(sa.String(13, collation="C"), "postgresql")
KEPT = "id, public, story, rule, entry, created_at, priority, state, channels, reason, evidence"
SENT = "id, alert, notice, channel, state, rank, attempts, not_before, sent_at, last_error"


def upgrade() -> None:
    """Create `event`; let only the first alert be the one of its rule and story."""
    _events()
    if op.get_bind().dialect.name == "sqlite":
        _copy_alerts()
    else:
        op.drop_constraint("uq_alert_story_rule", "alert")
        op.add_column("alert", sa.Column("label", sa.String(20), nullable=False, server_default="new"))
        op.alter_column("alert", "label", server_default=None)
        op.add_column("alert", sa.Column("events", sa.JSON()))
    first = sa.text("label = 'new'")
    op.create_index("ix_alert_story", "alert", ["story"])
    op.create_index(
        "ix_alert_story_rule", "alert", ["story", "rule"], unique=True, sqlite_where=first, postgresql_where=first
    )


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("story", NUMBER, nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger()),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer()),
        sa.Column("ends", sa.Integer()),
        sa.Column("realis", sa.String(20), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_event_story", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_event_entry", ondelete="CASCADE"),
        sa.UniqueConstraint("public", name="uq_event_public"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    for column in ("story", "entry", "starts"):
        op.create_index(f"ix_event_{column}", "event", [column])


def _copy_alerts() -> None:
    """Copy `alert` without its constraint, which SQLite cannot drop.

    `delivery` is copied too: what refers to a table that is dropped goes with it. Renaming leads its copy along.
    """
    op.create_table(
        "alert_copy",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("story", NUMBER, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("events", sa.JSON()),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_alert_story"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_alert_entry"),
        sa.UniqueConstraint("public", name="uq_alert_public"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.execute(f"INSERT INTO alert_copy ({KEPT}, label) SELECT {KEPT}, 'new' FROM alert")  # noqa: S608 - our own names
    _copy_deliveries()
    for table in ("delivery", "alert"):
        op.drop_table(table)
        op.rename_table(f"{table}_copy", table)
    op.create_index("ix_alert_entry", "alert", ["entry"])
    op.create_index("ix_alert_created_at", "alert", ["created_at"])
    op.create_index("ix_delivery_channel_state_rank_id", "delivery", ["channel", "state", "rank", "id"])


def _copy_deliveries() -> None:
    op.create_table(
        "delivery_copy",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("alert", NUMBER),
        sa.Column("notice", NUMBER),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("last_error", sa.Text()),
        sa.ForeignKeyConstraint(["alert"], ["alert_copy.id"], name="fk_delivery_alert", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["notice"], ["notice.id"], name="fk_delivery_notice", ondelete="CASCADE"),
        sa.UniqueConstraint("alert", "channel", name="uq_delivery_alert_channel"),
        sa.UniqueConstraint("notice", "channel", name="uq_delivery_notice_channel"),
        sa.CheckConstraint("(alert IS NULL) <> (notice IS NULL)", name="ck_delivery_of_one"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.execute(f"INSERT INTO delivery_copy ({SENT}) SELECT {SENT} FROM delivery")  # noqa: S608 - our own names
