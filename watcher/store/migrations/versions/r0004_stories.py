"""What stories need: a bounded index by weeks, what was learnt of sources, merged stories, links, earlier texts.

The index by shingles is dropped, for its hashes cannot be turned into the new ones: what comes from now on fills it
again, and a copy of an older story joins it by the same words or the same page, which stay known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the index anew; add what stories and entries lack."""
    op.drop_table("posting")
    op.drop_table("story_text")
    _index()
    _columns()
    _links()
    _versions()


def _index() -> None:
    op.create_table(
        "story_text",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("week", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("page", sa.BigInteger()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_story_text_story", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", name="pk_story_text"),
    )
    op.create_index("ix_story_text_week", "story_text", ["week"])
    op.create_table(
        "posting",
        sa.Column("hash", sa.Integer(), nullable=False),
        sa.Column("week", sa.SmallInteger(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "week", "story", name="pk_posting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "furniture",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_furniture"),
    )


def _columns() -> None:
    """Add columns in place: on SQLite a copy of a table to which others refer would take their rows with it."""
    op.add_column("story", sa.Column("origin_confidence", sa.Float()))
    op.add_column("entry", sa.Column("origin_confidence", sa.Float()))
    op.add_column("story", sa.Column("merged_into", NUMBER))
    op.add_column("story", sa.Column("cites", sa.JSON()))
    absorbed = sa.text("merged_into IS NOT NULL")
    op.create_index("ix_story_merged_into", "story", ["merged_into"], sqlite_where=absorbed, postgresql_where=absorbed)


def _links() -> None:
    op.create_table(
        "story_link",
        sa.Column("story", NUMBER, nullable=False),
        sa.Column("other", NUMBER, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("cites", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_story_link_story", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["story.id"], name="fk_story_link_other", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "other", name="pk_story_link"),
    )
    op.create_index("ix_story_link_other", "story_link", ["other"])


def _versions() -> None:
    op.create_table(
        "entry_version",
        sa.Column("entry", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_entry_version_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", "number", name="pk_entry_version"),
    )
