"""takeover."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0027_takeover"
down_revision = "0026_satisfaction"
branch_labels = None
depends_on = None

GUARDED = ["takeover", "takeover_figures"]


def upgrade():
    op.create_table(
        "standby_company",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_standby_company_company_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_standby_company_county_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_standby_company_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standby_company")),
        sa.UniqueConstraint("county_id", "company_id", name=op.f("uq_standby_company_county_id_company_id")),
    )
    op.create_table(
        "takeover",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("cause_words", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("services", sa.String(), nullable=False),
        sa.Column("fee_mfen", sa.BigInteger(), nullable=False),
        sa.Column("aid_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_words", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_cause", sa.String(), nullable=False),
        sa.Column("end_words", sa.String(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= since_on", name=op.f("ck_takeover_end_in_order")),
        sa.CheckConstraint("fee_mfen >= 0 AND aid_fen >= 0", name=op.f("ck_takeover_terms")),
        sa.CheckConstraint("until_on >= since_on", name=op.f("ck_takeover_days_in_order")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_takeover_company_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_takeover_decided_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_takeover_ended_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_takeover_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_takeover_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_takeover")),
    )
    op.create_index("ix_takeover_state", "takeover", ["state", "estate_id"], unique=False)
    op.create_table(
        "takeover_figures",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("takeover_id", sa.Uuid(), nullable=False),
        sa.Column(
            "figures",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "takeover_id"],
            ["takeover.estate_id", "takeover.id"],
            name=op.f("fk_takeover_figures_estate_id_takeover_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_takeover_figures_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_takeover_figures")),
        sa.UniqueConstraint(
            "estate_id", "takeover_id", name=op.f("uq_takeover_figures_estate_id_takeover_id")
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("takeover_figures")
    op.drop_table("takeover")
    op.drop_table("standby_company")
