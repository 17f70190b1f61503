"""fund."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0025_fund"
down_revision = "0024_equipment"
branch_labels = None
depends_on = None

GUARDED = ["fund_payment", "fund_project", "fund_share"]


def upgrade():
    op.create_table(
        "fund_project",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("contractor", sa.String(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("scope_name", sa.String(), nullable=False),
        sa.Column("plan_fen", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_fen", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ground = '' OR vote_id IS NULL", name=op.f("ck_fund_project_urgent_without_vote")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> reviewed_by", name=op.f("ck_fund_project_two_people")
        ),
        sa.CheckConstraint("plan_fen > 0", name=op.f("ck_fund_project_something")),
        sa.CheckConstraint(
            "settled_fen IS NULL OR settled_fen <= plan_fen", name=op.f("ck_fund_project_within_plan")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_fund_project_asked_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_fund_project_confirmed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_fund_project_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_fund_project_estate_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name=op.f("fk_fund_project_reviewed_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_fund_project_settled_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_fund_project")),
    )
    op.create_index("ix_fund_project_vote", "fund_project", ["estate_id", "vote_id"], unique=False)
    op.create_table(
        "fund_payment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("voucher_no", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_fund_payment_something")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_fund_payment_entered_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "project_id"],
            ["fund_project.estate_id", "fund_project.id"],
            name=op.f("fk_fund_payment_estate_id_project_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_fund_payment_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_fund_payment")),
        sa.UniqueConstraint(
            "estate_id",
            "project_id",
            "voucher_no",
            name=op.f("uq_fund_payment_estate_id_project_id_voucher_no"),
        ),
    )
    op.create_table(
        "fund_share",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("unit_label", sa.String(), nullable=False),
        sa.Column("floor_area", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_fund_share_not_less_than_nothing")),
        sa.ForeignKeyConstraint(
            ["estate_id", "project_id"],
            ["fund_project.estate_id", "fund_project.id"],
            name=op.f("fk_fund_share_estate_id_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_fund_share_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_fund_share_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_fund_share")),
        sa.UniqueConstraint(
            "estate_id",
            "project_id",
            "of",
            "unit_id",
            name=op.f("uq_fund_share_estate_id_project_id_of_unit_id"),
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("fund_share")
    op.drop_table("fund_payment")
    op.drop_table("fund_project")
