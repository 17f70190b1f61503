"""Votes with paper, proxies, elections, objections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0011_voting"
down_revision = "0010_estates"
branch_labels = None
depends_on = None

GUARDED = [
    "ballot_by_proxy",
    "ballot_delivery",
    "candidacy",
    "candidacy_support",
    "candidate_list",
    "candidate_objection",
    "election",
    "eligibility_check",
    "household_visit",
    "inspection",
    "key_holder",
    "legality_review",
    "objection",
    "objection_answer",
    "official_result",
    "outcome_statement",
    "paper_ballot",
    "paper_batch",
    "paper_conflict",
    "paper_entry",
    "paper_help",
    "partial_decryption",
    "recall",
    "recount",
    "resolution_task",
    "revocation",
    "roll_objection",
    "roll_supplement",
    "secret_ballot",
    "secret_key",
    "secret_sums",
    "signed_head",
    "task_entry",
    "timing_change",
    "vote_notice",
    "vote_proxy",
    "vote_reminder",
]


def upgrade():
    op.add_column("ballot_box", sa.Column("nonce", sa.String(), nullable=True))
    op.add_column("roll_version", sa.Column("made_by", sa.Uuid(), nullable=True))
    op.add_column("vote", sa.Column("kind", sa.String(), server_default="joint_decision", nullable=False))
    op.add_column("vote", sa.Column("mode", sa.String(), server_default="named", nullable=False))
    op.add_column("vote", sa.Column("audience", sa.String(), server_default="public", nullable=False))
    op.add_column(
        "vote", sa.Column("advisory", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
    )
    op.add_column("vote", sa.Column("extension_days", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "vote", sa.Column("early_end", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
    )
    op.add_column("vote", sa.Column("notice_text", sa.String(), server_default="", nullable=False))
    op.add_column("vote", sa.Column("copied_from", sa.Uuid(), nullable=True))
    op.add_column("vote", sa.Column("removed_by", sa.Uuid(), nullable=True))
    op.add_column("vote", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vote", sa.Column("review_asked_by", sa.Uuid(), nullable=True))
    op.add_column("vote", sa.Column("review_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vote", sa.Column("edition", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("vote", sa.Column("change_reason", sa.String(), server_default="", nullable=False))
    op.add_column("vote", sa.Column("counted_by", sa.Uuid(), nullable=True))
    op.add_column("vote", sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vote", sa.Column("objections_open", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("vote", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vote_item", sa.Column("alternative_of", sa.String(), server_default="", nullable=False))
    op.add_column(
        "vote_result",
        sa.Column(
            "beside",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
    )
    op.create_table(
        "ballot_delivery",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("takes_back", sa.Uuid(), nullable=True),
        sa.Column("delivered_by", sa.Uuid(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivered_by"], ["account.id"], name=op.f("fk_ballot_delivery_delivered_by")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_ballot_delivery_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ballot_delivery_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ballot_delivery")),
    )
    op.create_index(
        "ix_ballot_delivery_voter", "ballot_delivery", ["estate_id", "vote_id", "voter_no"], unique=False
    )
    op.create_table(
        "household_visit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_household_visit_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_household_visit_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_household_visit_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_household_visit")),
    )
    op.create_index(
        "ix_household_visit_voter", "household_visit", ["estate_id", "vote_id", "voter_no"], unique=False
    )
    op.create_table(
        "inspection",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("watermark", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_inspection_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_inspection_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_inspection_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_inspection_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("watermark", name=op.f("uq_inspection_watermark")),
    )
    op.create_index("ix_inspection_vote", "inspection", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "key_holder",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_part", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_key_holder_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_key_holder_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_key_holder_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_key_holder")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "account_id", name=op.f("uq_key_holder_estate_id_vote_id_account_id")
        ),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "place", name=op.f("uq_key_holder_estate_id_vote_id_place")
        ),
    )
    op.create_table(
        "legality_review",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("advice", sa.String(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_legality_review_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_legality_review_estate_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name=op.f("fk_legality_review_reviewed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_legality_review")),
    )
    op.create_table(
        "objection",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_objection_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_objection_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_objection_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_objection")),
    )
    op.create_index("ix_objection_made_by", "objection", ["estate_id", "made_by"], unique=False)
    op.create_index("ix_objection_vote", "objection", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "official_result",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column(
            "outcomes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_official_result_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_official_result_estate_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_official_result_recorded_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_official_result")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "version", name=op.f("uq_official_result_estate_id_vote_id_version")
        ),
    )
    op.create_table(
        "outcome_statement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_outcome_statement_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_outcome_statement_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_outcome_statement_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_outcome_statement")),
    )
    op.create_index("ix_outcome_statement_vote", "outcome_statement", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "paper_batch",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_paper_batch_expected_not_negative")),
        sa.ForeignKeyConstraint(["counted_by"], ["account.id"], name=op.f("fk_paper_batch_counted_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_paper_batch_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_paper_batch_estate_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_paper_batch_opened_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "number", name=op.f("uq_paper_batch_estate_id_vote_id_number")
        ),
    )
    op.create_table(
        "partial_decryption",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column(
            "totals",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_partial_decryption_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_partial_decryption_estate_id")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_partial_decryption_given_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_partial_decryption")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "place", name=op.f("uq_partial_decryption_estate_id_vote_id_place")
        ),
    )
    op.create_table(
        "secret_key",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holders", sa.BigInteger(), nullable=False),
        sa.Column("needed", sa.BigInteger(), nullable=False),
        sa.Column(
            "commitments",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("needed >= 2 AND needed <= holders", name=op.f("ck_secret_key_several_needed")),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"], ["vote.estate_id", "vote.id"], name=op.f("fk_secret_key_estate_id_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_secret_key_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_secret_key")),
    )
    op.create_table(
        "signed_head",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_signed_head_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_signed_head_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_signed_head")),
        sa.UniqueConstraint("estate_id", "vote_id", "seq", name=op.f("uq_signed_head_estate_id_vote_id_seq")),
    )
    op.create_table(
        "timing_change",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_timing_change_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_timing_change_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_timing_change_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_timing_change")),
    )
    op.create_table(
        "vote_notice",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "text",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("announced_by", sa.Uuid(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["announced_by"], ["account.id"], name=op.f("fk_vote_notice_announced_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_vote_notice_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_vote_notice_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_vote_notice")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "edition", name=op.f("uq_vote_notice_estate_id_vote_id_edition")
        ),
    )
    op.create_table(
        "vote_proxy",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("powers", sa.String(), nullable=False),
        sa.Column(
            "told",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "approved_by is null or not on_paper or approved_by <> given_by",
            name=op.f("ck_vote_proxy_two_hands"),
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["account.id"], name=op.f("fk_vote_proxy_agent_id")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_vote_proxy_approved_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_vote_proxy_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_vote_proxy_estate_id")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_vote_proxy_given_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name=op.f("fk_vote_proxy_revoked_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_vote_proxy")),
    )
    op.create_index("ix_vote_proxy_agent", "vote_proxy", ["estate_id", "agent_id", "vote_id"], unique=False)
    op.create_index("ix_vote_proxy_voter", "vote_proxy", ["estate_id", "vote_id", "voter_no"], unique=False)
    op.create_table(
        "vote_reminder",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_vote_reminder_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_vote_reminder_estate_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_vote_reminder_sent_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_vote_reminder")),
    )
    op.create_index("ix_vote_reminder_vote", "vote_reminder", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "ballot_by_proxy",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("proxy_id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["account.id"], name=op.f("fk_ballot_by_proxy_agent_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "proxy_id"],
            ["vote_proxy.estate_id", "vote_proxy.id"],
            name=op.f("fk_ballot_by_proxy_estate_id_proxy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_ballot_by_proxy_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ballot_by_proxy_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ballot_by_proxy")),
        sa.UniqueConstraint("estate_id", "ballot_id", name=op.f("uq_ballot_by_proxy_estate_id_ballot_id")),
    )
    op.create_index("ix_ballot_by_proxy_proxy", "ballot_by_proxy", ["estate_id", "proxy_id"], unique=False)
    op.create_table(
        "election",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("term_years", sa.BigInteger(), nullable=False),
        sa.Column("agreed_seats", sa.BigInteger(), nullable=False),
        sa.Column("earlier_item_id", sa.Uuid(), nullable=True),
        sa.Column("nominations_from", sa.Date(), nullable=True),
        sa.Column("nominations_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"],
            ["vote_item.estate_id", "vote_item.id"],
            name=op.f("fk_election_estate_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_election_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_election_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_election")),
    )
    op.create_table(
        "objection_answer",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_objection_answer_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "objection_id"],
            ["objection.estate_id", "objection.id"],
            name=op.f("fk_objection_answer_estate_id_objection_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_objection_answer_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_objection_answer")),
        sa.UniqueConstraint(
            "estate_id", "objection_id", name=op.f("uq_objection_answer_estate_id_objection_id")
        ),
    )
    op.create_table(
        "recall",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("asked_heads", sa.BigInteger(), nullable=False),
        sa.Column("asked_area", sa.BigInteger(), nullable=False),
        sa.Column("whole_heads", sa.BigInteger(), nullable=False),
        sa.Column("whole_area", sa.BigInteger(), nullable=False),
        sa.Column("request_document", sa.String(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("hearing_place", sa.String(), nullable=False),
        sa.Column("hearing_words", sa.String(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"], ["vote_item.estate_id", "vote_item.id"], name=op.f("fk_recall_estate_id_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_recall_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"], ["vote.estate_id", "vote.id"], name=op.f("fk_recall_estate_id_vote_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_recall_estate_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_recall_recorded_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_recall")),
    )
    op.create_table(
        "recount",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("before_version", sa.BigInteger(), nullable=False),
        sa.Column("after_version", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_recount_asked_by")),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_recount_done_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "objection_id"],
            ["objection.estate_id", "objection.id"],
            name=op.f("fk_recount_estate_id_objection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"], ["vote.estate_id", "vote.id"], name=op.f("fk_recount_estate_id_vote_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_recount_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_recount")),
    )
    op.create_index("ix_recount_vote", "recount", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "resolution_task",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column(
            "steps",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_resolution_task_percent_of_hundred")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["vote_item.estate_id", "vote_item.id"],
            name=op.f("fk_resolution_task_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_resolution_task_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_resolution_task_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_resolution_task")),
    )
    op.create_index("ix_resolution_task_vote", "resolution_task", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "revocation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["vote_item.estate_id", "vote_item.id"],
            name=op.f("fk_revocation_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_revocation_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_revocation_estate_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_revocation_recorded_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_revocation")),
    )
    op.create_index("ix_revocation_vote", "revocation", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "roll_objection",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_roll_objection_answered_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_id"],
            ["roll_version.estate_id", "roll_version.id"],
            name=op.f("fk_roll_objection_estate_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_roll_objection_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_objection_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_roll_objection_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_objection")),
    )
    op.create_index(
        "ix_roll_objection_vote", "roll_objection", ["estate_id", "vote_id", "answered_at"], unique=False
    )
    op.create_table(
        "secret_sums",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column(
            "totals",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"], ["vote.estate_id", "vote.id"], name=op.f("fk_secret_sums_estate_id_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_id"],
            ["roll_version.estate_id", "roll_version.id"],
            name=op.f("fk_secret_sums_estate_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_secret_sums_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_secret_sums")),
    )
    op.create_table(
        "candidacy",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("party_member", sa.Boolean(), nullable=False),
        sa.Column("party_shown", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_candidacy_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "election_id"],
            ["election.estate_id", "election.id"],
            name=op.f("fk_candidacy_estate_id_election_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_candidacy_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_candidacy_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_candidacy_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("estate_id", "election_id", "number", name="uq_candidacy_number"),
        sa.UniqueConstraint(
            "estate_id", "election_id", "owner_id", name=op.f("uq_candidacy_estate_id_election_id_owner_id")
        ),
    )
    op.create_table(
        "candidate_list",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "candidates",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "election_id"],
            ["election.estate_id", "election.id"],
            name=op.f("fk_candidate_list_estate_id_election_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_candidate_list_estate_id")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_candidate_list_published_by")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_candidate_list")),
        sa.UniqueConstraint(
            "estate_id",
            "election_id",
            "version",
            name=op.f("uq_candidate_list_estate_id_election_id_version"),
        ),
    )
    op.create_table(
        "roll_supplement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("from_voter", sa.String(), nullable=False),
        sa.Column("to_voter", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_id"],
            ["roll_version.estate_id", "roll_version.id"],
            name=op.f("fk_roll_supplement_estate_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_roll_supplement_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_roll_supplement_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_supplement_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_roll_supplement_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_supplement")),
    )
    op.create_table(
        "secret_ballot",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column(
            "answers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("cast_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cast_by"], ["account.id"], name=op.f("fk_secret_ballot_cast_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "entry_id"],
            ["roll_entry.estate_id", "roll_entry.id"],
            name=op.f("fk_secret_ballot_estate_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_secret_ballot_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_secret_ballot_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_secret_ballot")),
        sa.UniqueConstraint("estate_id", "receipt_no", name=op.f("uq_secret_ballot_estate_id_receipt_no")),
        sa.UniqueConstraint("estate_id", "vote_id", "seq", name="uq_secret_ballot_seq"),
        sa.UniqueConstraint("estate_id", "vote_id", "voter_no", "revision", name="uq_secret_ballot_voter"),
    )
    op.create_table(
        "task_entry",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "task_id"],
            ["resolution_task.estate_id", "resolution_task.id"],
            name=op.f("fk_task_entry_estate_id_task_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_task_entry_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_task_entry_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_task_entry")),
    )
    op.create_index("ix_task_entry_task", "task_entry", ["estate_id", "task_id"], unique=False)
    op.create_table(
        "candidacy_support",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidacy_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_candidacy_support_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "candidacy_id"],
            ["candidacy.estate_id", "candidacy.id"],
            name=op.f("fk_candidacy_support_estate_id_candidacy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_candidacy_support_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_candidacy_support_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_candidacy_support")),
        sa.UniqueConstraint("estate_id", "candidacy_id", "owner_id", name="uq_candidacy_support_owner"),
    )
    op.create_table(
        "candidate_objection",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("candidacy_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (upheld IS NULL)",
            name=op.f("ck_candidate_objection_answer_says_whether"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_candidate_objection_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_candidate_objection_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "candidacy_id"],
            ["candidacy.estate_id", "candidacy.id"],
            name=op.f("fk_candidate_objection_estate_id_candidacy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "election_id"],
            ["election.estate_id", "election.id"],
            name=op.f("fk_candidate_objection_estate_id_election_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_candidate_objection_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_candidate_objection")),
    )
    op.create_index(
        "ix_candidate_objection_election", "candidate_objection", ["estate_id", "election_id"], unique=False
    )
    op.create_table(
        "eligibility_check",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidacy_id", sa.Uuid(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_eligibility_check_checked_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "candidacy_id"],
            ["candidacy.estate_id", "candidacy.id"],
            name=op.f("fk_eligibility_check_estate_id_candidacy_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_eligibility_check_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_eligibility_check")),
    )
    op.create_index(
        "ix_eligibility_check_candidacy", "eligibility_check", ["estate_id", "candidacy_id"], unique=False
    )
    op.create_table(
        "paper_ballot",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("issue", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ballot_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_paper_ballot_asked_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ballot_id"],
            ["ballot.estate_id", "ballot.id"],
            name=op.f("fk_paper_ballot_estate_id_ballot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "batch_id"],
            ["paper_batch.estate_id", "paper_batch.id"],
            name=op.f("fk_paper_ballot_estate_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_paper_ballot_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_paper_ballot_estate_id")),
        sa.ForeignKeyConstraint(["received_by"], ["account.id"], name=op.f("fk_paper_ballot_received_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_paper_ballot")),
        sa.UniqueConstraint("estate_id", "ballot_id", name="uq_paper_ballot_ballot"),
        sa.UniqueConstraint("estate_id", "receipt_no", name="uq_paper_ballot_receipt"),
        sa.UniqueConstraint("estate_id", "serial", name="uq_paper_ballot_serial"),
        sa.UniqueConstraint(
            "estate_id",
            "vote_id",
            "voter_no",
            "issue",
            name=op.f("uq_paper_ballot_estate_id_vote_id_voter_no_issue"),
        ),
    )
    op.create_index("ix_paper_ballot_batch", "paper_ballot", ["estate_id", "batch_id"], unique=False)
    op.create_index("ix_paper_ballot_state", "paper_ballot", ["estate_id", "vote_id", "state"], unique=False)
    op.create_table(
        "paper_conflict",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("online_ballot_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "online_ballot_id"],
            ["ballot.estate_id", "ballot.id"],
            name=op.f("fk_paper_conflict_estate_id_online_ballot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "paper_id"],
            ["paper_ballot.estate_id", "paper_ballot.id"],
            name=op.f("fk_paper_conflict_estate_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_paper_conflict_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_paper_conflict_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_paper_conflict")),
        sa.UniqueConstraint("estate_id", "paper_id", name=op.f("uq_paper_conflict_estate_id_paper_id")),
    )
    op.create_index("ix_paper_conflict_vote", "paper_conflict", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "paper_entry",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column(
            "choices",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("keyed_by", sa.Uuid(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place between 1 and 3", name=op.f("ck_paper_entry_at_most_three")),
        sa.ForeignKeyConstraint(
            ["estate_id", "paper_id"],
            ["paper_ballot.estate_id", "paper_ballot.id"],
            name=op.f("fk_paper_entry_estate_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_paper_entry_estate_id")),
        sa.ForeignKeyConstraint(["keyed_by"], ["account.id"], name=op.f("fk_paper_entry_keyed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint("estate_id", "paper_id", "keyed_by", name="uq_paper_entry_hand"),
        sa.UniqueConstraint("estate_id", "paper_id", "place", name="uq_paper_entry_place"),
    )
    op.create_table(
        "paper_help",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("first_by", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "second_by is null or second_by <> first_by", name=op.f("ck_paper_help_two_officers")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"],
            ["paper_ballot.estate_id", "paper_ballot.id"],
            name=op.f("fk_paper_help_estate_id_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_paper_help_estate_id")),
        sa.ForeignKeyConstraint(["first_by"], ["account.id"], name=op.f("fk_paper_help_first_by")),
        sa.ForeignKeyConstraint(["second_by"], ["account.id"], name=op.f("fk_paper_help_second_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_paper_help")),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("paper_help")
    op.drop_table("paper_entry")
    op.drop_table("paper_conflict")
    op.drop_table("paper_ballot")
    op.drop_table("eligibility_check")
    op.drop_table("candidate_objection")
    op.drop_table("candidacy_support")
    op.drop_table("task_entry")
    op.drop_table("secret_ballot")
    op.drop_table("roll_supplement")
    op.drop_table("candidate_list")
    op.drop_table("candidacy")
    op.drop_table("secret_sums")
    op.drop_table("roll_objection")
    op.drop_table("revocation")
    op.drop_table("resolution_task")
    op.drop_table("recount")
    op.drop_table("recall")
    op.drop_table("objection_answer")
    op.drop_table("election")
    op.drop_table("ballot_by_proxy")
    op.drop_table("vote_reminder")
    op.drop_table("vote_proxy")
    op.drop_table("vote_notice")
    op.drop_table("timing_change")
    op.drop_table("signed_head")
    op.drop_table("secret_key")
    op.drop_table("partial_decryption")
    op.drop_table("paper_batch")
    op.drop_table("outcome_statement")
    op.drop_table("official_result")
    op.drop_table("objection")
    op.drop_table("legality_review")
    op.drop_table("key_holder")
    op.drop_table("inspection")
    op.drop_table("household_visit")
    op.drop_table("ballot_delivery")
    op.drop_column("ballot_box", "nonce")
    op.drop_column("roll_version", "made_by")
    op.drop_column("vote", "revoked_at")
    op.drop_column("vote", "objections_open")
    op.drop_column("vote", "counted_at")
    op.drop_column("vote", "counted_by")
    op.drop_column("vote", "change_reason")
    op.drop_column("vote", "edition")
    op.drop_column("vote", "review_asked_at")
    op.drop_column("vote", "review_asked_by")
    op.drop_column("vote", "removed_at")
    op.drop_column("vote", "removed_by")
    op.drop_column("vote", "copied_from")
    op.drop_column("vote", "notice_text")
    op.drop_column("vote", "early_end")
    op.drop_column("vote", "extension_days")
    op.drop_column("vote", "advisory")
    op.drop_column("vote", "audience")
    op.drop_column("vote", "mode")
    op.drop_column("vote", "kind")
    op.drop_column("vote_item", "alternative_of")
    op.drop_column("vote_result", "beside")
