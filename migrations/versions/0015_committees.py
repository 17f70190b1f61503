"""Owners' committees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0015_committees"
down_revision = "0014_surveys"
branch_labels = None
depends_on = None

GUARDED = [
    "committee_filing",
    "committee_formation",
    "committee_meeting",
    "committee_task",
    "disclosure",
    "disclosure_line",
    "formation_revocation",
    "handover_item",
    "meeting_attendance",
    "meeting_decision",
    "seal_use",
]


def upgrade():
    op.add_column("committee_member", sa.Column("leaving", sa.String(), nullable=True))
    op.add_column("committee_member", sa.Column("party", sa.Boolean(), nullable=True))
    op.add_column("committee_member", sa.Column("grant_id", sa.Uuid(), nullable=True))
    op.add_column("committee_term", sa.Column("vote_id", sa.Uuid(), nullable=True))
    op.add_column(
        "committee_term", sa.Column("agreed_seats", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "committee_term", sa.Column("least_members", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_table(
        "committee_formation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("formed", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_committee_formation_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_committee_formation")),
        sa.UniqueConstraint("estate_id", "item_id", name=op.f("uq_committee_formation_estate_id_item_id")),
    )
    op.create_table(
        "disclosure",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_disclosure_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_disclosure_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_disclosure")),
    )
    op.create_index("ix_disclosure_period", "disclosure", ["estate_id", "account", "since_on"], unique=False)
    op.create_table(
        "committee_filing",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "papers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"],
            ["committee_term.estate_id", "committee_term.id"],
            name=op.f("fk_committee_filing_estate_id_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_committee_filing_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_committee_filing")),
    )
    op.create_table(
        "committee_meeting",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["called_by"], ["account.id"], name=op.f("fk_committee_meeting_called_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "term_id"],
            ["committee_term.estate_id", "committee_term.id"],
            name=op.f("fk_committee_meeting_estate_id_term_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_committee_meeting_estate_id")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_committee_meeting_published_by")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_committee_meeting")),
        sa.UniqueConstraint(
            "estate_id", "term_id", "number", name=op.f("uq_committee_meeting_estate_id_term_id_number")
        ),
    )
    op.create_table(
        "committee_task",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "term_id"],
            ["committee_term.estate_id", "committee_term.id"],
            name=op.f("fk_committee_task_estate_id_term_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_committee_task_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_committee_task")),
        sa.UniqueConstraint(
            "estate_id",
            "term_id",
            "kind",
            "about",
            name=op.f("uq_committee_task_estate_id_term_id_kind_about"),
        ),
    )
    op.create_table(
        "disclosure_line",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_disclosure_line_amount_positive")),
        sa.ForeignKeyConstraint(
            ["estate_id", "disclosure_id"],
            ["disclosure.estate_id", "disclosure.id"],
            name=op.f("fk_disclosure_line_estate_id_disclosure_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_disclosure_line_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_disclosure_line")),
    )
    op.create_index(
        "ix_disclosure_line_disclosure", "disclosure_line", ["estate_id", "disclosure_id"], unique=False
    )
    op.create_table(
        "formation_revocation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "formation_id"],
            ["committee_formation.estate_id", "committee_formation.id"],
            name=op.f("fk_formation_revocation_estate_id_formation_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_formation_revocation_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_formation_revocation")),
        sa.UniqueConstraint(
            "estate_id", "formation_id", name=op.f("uq_formation_revocation_estate_id_formation_id")
        ),
    )
    op.create_table(
        "handover_item",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("handed_by", sa.String(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "term_id"],
            ["committee_term.estate_id", "committee_term.id"],
            name=op.f("fk_handover_item_estate_id_term_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_handover_item_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_handover_item")),
    )
    op.create_index("ix_handover_item_term", "handover_item", ["estate_id", "term_id"], unique=False)
    op.create_table(
        "seal_use",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("copies", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("handled_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_seal_use_copies_positive")),
        sa.ForeignKeyConstraint(
            ["estate_id", "term_id"],
            ["committee_term.estate_id", "committee_term.id"],
            name=op.f("fk_seal_use_estate_id_term_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_seal_use_estate_id")),
        sa.ForeignKeyConstraint(["handled_by"], ["account.id"], name=op.f("fk_seal_use_handled_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_seal_use")),
    )
    op.create_index("ix_seal_use_day", "seal_use", ["estate_id", "used_on"], unique=False)
    op.create_table(
        "meeting_attendance",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "meeting_id"],
            ["committee_meeting.estate_id", "committee_meeting.id"],
            name=op.f("fk_meeting_attendance_estate_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "member_id"],
            ["committee_member.estate_id", "committee_member.id"],
            name=op.f("fk_meeting_attendance_estate_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_meeting_attendance_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint(
            "estate_id",
            "meeting_id",
            "member_id",
            name=op.f("uq_meeting_attendance_estate_id_meeting_id_member_id"),
        ),
    )
    op.create_table(
        "meeting_decision",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "answers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("members", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "meeting_id"],
            ["committee_meeting.estate_id", "committee_meeting.id"],
            name=op.f("fk_meeting_decision_estate_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_meeting_decision_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_meeting_decision")),
        sa.UniqueConstraint(
            "estate_id", "meeting_id", "number", name=op.f("uq_meeting_decision_estate_id_meeting_id_number")
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("meeting_decision")
    op.drop_table("meeting_attendance")
    op.drop_table("seal_use")
    op.drop_table("handover_item")
    op.drop_table("formation_revocation")
    op.drop_table("disclosure_line")
    op.drop_table("committee_task")
    op.drop_table("committee_meeting")
    op.drop_table("committee_filing")
    op.drop_table("disclosure")
    op.drop_table("committee_formation")
    op.drop_column("committee_member", "grant_id")
    op.drop_column("committee_member", "party")
    op.drop_column("committee_member", "leaving")
    op.drop_column("committee_term", "least_members")
    op.drop_column("committee_term", "agreed_seats")
    op.drop_column("committee_term", "vote_id")
