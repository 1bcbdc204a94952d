"""The tables. Every change here needs a migration: a test compares both.

Large tables have counted integer keys for use inside; the ids that users see are made from content. Long columns stand
last, so that SQLite reads the short ones without following overflow pages.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from watcher.store.columns import Day, Moment, Number, PublicId, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

feed_state = Table(
    "feed_state",
    metadata,
    Column("name", Text, primary_key=True),
    Column("address", Text),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Text),
    Column("next_due", Moment),
    Column("polled_at", Moment),
    Column("succeeded_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("last_error", Words),
    Column("shown_at", Moment),  # when its entries were last marked in `shown`; None: not yet
    Column("whole_at", Moment),
    Column("failing_since", Moment),
    Column("moved_since", Moment),
    Column("trouble", Text),
    Column("moved_to", Words),
    Column("current_url", Words),
    Column("announced", Words),
    Column("poisoned", Integer, nullable=False, server_default="0"),
    Column("moved_polls", Integer, nullable=False, server_default="0"),
    Column("stopped", Boolean, nullable=False, server_default=false()),
    Column("habits", JSON(none_as_null=True)),  # how entries come and what they have, as `sources` writes it
)

host_wait = Table(  # servers that asked to be left alone
    "host_wait",
    metadata,
    Column("host", Text, primary_key=True),  # host and port in lower case
    Column("until", Moment, nullable=False),
)

shared_guid = Table(  # guids that two different entries of a feed had: they name neither, for ever
    "shared_guid",
    metadata,
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),  # as `stored_key` gives it
    PrimaryKeyConstraint("source", "key"),
)

replayed = Table(  # documents of a recording that `watcher replay` has put through this store
    "replayed",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # in the recording, from 0
    Column("at", Moment, nullable=False),
    Column("source", Text, nullable=False),
    Column("verdicts", JSON, nullable=False),  # of the entries first seen in it, as `engine.replay` writes them
    Column("merged", JSON, nullable=False),  # stories that it merged: absorbed to surviving
)

drop_file = Table(
    "drop_file",
    metadata,
    Column("drop", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("file_name", Words, nullable=False),
    Column("problem", Words),
    PrimaryKeyConstraint("drop", "content_hash"),
)

story = Table(
    "story",
    metadata,
    Column("id", Number, primary_key=True),
    Column("public", PublicId, nullable=False, unique=True),
    Column("first_seen", Moment, nullable=False, index=True),
    Column("touched_at", Moment, nullable=False, index=True),  # when an entry was last added or changed
    Column("published", Moment),
    Column("origin", Words),
    Column("distributor", Words),
    Column("title", Words, nullable=False),
    Column("origin_confidence", Float),  # 0 to 1; None: no origin
    # The story that has its entries now; one that absorbed others is itself absorbed by none. No foreign key: SQLite
    # adds one only by copying the table, which would take along what refers to it.
    Column("merged_into", Number),
    Column("cites", JSON(none_as_null=True)),  # agencies and outlets that copies name as their source; None: none do
)

# The migrations give a partial index its condition for PostgreSQL too; to name it here would load that dialect, which
# takes 0.05 s, for every SQLite store.
Index("ix_story_merged_into", story.c.merged_into, sqlite_where=story.c.merged_into.is_not(None))

story_text = Table(  # the text by which each story of the last weeks is known
    "story_text",
    metadata,
    Column("story", Number, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("week", SmallInteger, nullable=False, index=True),  # since 1970, in which a copy last came
    Column("words", BigInteger, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("page", BigInteger),
    Column("title", Words, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),  # as `stories.pack` gives it
)

# No foreign key: it would cost a look-up for each of some 40 rows a story, and deletion goes by the stored fingerprint.
posting = Table(  # the hashes under which the stories in `story_text` are found, in the week that stands there
    "posting",
    metadata,
    Column("hash", Integer, nullable=False),  # first, so that one look-up sees all weeks
    Column("week", SmallInteger, nullable=False),
    Column("story", Integer, nullable=False),
    PrimaryKeyConstraint("hash", "week", "story"),
    sqlite_with_rowid=False,
)

exact = Table(  # texts and pages that a copy had, word for word: the latest story that had one
    "exact",
    metadata,
    Column("hash", BigInteger, nullable=False),
    Column("story", Number, ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
    PrimaryKeyConstraint("hash"),
    sqlite_with_rowid=False,
)

furniture = Table(  # what stands around the texts of a source, again and again
    "furniture",
    metadata,
    Column("source", Text, primary_key=True),
    Column("stories", Integer, nullable=False),  # texts it was learnt from
    Column("counts", LargeBinary, nullable=False),  # as `stories.pack_furniture` gives it
)

story_link = Table(  # stories of the same event that are no copies: `story` came later
    "story_link",
    metadata,
    Column("story", Number, ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
    Column("other", Number, ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("at", Moment, nullable=False),
    Column("cites", Words),  # the origin that `story` names as its source
    Column("reason", Words, nullable=False),
    PrimaryKeyConstraint("story", "other"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Number, primary_key=True),
    Column("public", PublicId, nullable=False, unique=True),
    Column("story", Number, ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("words", BigInteger, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("changed_at", Moment),  # None: as first seen
    Column("version", Integer, nullable=False),  # 1: as first seen
    Column("label", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Words, nullable=False),
    Column("published", Moment),
    Column("published_from", String(20)),
    Column("language", Words),
    Column("key", Words, nullable=False),  # the first one, whole
    Column("link", Words),
    Column("author", Words),
    Column("outlet", Words),
    Column("origin", Words),
    Column("distributor", Words),
    Column("title", Words, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("credit_evidence", JSON, nullable=False),
    Column("body", Words, nullable=False),
    Column("origin_confidence", Float),  # 0 to 1; None: no origin
    Index(None, "story", "source"),
)

entry_version = Table(  # earlier texts of entries; the present one stands in `entry`
    "entry_version",
    metadata,
    Column("entry", Number, ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # 1: as first seen
    Column("at", Moment, nullable=False),  # when this text came
    Column("words", BigInteger, nullable=False),
    Column("title", Words, nullable=False),
    Column("body", Words, nullable=False),
    PrimaryKeyConstraint("entry", "number"),
)

entry_key = Table(
    "entry_key",
    metadata,
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),  # shortened where it is very long
    Column("entry", Number, nullable=False, index=True),  # a key goes with its entry, in the same transaction
    PrimaryKeyConstraint("source", "key"),
    sqlite_with_rowid=False,
)

shown = Table(  # entries that their feed still showed some time after they came; most leave it before
    "shown",
    metadata,
    Column("entry", Number, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

forgotten = Table(  # entries that were deleted: should one come back as it was, it is no news
    "forgotten",
    metadata,
    Column("public", PublicId, nullable=False),
    Column("words", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("public"),
    sqlite_with_rowid=False,
)

event = Table(  # what the copies of a story together tell
    "event",
    metadata,
    Column("id", Number, primary_key=True),
    Column("public", PublicId, nullable=False, unique=True),
    Column("story", Number, ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("entry", Number, ForeignKey("entry.id", ondelete="CASCADE"), nullable=False, index=True),  # of the evidence
    Column("first_seen", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("published", Moment),  # the latest text that told it
    Column("sequence", Integer, nullable=False),
    Column("starts", Day, index=True),  # these two as in `told`, to be asked for; None: no date is stated
    Column("ends", Day),
    Column("realis", String(20), nullable=False),
    Column("kind", Text, nullable=False),
    Column("told", JSON, nullable=False),  # as `event_records.event_json` gives it
)

alert = Table(
    "alert",
    metadata,
    Column("id", Number, primary_key=True),
    Column("public", PublicId, nullable=False, unique=True),
    Column("story", Number, ForeignKey("story.id"), nullable=False, index=True),  # what alerted is kept
    Column("rule", Text, nullable=False),
    Column("entry", Number, ForeignKey("entry.id"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("priority", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("label", String(20), nullable=False),  # "new": the first one
    Column("channels", JSON, nullable=False),
    Column("reason", Words, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("events", JSON(none_as_null=True)),  # as `event_records.told_json` gives them; None: it tells none
    Column("acked_at", Moment),
)

Index("ix_alert_story_rule", alert.c.story, alert.c.rule, unique=True, sqlite_where=alert.c.label == "new")

notice = Table(
    "notice",
    metadata,
    Column("id", Number, primary_key=True),
    Column("public", PublicId, nullable=False, unique=True),
    Column("key", Text, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Number, primary_key=True),
    Column("key", PublicId, nullable=False, unique=True),  # of its alert or notice, channel, recipient and step
    Column("alert", Number, ForeignKey("alert.id", ondelete="CASCADE")),  # this, the next or `bundle`
    Column("notice", Number, ForeignKey("notice.id", ondelete="CASCADE")),
    Column("bundle", String(20)),  # one message for those whose `within` it is
    Column("within", Number, index=True),  # a delivery; it goes when they have gone
    Column("at", Moment),  # of a digest its time, of another bundle that of the oldest in it, of step 1 that of step 0
    Column("channel", Text, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("step", SmallInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("rank", Integer, nullable=False),  # of the alert's priority; the lowest leaves first
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("lease_until", Moment),
    Column("sent_at", Moment),
    Column("remote", Words),
    Column("last_error", Words),
    UniqueConstraint("alert", "channel", "recipient", "step"),
    UniqueConstraint("notice", "channel", "recipient"),
    CheckConstraint(
        "CASE WHEN alert IS NULL THEN 0 ELSE 1 END + CASE WHEN notice IS NULL THEN 0 ELSE 1 END"
        " + CASE WHEN bundle IS NULL THEN 0 ELSE 1 END = 1",
        name="of_one",
    ),
    Index(None, "channel", "state", "recipient", "rank", "id"),
    sqlite_autoincrement=True,  # no number twice: a courier may still hold one that is gone
)

for when in (delivery.c.at, delivery.c.sent_at):  # of few rows, and of those that were sent: a new one costs nothing
    Index(None, delivery.c.channel, delivery.c.recipient, when, sqlite_where=when.is_not(None))

mute = Table(  # rules whose alerts are recorded and not sent
    "mute",
    metadata,
    Column("rule", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)
