"""The first schema: everything that version 0.1 remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLIC_ID = sa.String(13).with_variant(sa.String(13, collation="C"), "postgresql")


def upgrade() -> None:
    """Create all tables."""
    _sources()
    _stories()
    _entries()
    _alerts()


def _sources() -> None:
    op.create_table(
        "feed_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("body_hash", sa.Text()),
        sa.Column("next_due", sa.BigInteger()),
        sa.Column("polled_at", sa.BigInteger()),
        sa.Column("succeeded_at", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("name", name="pk_feed_state"),
    )
    op.create_table(
        "drop_file",
        sa.Column("drop", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("drop", "content_hash", name="pk_drop_file"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeat"),
    )


def _stories() -> None:
    op.create_table(
        "story",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger()),
        sa.Column("origin", sa.Text()),
        sa.Column("distributor", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sa.UniqueConstraint("public", name="uq_story_public"),
    )
    op.create_index("ix_story_first_seen", "story", ["first_seen"])
    op.create_index("ix_story_touched_at", "story", ["touched_at"])
    op.create_table(
        "story_text",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("page", sa.BigInteger()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_story_text_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", name="pk_story_text"),
    )
    op.create_table(
        "posting",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("story", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("hash", "story", name="pk_posting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exact",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("story", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_exact_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_exact"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exact_story", "exact", ["story"])


def _entries() -> None:
    op.create_table(
        "entry",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("story", NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger()),
        sa.Column("published_from", sa.String(length=20)),
        sa.Column("language", sa.Text()),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("link", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("origin", sa.Text()),
        sa.Column("distributor", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("credit_evidence", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("public", name="uq_entry_public"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_entry_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
    )
    op.create_index("ix_entry_story_source", "entry", ["story", "source"])
    op.create_table(
        "entry_key",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name="pk_entry_key"),
        sqlite_with_rowid=False,
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public", PUBLIC_ID, nullable=False),
        sa.Column("story", NUMBER, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.UniqueConstraint("story", "rule", name="uq_alert_story_rule"),
        sa.UniqueConstraint("public", name="uq_alert_public"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_alert_story"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_alert_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_index("ix_alert_created_at", "alert", ["created_at"])
    op.create_index("ix_alert_entry", "alert", ["entry"])
    op.create_table(
        "delivery",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("alert", NUMBER, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("last_error", sa.Text()),
        sa.UniqueConstraint("alert", "channel", name="uq_delivery_alert_channel"),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], name="fk_delivery_alert", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_channel_state_rank_id", "delivery", ["channel", "state", "rank", "id"])
