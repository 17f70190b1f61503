"""equipment."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0024_equipment"
down_revision = "0023_decoration"
branch_labels = None
depends_on = None

GUARDED = ["equipment", "equipment_upkeep", "upkeep_record", "upkeep_ticket"]


def upgrade():
    op.create_table(
        "equipment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("registration_code", sa.String(), nullable=False),
        sa.Column("firm", sa.String(), nullable=False),
        sa.Column("firm_phone", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("attention_on", sa.Date(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("retired_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(retired_on IS NULL) = (retired_why = '')", name=op.f("ck_equipment_retired_with_reason")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_equipment_entered_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "place_id"],
            ["common_place.estate_id", "common_place.id"],
            name=op.f("fk_equipment_estate_id_place_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_equipment_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("estate_id", "place_id", name=op.f("uq_equipment_estate_id_place_id")),
    )
    op.create_index(
        "ix_equipment_ledger", "equipment", ["estate_id", "retired_on", "attention_on", "id"], unique=False
    )
    op.create_table(
        "equipment_upkeep",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "equipment_id"],
            ["equipment.estate_id", "equipment.id"],
            name=op.f("fk_equipment_upkeep_estate_id_equipment_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_equipment_upkeep_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_equipment_upkeep")),
        sa.UniqueConstraint(
            "estate_id", "equipment_id", "code", name=op.f("uq_equipment_upkeep_estate_id_equipment_id_code")
        ),
    )
    op.create_index("ix_equipment_upkeep_due", "equipment_upkeep", ["due_on"], unique=False)
    op.create_table(
        "upkeep_record",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'passed') = (valid_until IS NOT NULL)",
            name=op.f("ck_upkeep_record_valid_when_passed"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "equipment_id"],
            ["equipment.estate_id", "equipment.id"],
            name=op.f("fk_upkeep_record_estate_id_equipment_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_upkeep_record_estate_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_upkeep_record_recorded_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_upkeep_record")),
    )
    op.create_index(
        "ix_upkeep_record_equipment", "upkeep_record", ["estate_id", "equipment_id", "done_on"], unique=False
    )
    op.create_table(
        "upkeep_ticket",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "equipment_id"],
            ["equipment.estate_id", "equipment.id"],
            name=op.f("fk_upkeep_ticket_estate_id_equipment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_upkeep_ticket_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_upkeep_ticket_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_upkeep_ticket")),
        sa.UniqueConstraint(
            "estate_id",
            "equipment_id",
            "code",
            "due_on",
            "stage",
            name=op.f("uq_upkeep_ticket_estate_id_equipment_id_code_due_on_stage"),
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("upkeep_ticket")
    op.drop_table("upkeep_record")
    op.drop_table("equipment_upkeep")
    op.drop_table("equipment")
