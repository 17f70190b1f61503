"""satisfaction."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0026_satisfaction"
down_revision = "0025_fund"
branch_labels = None
depends_on = None

GUARDED = ["satisfaction_envelope", "satisfaction_participation", "satisfaction_result", "satisfaction_tally"]


def upgrade():
    op.create_table(
        "satisfaction_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column(
            "questions",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_satisfaction_round_opens_before_closing")),
        sa.ForeignKeyConstraint(["city_id"], ["region.id"], name=op.f("fk_satisfaction_round_city_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_satisfaction_round_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_round")),
        sa.UniqueConstraint("city_id", "year", name=op.f("uq_satisfaction_round_city_id_year")),
    )
    op.create_table(
        "satisfaction_envelope",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_satisfaction_envelope_estate_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["satisfaction_round.id"], name=op.f("fk_satisfaction_envelope_round_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_satisfaction_envelope")),
        sa.UniqueConstraint(
            "estate_id", "round_id", "token", name=op.f("uq_satisfaction_envelope_estate_id_round_id_token")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "satisfaction_result",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("households", sa.BigInteger(), nullable=False),
        sa.Column("valid", sa.BigInteger(), nullable=False),
        sa.Column("satisfied", sa.BigInteger(), nullable=False),
        sa.Column("basic", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_satisfaction_result_company_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_satisfaction_result_estate_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["satisfaction_round.id"], name=op.f("fk_satisfaction_result_round_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_satisfaction_result")),
        sa.UniqueConstraint("estate_id", "round_id", name=op.f("uq_satisfaction_result_estate_id_round_id")),
    )
    op.create_index("ix_satisfaction_result_company", "satisfaction_result", ["company_id"], unique=False)
    op.create_index("ix_satisfaction_result_year", "satisfaction_result", ["year"], unique=False)
    op.create_table(
        "satisfaction_tally",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("very_good", sa.BigInteger(), nullable=False),
        sa.Column("good", sa.BigInteger(), nullable=False),
        sa.Column("fair", sa.BigInteger(), nullable=False),
        sa.Column("poor", sa.BigInteger(), nullable=False),
        sa.Column("very_poor", sa.BigInteger(), nullable=False),
        sa.Column("unknown", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_satisfaction_tally_estate_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["satisfaction_round.id"], name=op.f("fk_satisfaction_tally_round_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_satisfaction_tally")),
        sa.UniqueConstraint(
            "estate_id",
            "round_id",
            "question",
            "channel",
            name=op.f("uq_satisfaction_tally_estate_id_round_id_question_channel"),
        ),
    )
    op.create_table(
        "satisfaction_participation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("keyed_by", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_satisfaction_participation_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_satisfaction_participation_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_satisfaction_participation_estate_id")
        ),
        sa.ForeignKeyConstraint(
            ["keyed_by"], ["account.id"], name=op.f("fk_satisfaction_participation_keyed_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["satisfaction_round.id"], name=op.f("fk_satisfaction_participation_round_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_satisfaction_participation")),
        sa.UniqueConstraint(
            "estate_id",
            "round_id",
            "unit_id",
            name=op.f("uq_satisfaction_participation_estate_id_round_id_unit_id"),
        ),
    )
    op.create_index(
        op.f("ix_satisfaction_participation_account_id"),
        "satisfaction_participation",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        "ix_satisfaction_participation_device",
        "satisfaction_participation",
        ["round_id", "device"],
        unique=False,
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("satisfaction_participation")
    op.drop_table("satisfaction_tally")
    op.drop_table("satisfaction_result")
    op.drop_table("satisfaction_envelope")
    op.drop_table("satisfaction_round")
