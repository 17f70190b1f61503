"""Topics, comments, proposals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0016_deliberation"
down_revision = "0015_committees"
branch_labels = None
depends_on = None

GUARDED = [
    "digest",
    "digest_mark",
    "follow",
    "happening",
    "mention",
    "moderation_case",
    "official_answer",
    "post_report",
    "proposal",
    "proposal_signature",
    "rule_comment",
    "rule_text",
    "rule_version",
    "speaker",
    "topic",
    "topic_comment",
    "topic_read",
    "topic_support",
]


def upgrade():
    op.create_table(
        "digest",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "items",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_digest_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_digest_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_digest")),
        sa.UniqueConstraint(
            "estate_id", "account_id", "until_at", name=op.f("uq_digest_estate_id_account_id_until_at")
        ),
    )
    op.create_table(
        "digest_mark",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_digest_mark_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_digest_mark")),
    )
    op.create_table(
        "follow",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_follow_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_follow_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_follow")),
        sa.UniqueConstraint(
            "estate_id", "object_id", "account_id", name=op.f("uq_follow_estate_id_object_id_account_id")
        ),
    )
    op.create_index("ix_follow_account", "follow", ["estate_id", "account_id"], unique=False)
    op.create_table(
        "happening",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_happening_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_happening")),
    )
    op.create_index("ix_happening_news", "happening", ["estate_id", "object_id", "at"], unique=False)
    op.create_index(op.f("ix_happening_source_id"), "happening", ["source_id"], unique=False)
    op.create_table(
        "official_answer",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_post", sa.String(), nullable=False),
        sa.Column("signed_for", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_role", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_official_answer_says_something")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_official_answer_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_official_answer_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_official_answer")),
    )
    op.create_index(
        "ix_official_answer_object",
        "official_answer",
        ["estate_id", "object_kind", "object_id", "id"],
        unique=False,
    )
    op.create_table(
        "proposal",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("member_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("count_by", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signing_until", sa.Date(), nullable=False),
        sa.Column("signed_heads", sa.BigInteger(), nullable=False),
        sa.Column("signed_area", sa.BigInteger(), nullable=False),
        sa.Column("whole_heads", sa.BigInteger(), nullable=False),
        sa.Column("whole_area", sa.BigInteger(), nullable=False),
        sa.Column("doubtful", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("roll_fingerprint", sa.String(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("committee_due_on", sa.Date(), nullable=True),
        sa.Column("street_due_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_proposal_author_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_proposal_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_list", "proposal", ["estate_id", "state", "id"], unique=False)
    op.create_index("ix_proposal_vote", "proposal", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "rule_text",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "draft",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("draft_note", sa.String(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("comments_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rule_text_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_rule_text_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rule_text")),
    )
    op.create_index("ix_rule_text_estate", "rule_text", ["estate_id", "id"], unique=False)
    op.create_table(
        "speaker",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("honorific", sa.String(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("nickname", sa.String(), nullable=False),
        sa.Column("nickname_folded", sa.String(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_speaker_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_speaker_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("estate_id", "account_id", name=op.f("uq_speaker_estate_id_account_id")),
        sa.UniqueConstraint(
            "estate_id", "nickname_folded", name=op.f("uq_speaker_estate_id_nickname_folded")
        ),
    )
    op.create_table(
        "topic",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_as", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_topic_author_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_topic_closed_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_topic_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_topic")),
    )
    op.create_index("ix_topic_author", "topic", ["estate_id", "author_id", "id"], unique=False)
    op.create_index("ix_topic_list", "topic", ["estate_id", "hidden_at", "category", "id"], unique=False)
    op.create_table(
        "moderation_case",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.String(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_answer", sa.String(), nullable=False),
        sa.Column("appeal_decided_by", sa.Uuid(), nullable=True),
        sa.Column("appeal_decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_decided_by"], ["account.id"], name=op.f("fk_moderation_case_appeal_decided_by")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_moderation_case_author_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_moderation_case_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "topic_id"],
            ["topic.estate_id", "topic.id"],
            name=op.f("fk_moderation_case_estate_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_moderation_case_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_moderation_case")),
    )
    op.create_index("ix_moderation_case_object", "moderation_case", ["estate_id", "object_id"], unique=False)
    op.create_index(
        "ix_moderation_case_queue", "moderation_case", ["estate_id", "state", "due_at"], unique=False
    )
    op.create_table(
        "proposal_signature",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_proposal_signature_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_proposal_signature_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "proposal_id"],
            ["proposal.estate_id", "proposal.id"],
            name=op.f("fk_proposal_signature_estate_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_proposal_signature_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_proposal_signature")),
        sa.UniqueConstraint(
            "estate_id",
            "proposal_id",
            "owner_id",
            name=op.f("uq_proposal_signature_estate_id_proposal_id_owner_id"),
        ),
    )
    op.create_table(
        "rule_comment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_text_id", sa.Uuid(), nullable=False),
        sa.Column("paragraph_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_rule_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "rule_text_id"],
            ["rule_text.estate_id", "rule_text.id"],
            name=op.f("fk_rule_comment_estate_id_rule_text_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rule_comment_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rule_comment")),
    )
    op.create_index(
        "ix_rule_comment_paragraph",
        "rule_comment",
        ["estate_id", "rule_text_id", "paragraph_id"],
        unique=False,
    )
    op.create_table(
        "rule_version",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_text_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "paragraphs",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_role", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "rule_text_id"],
            ["rule_text.estate_id", "rule_text.id"],
            name=op.f("fk_rule_version_estate_id_rule_text_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rule_version_estate_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_rule_version_published_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint(
            "estate_id", "rule_text_id", "number", name=op.f("uq_rule_version_estate_id_rule_text_id_number")
        ),
    )
    op.create_table(
        "topic_comment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("alignment", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_topic_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "parent_id"],
            ["topic_comment.estate_id", "topic_comment.id"],
            name=op.f("fk_topic_comment_estate_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "topic_id"],
            ["topic.estate_id", "topic.id"],
            name=op.f("fk_topic_comment_estate_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_topic_comment_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_topic_comment")),
    )
    op.create_index("ix_topic_comment_author", "topic_comment", ["estate_id", "author_id"], unique=False)
    op.create_index(
        "ix_topic_comment_topic", "topic_comment", ["estate_id", "topic_id", "parent_id", "id"], unique=False
    )
    op.create_table(
        "topic_read",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_topic_read_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "topic_id"],
            ["topic.estate_id", "topic.id"],
            name=op.f("fk_topic_read_estate_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_topic_read_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_topic_read")),
        sa.UniqueConstraint(
            "estate_id",
            "topic_id",
            "account_id",
            "on",
            name=op.f("uq_topic_read_estate_id_topic_id_account_id_on"),
        ),
    )
    op.create_table(
        "topic_support",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_topic_support_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "topic_id"],
            ["topic.estate_id", "topic.id"],
            name=op.f("fk_topic_support_estate_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_topic_support_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_topic_support")),
        sa.UniqueConstraint(
            "estate_id", "topic_id", "account_id", name=op.f("uq_topic_support_estate_id_topic_id_account_id")
        ),
    )
    op.create_table(
        "mention",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mention_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "comment_id"],
            ["topic_comment.estate_id", "topic_comment.id"],
            name=op.f("fk_mention_estate_id_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "topic_id"],
            ["topic.estate_id", "topic.id"],
            name=op.f("fk_mention_estate_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_mention_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_mention")),
        sa.UniqueConstraint(
            "estate_id", "comment_id", "account_id", name=op.f("uq_mention_estate_id_comment_id_account_id")
        ),
    )
    op.create_index("ix_mention_account", "mention", ["estate_id", "account_id", "seen_at"], unique=False)
    op.create_table(
        "post_report",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "case_id"],
            ["moderation_case.estate_id", "moderation_case.id"],
            name=op.f("fk_post_report_estate_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_post_report_estate_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["account.id"], name=op.f("fk_post_report_reporter_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_post_report")),
        sa.UniqueConstraint(
            "estate_id", "case_id", "reporter_id", name=op.f("uq_post_report_estate_id_case_id_reporter_id")
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("post_report")
    op.drop_table("mention")
    op.drop_table("topic_support")
    op.drop_table("topic_read")
    op.drop_table("topic_comment")
    op.drop_table("rule_version")
    op.drop_table("rule_comment")
    op.drop_table("proposal_signature")
    op.drop_table("moderation_case")
    op.drop_table("topic")
    op.drop_table("speaker")
    op.drop_table("rule_text")
    op.drop_table("proposal")
    op.drop_table("official_answer")
    op.drop_table("happening")
    op.drop_table("follow")
    op.drop_table("digest_mark")
    op.drop_table("digest")
