"""More of bills."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0013_fees"
down_revision = "0012_tickets"
branch_labels = None
depends_on = None

GUARDED = [
    "arrears_cause",
    "arrears_plan",
    "bill_dispute",
    "bill_draft",
    "bill_part",
    "bill_reminder",
    "cost_share",
    "draft_part",
    "fee_change",
    "handover",
    "late_term",
    "meter",
    "old_bills",
    "plan_bill",
    "plan_instalment",
    "reading",
    "reading_window",
    "relief",
    "sent_reading",
    "shared_cost",
    "tariff_step",
]


def upgrade():
    op.add_column("bill_run", sa.Column("contract_id", sa.Uuid(), nullable=True))
    op.add_column("fee_item", sa.Column("place_of", sa.String(), server_default="common", nullable=False))
    op.add_column("fee_item", sa.Column("place_basis", sa.String(), server_default="", nullable=False))
    op.create_table(
        "bill_draft",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> drafted_by", name=op.f("ck_bill_draft_two_people")
        ),
        sa.CheckConstraint("until_on >= since_on", name=op.f("ck_bill_draft_days_in_order")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_bill_draft_decided_by")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_bill_draft_drafted_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_draft_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_draft")),
    )
    op.create_index("ix_bill_draft_state", "bill_draft", ["state"], unique=False)
    op.create_table(
        "old_bills",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_old_bills_estate_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_old_bills_issued_by")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["account.id"], name=op.f("fk_old_bills_uploaded_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_old_bills")),
    )
    op.create_index("ix_old_bills_digest", "old_bills", ["estate_id", "digest"], unique=False)
    op.create_table(
        "late_term",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("daily_ppm", sa.BigInteger(), nullable=False),
        sa.Column("cap_permille", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cap_permille BETWEEN 0 AND 1000", name=op.f("ck_late_term_cap")),
        sa.CheckConstraint("daily_ppm BETWEEN 0 AND 3000", name=op.f("ck_late_term_rate")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_late_term_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_late_term_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_late_term_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_late_term")),
        sa.UniqueConstraint(
            "estate_id", "item_id", "since_on", name=op.f("uq_late_term_estate_id_item_id_since_on")
        ),
    )
    op.create_table(
        "draft_part",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("refused_why", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "draft_id"],
            ["bill_draft.estate_id", "bill_draft.id"],
            name=op.f("fk_draft_part_estate_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_draft_part_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "run_id"],
            ["bill_run.estate_id", "bill_run.id"],
            name=op.f("fk_draft_part_estate_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_draft_part_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_draft_part")),
        sa.UniqueConstraint(
            "estate_id", "draft_id", "item_id", name=op.f("uq_draft_part_estate_id_draft_id_item_id")
        ),
    )
    op.create_index("ix_draft_part_state", "draft_part", ["state"], unique=False)
    op.create_table(
        "fee_change",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit_kind", sa.String(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("rate_mfen", sa.BigInteger(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.Column("tariff_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("rate_mfen >= 0", name=op.f("ck_fee_change_rate")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_fee_change_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "tariff_id"],
            ["tariff.estate_id", "tariff.id"],
            name=op.f("fk_fee_change_estate_id_tariff_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_fee_change_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_fee_change_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_fee_change")),
    )
    op.create_index("ix_fee_change_item", "fee_change", ["estate_id", "item_id"], unique=False)
    op.create_table(
        "reading_window",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "until_on >= since_on AND closes_on >= opens_on", name=op.f("ck_reading_window_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_reading_window_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "run_id"],
            ["bill_run.estate_id", "bill_run.id"],
            name=op.f("fk_reading_window_estate_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_reading_window_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_reading_window_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_reading_window")),
        sa.UniqueConstraint(
            "estate_id", "item_id", "since_on", name=op.f("uq_reading_window_estate_id_item_id_since_on")
        ),
    )
    op.create_table(
        "shared_cost",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("rate_mfen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_why", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_shared_cost_something")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> drafted_by", name=op.f("ck_shared_cost_two_people")
        ),
        sa.CheckConstraint("until_on >= since_on", name=op.f("ck_shared_cost_days_in_order")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_shared_cost_decided_by")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_shared_cost_drafted_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "building_id"],
            ["building.estate_id", "building.id"],
            name=op.f("fk_shared_cost_estate_id_building_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_shared_cost_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "run_id"],
            ["bill_run.estate_id", "bill_run.id"],
            name=op.f("fk_shared_cost_estate_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_shared_cost_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_shared_cost")),
    )
    op.create_index("ix_shared_cost_item", "shared_cost", ["estate_id", "item_id", "since_on"], unique=False)
    op.create_table(
        "tariff_step",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tariff_id", sa.Uuid(), nullable=False),
        sa.Column("above_milli", sa.BigInteger(), nullable=False),
        sa.Column("rate_mfen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("above_milli > 0 AND rate_mfen >= 0", name=op.f("ck_tariff_step_step")),
        sa.ForeignKeyConstraint(
            ["estate_id", "tariff_id"],
            ["tariff.estate_id", "tariff.id"],
            name=op.f("fk_tariff_step_estate_id_tariff_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_tariff_step_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_tariff_step")),
        sa.UniqueConstraint(
            "estate_id",
            "tariff_id",
            "above_milli",
            name=op.f("uq_tariff_step_estate_id_tariff_id_above_milli"),
        ),
    )
    op.create_table(
        "arrears_cause",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_arrears_cause_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_arrears_cause_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_arrears_cause_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_arrears_cause")),
    )
    op.create_index("ix_arrears_cause_unit", "arrears_cause", ["estate_id", "unit_id"], unique=False)
    op.create_table(
        "arrears_plan",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_fen", sa.BigInteger(), nullable=False),
        sa.Column("to_come_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "agreed_at IS NOT NULL OR state IN ('proposed', 'declined')", name=op.f("ck_arrears_plan_agreed")
        ),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], name=op.f("fk_arrears_plan_agreed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_arrears_plan_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_arrears_plan_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_arrears_plan_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_arrears_plan")),
    )
    op.create_index(
        "ix_arrears_plan_open",
        "arrears_plan",
        ["estate_id", "unit_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'running')"),
        postgresql_where=sa.text("state IN ('proposed', 'running')"),
    )
    op.create_table(
        "cost_share",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cost_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen >= 0 AND weight > 0", name=op.f("ck_cost_share_not_negative")),
        sa.ForeignKeyConstraint(
            ["estate_id", "cost_id"],
            ["shared_cost.estate_id", "shared_cost.id"],
            name=op.f("fk_cost_share_estate_id_cost_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_cost_share_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_cost_share_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_cost_share")),
        sa.UniqueConstraint(
            "estate_id", "cost_id", "unit_id", name=op.f("uq_cost_share_estate_id_cost_id_unit_id")
        ),
    )
    op.create_table(
        "handover",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seller_id <> buyer_id", name=op.f("ck_handover_two_owners")),
        sa.ForeignKeyConstraint(
            ["estate_id", "buyer_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_handover_estate_id_buyer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "seller_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_handover_estate_id_seller_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_handover_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_handover_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_handover_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_handover")),
        sa.UniqueConstraint("code", name=op.f("uq_handover_code")),
        sa.UniqueConstraint("estate_id", "unit_id", "on", name=op.f("uq_handover_estate_id_unit_id_on")),
    )
    op.create_table(
        "meter",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("start_milli", sa.BigInteger(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("start_milli >= 0", name=op.f("ck_meter_start")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_meter_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"], ["unit.estate_id", "unit.id"], name=op.f("fk_meter_estate_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_meter_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_meter")),
        sa.UniqueConstraint("estate_id", "item_id", "number", name=op.f("uq_meter_estate_id_item_id_number")),
    )
    op.create_table(
        "relief",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("permille", sa.BigInteger(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_relief_two_people")
        ),
        sa.CheckConstraint("permille BETWEEN 1 AND 1000", name=op.f("ck_relief_share")),
        sa.CheckConstraint("until_on >= since_on", name=op.f("ck_relief_days_in_order")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_relief_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_relief_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"], ["unit.estate_id", "unit.id"], name=op.f("fk_relief_estate_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_relief_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_relief_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_relief")),
    )
    op.create_index("ix_relief_unit", "relief", ["estate_id", "item_id", "unit_id"], unique=False)
    op.create_table(
        "bill_dispute",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_bill_dispute_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_bill_dispute_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_dispute_estate_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["account.id"], name=op.f("fk_bill_dispute_raised_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_dispute")),
    )
    op.create_index(
        "ix_bill_dispute_open",
        "bill_dispute",
        ["estate_id", "bill_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "bill_part",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=True),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("rate_mfen", sa.BigInteger(), nullable=True),
        sa.Column("whole_fen", sa.BigInteger(), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("weights", sa.BigInteger(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'relief' AND amount_fen < 0) OR (kind <> 'relief' AND amount_fen > 0)",
            name=op.f("ck_bill_part_sign"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_bill_part_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_part_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_part")),
        sa.UniqueConstraint(
            "estate_id", "bill_id", "position", name=op.f("uq_bill_part_estate_id_bill_id_position")
        ),
    )
    op.create_index("ix_bill_part_source", "bill_part", ["estate_id", "source_id"], unique=False)
    op.create_table(
        "bill_reminder",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("open_fen", sa.BigInteger(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("open_fen > 0", name=op.f("ck_bill_reminder_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_bill_reminder_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_bill_reminder_estate_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_bill_reminder_sent_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_bill_reminder")),
        sa.UniqueConstraint(
            "estate_id", "bill_id", "step", name=op.f("uq_bill_reminder_estate_id_bill_id_step")
        ),
    )
    op.create_index("ix_bill_reminder_batch", "bill_reminder", ["estate_id", "batch_id"], unique=False)
    op.create_table(
        "plan_bill",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_plan_bill_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "plan_id"],
            ["arrears_plan.estate_id", "arrears_plan.id"],
            name=op.f("fk_plan_bill_estate_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_plan_bill_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_plan_bill")),
        sa.UniqueConstraint(
            "estate_id", "plan_id", "bill_id", name=op.f("uq_plan_bill_estate_id_plan_id_bill_id")
        ),
    )
    op.create_index("ix_plan_bill_bill", "plan_bill", ["estate_id", "bill_id"], unique=False)
    op.create_table(
        "plan_instalment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_plan_instalment_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "plan_id"],
            ["arrears_plan.estate_id", "arrears_plan.id"],
            name=op.f("fk_plan_instalment_estate_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_plan_instalment_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_plan_instalment")),
        sa.UniqueConstraint(
            "estate_id", "plan_id", "position", name=op.f("uq_plan_instalment_estate_id_plan_id_position")
        ),
    )
    op.create_table(
        "reading",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("window_id", sa.Uuid(), nullable=False),
        sa.Column("meter_id", sa.Uuid(), nullable=False),
        sa.Column("before_milli", sa.BigInteger(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=False),
        sa.Column("old_last_milli", sa.BigInteger(), nullable=True),
        sa.Column("new_first_milli", sa.BigInteger(), nullable=True),
        sa.Column("used_milli", sa.BigInteger(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value_milli >= 0 AND used_milli >= 0", name=op.f("ck_reading_not_negative")),
        sa.ForeignKeyConstraint(
            ["estate_id", "meter_id"],
            ["meter.estate_id", "meter.id"],
            name=op.f("fk_reading_estate_id_meter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "window_id"],
            ["reading_window.estate_id", "reading_window.id"],
            name=op.f("fk_reading_estate_id_window_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_reading_estate_id")),
        sa.ForeignKeyConstraint(["read_by"], ["account.id"], name=op.f("fk_reading_read_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_reading")),
        sa.UniqueConstraint(
            "estate_id", "window_id", "meter_id", name=op.f("uq_reading_estate_id_window_id_meter_id")
        ),
    )
    op.create_table(
        "sent_reading",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("window_id", sa.Uuid(), nullable=False),
        sa.Column("meter_id", sa.Uuid(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("value_milli >= 0", name=op.f("ck_sent_reading_not_negative")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_sent_reading_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "meter_id"],
            ["meter.estate_id", "meter.id"],
            name=op.f("fk_sent_reading_estate_id_meter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "window_id"],
            ["reading_window.estate_id", "reading_window.id"],
            name=op.f("fk_sent_reading_estate_id_window_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_sent_reading_estate_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_sent_reading_sent_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_sent_reading")),
    )
    op.create_index(
        "ix_sent_reading_open",
        "sent_reading",
        ["estate_id", "window_id", "meter_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("sent_reading")
    op.drop_table("reading")
    op.drop_table("plan_instalment")
    op.drop_table("plan_bill")
    op.drop_table("bill_reminder")
    op.drop_table("bill_part")
    op.drop_table("bill_dispute")
    op.drop_table("relief")
    op.drop_table("meter")
    op.drop_table("handover")
    op.drop_table("cost_share")
    op.drop_table("arrears_plan")
    op.drop_table("arrears_cause")
    op.drop_table("tariff_step")
    op.drop_table("shared_cost")
    op.drop_table("reading_window")
    op.drop_table("fee_change")
    op.drop_table("draft_part")
    op.drop_table("late_term")
    op.drop_table("old_bills")
    op.drop_table("bill_draft")
    op.drop_column("bill_run", "contract_id")
    op.drop_column("fee_item", "place_basis")
    op.drop_column("fee_item", "place_of")
