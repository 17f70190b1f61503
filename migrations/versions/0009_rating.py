"""Ratings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0009_rating"
down_revision = "0008_notices"
branch_labels = None
depends_on = None

GUARDED = ["score_entry", "score_sheet"]


def upgrade():
    op.create_table(
        "score_sheet",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column(
            "vetoes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column(
            "result",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_for", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_score_sheet_confirmed_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_score_sheet_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_score_sheet_made_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_score_sheet_submitted_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("estate_id", "year", name=op.f("uq_score_sheet_estate_id_year")),
    )
    op.create_table(
        "score_entry",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "values",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("zeroed", sa.Boolean(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "sheet_id"],
            ["score_sheet.estate_id", "score_sheet.id"],
            name=op.f("fk_score_entry_estate_id_sheet_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_score_entry_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_score_entry_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_score_entry")),
    )
    op.create_index("ix_score_entry_sheet", "score_entry", ["estate_id", "sheet_id", "code"], unique=False)
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("score_entry")
    op.drop_table("score_sheet")
