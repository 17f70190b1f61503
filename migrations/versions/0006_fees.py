"""Tariffs and bills."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0006_fees"
down_revision = "0005_tickets"
branch_labels = None
depends_on = None

GUARDED = ["bill", "bill_line", "bill_run", "bill_settlement", "fee_item", "tariff", "voiding"]


def upgrade():
    op.create_table(
        "fee_item",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cycle_months", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cycle_months BETWEEN 1 AND 12", name=op.f("ck_fee_item_cycle")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_fee_item_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_fee_item_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_fee_item")),
        sa.UniqueConstraint("estate_id", "name", name=op.f("uq_fee_item_estate_id_name")),
    )
    op.create_table(
        "bill_run",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("until_on >= since_on", name=op.f("ck_bill_run_days_in_order")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_bill_run_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_run_estate_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_bill_run_issued_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_run")),
    )
    op.create_index("ix_bill_run_item", "bill_run", ["estate_id", "item_id", "since_on"], unique=False)
    op.create_table(
        "tariff",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit_kind", sa.String(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("rate_mfen", sa.BigInteger(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate_mfen >= 0", name=op.f("ck_tariff_rate")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name=op.f("ck_tariff_days_in_order")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_tariff_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_tariff_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_tariff_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_tariff")),
        sa.UniqueConstraint(
            "estate_id",
            "item_id",
            "unit_kind",
            "since_on",
            name=op.f("uq_tariff_estate_id_item_id_unit_kind_since_on"),
        ),
    )
    op.create_table(
        "bill",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_label", sa.String(), nullable=False),
        sa.Column("floor_area", sa.BigInteger(), nullable=True),
        sa.Column("liable", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'bill' AND amount_fen > 0 AND corrects_id IS NULL) OR (kind = 'red' AND amount_fen < 0 AND corrects_id IS NOT NULL)",
            name=op.f("ck_bill_sign"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "corrects_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_bill_estate_id_corrects_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_bill_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_bill_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "run_id"],
            ["bill_run.estate_id", "bill_run.id"],
            name=op.f("fk_bill_estate_id_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"], ["unit.estate_id", "unit.id"], name=op.f("fk_bill_estate_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill")),
        sa.UniqueConstraint("estate_id", "corrects_id", name="uq_bill_corrects"),
        sa.UniqueConstraint(
            "estate_id", "item_id", "unit_id", "since_on", "kind", "edition", name="uq_bill_once"
        ),
    )
    op.create_index("ix_bill_due", "bill", ["due_on"], unique=False)
    op.create_index("ix_bill_run", "bill", ["estate_id", "run_id"], unique=False)
    op.create_index("ix_bill_unit", "bill", ["estate_id", "unit_id"], unique=False)
    op.create_table(
        "bill_line",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("tariff_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("rate_mfen", sa.BigInteger(), nullable=False),
        sa.Column("floor_area", sa.BigInteger(), nullable=True),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_bill_line_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "tariff_id"],
            ["tariff.estate_id", "tariff.id"],
            name=op.f("fk_bill_line_estate_id_tariff_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_line_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_line")),
        sa.UniqueConstraint(
            "estate_id", "bill_id", "position", name=op.f("uq_bill_line_estate_id_bill_id_position")
        ),
    )
    op.create_table(
        "bill_settlement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_bill_settlement_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_bill_settlement_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_settlement_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_settlement")),
        sa.UniqueConstraint(
            "estate_id", "bill_id", "source_id", name=op.f("uq_bill_settlement_estate_id_bill_id_source_id")
        ),
    )
    op.create_index("ix_bill_settlement_source", "bill_settlement", ["estate_id", "source_id"], unique=False)
    op.create_table(
        "voiding",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_voiding_two_people")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_voiding_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"], ["bill.estate_id", "bill.id"], name=op.f("fk_voiding_estate_id_bill_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_voiding_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_voiding_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_voiding")),
    )
    op.create_index(
        "ix_voiding_open",
        "voiding",
        ["estate_id", "bill_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("voiding")
    op.drop_table("bill_settlement")
    op.drop_table("bill_line")
    op.drop_table("bill")
    op.drop_table("tariff")
    op.drop_table("bill_run")
    op.drop_table("fee_item")
