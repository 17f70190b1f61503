"""Opinion polls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0014_surveys"
down_revision = "0013_fees"
branch_labels = None
depends_on = None

GUARDED = [
    "survey",
    "survey_answer",
    "survey_draft",
    "survey_envelope",
    "survey_outcome",
    "survey_participation",
    "survey_text",
]


def upgrade():
    op.create_table(
        "survey",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("intro", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("showing", sa.String(), nullable=False),
        sa.Column("changeable", sa.Boolean(), nullable=False),
        sa.Column(
            "ties",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "building_ids",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "quotas",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "questions",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_why", sa.String(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_survey_opens_before_closing")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_survey_closed_by")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_survey_drafted_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_estate_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_survey_published_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey")),
    )
    op.create_index("ix_survey_state", "survey", ["state", "closes_at"], unique=False)
    op.create_table(
        "survey_draft",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_survey_draft_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "survey_id"],
            ["survey.estate_id", "survey.id"],
            name=op.f("fk_survey_draft_estate_id_survey_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_draft_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey_draft")),
        sa.UniqueConstraint(
            "estate_id",
            "survey_id",
            "account_id",
            name=op.f("uq_survey_draft_estate_id_survey_id_account_id"),
        ),
    )
    op.create_table(
        "survey_envelope",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "survey_id"],
            ["survey.estate_id", "survey.id"],
            name=op.f("fk_survey_envelope_estate_id_survey_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_envelope_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey_envelope")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_envelope_survey_id"), "survey_envelope", ["survey_id"], unique=False)
    op.create_table(
        "survey_outcome",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "survey_id"],
            ["survey.estate_id", "survey.id"],
            name=op.f("fk_survey_outcome_estate_id_survey_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_outcome_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_survey_outcome_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey_outcome")),
    )
    op.create_index("ix_survey_outcome_survey", "survey_outcome", ["estate_id", "survey_id"], unique=False)
    op.create_table(
        "survey_participation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_survey_participation_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "survey_id"],
            ["survey.estate_id", "survey.id"],
            name=op.f("fk_survey_participation_estate_id_survey_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_participation_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey_participation")),
        sa.UniqueConstraint(
            "estate_id", "survey_id", "token", name=op.f("uq_survey_participation_estate_id_survey_id_token")
        ),
    )
    op.create_index("ix_survey_participation_account", "survey_participation", ["account_id"], unique=False)
    op.create_table(
        "survey_answer",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("tie", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "participation_id IS NOT NULL OR (building_id IS NULL AND tie IS NULL AND answered_at IS NULL)",
            name=op.f("ck_survey_answer_named_or_nothing"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "participation_id"],
            ["survey_participation.estate_id", "survey_participation.id"],
            name=op.f("fk_survey_answer_estate_id_participation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "survey_id"],
            ["survey.estate_id", "survey.id"],
            name=op.f("fk_survey_answer_estate_id_survey_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_answer_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint(
            "estate_id", "participation_id", name=op.f("uq_survey_answer_estate_id_participation_id")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_survey", "survey_answer", ["estate_id", "survey_id"], unique=False)
    op.create_table(
        "survey_text",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_survey_text_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "answer_id"],
            ["survey_answer.estate_id", "survey_answer.id"],
            name=op.f("fk_survey_text_estate_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "survey_id"],
            ["survey.estate_id", "survey.id"],
            name=op.f("fk_survey_text_estate_id_survey_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_survey_text_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_survey_text")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_text_answer", "survey_text", ["estate_id", "answer_id"], unique=False)
    op.create_index("ix_survey_text_state", "survey_text", ["estate_id", "survey_id", "state"], unique=False)
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("survey_text")
    op.drop_table("survey_answer")
    op.drop_table("survey_participation")
    op.drop_table("survey_outcome")
    op.drop_table("survey_envelope")
    op.drop_table("survey_draft")
    op.drop_table("survey")
