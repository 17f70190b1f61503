"""The governance platform."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0018_governance"
down_revision = "0017_payments"
branch_labels = None
depends_on = None

GUARDED = ["governance_case", "governance_number", "governance_parcel", "governance_try", "governance_update"]


def upgrade():
    op.create_table(
        "governance_category",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_governance_category")),
    )
    op.create_table(
        "governance_mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_governance_mark")),
    )
    op.create_table(
        "governance_nonce",
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_governance_nonce")),
    )
    op.create_index(op.f("ix_governance_nonce_at"), "governance_nonce", ["at"], unique=False)
    op.create_table(
        "governance_stray",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_stray")),
        sa.UniqueConstraint("update_id", name=op.f("uq_governance_stray_update_id")),
    )
    op.create_table(
        "governance_difference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["account.id"], name=op.f("fk_governance_difference_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_governance_difference_estate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_difference")),
    )
    op.create_index(
        "ix_governance_difference_estate",
        "governance_difference",
        ["estate_id", "closed_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_governance_difference_open",
        "governance_difference",
        ["what", "external_id", "closed_at"],
        unique=False,
    )
    op.create_table(
        "governance_case",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("outside_category", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("parcels", sa.BigInteger(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=True),
        sa.Column("outside_title", sa.String(), nullable=False),
        sa.Column("unknown_state", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("handed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_governance_case_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_governance_case_estate_id")),
        sa.ForeignKeyConstraint(["handed_by"], ["account.id"], name=op.f("fk_governance_case_handed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_governance_case")),
        sa.UniqueConstraint("estate_id", "ticket_id", name=op.f("uq_governance_case_estate_id_ticket_id")),
        sa.UniqueConstraint("external_id", name=op.f("uq_governance_case_external_id")),
    )
    op.create_index(
        "ix_governance_case_estate", "governance_case", ["estate_id", "state", "id"], unique=False
    )
    op.create_index("ix_governance_case_state", "governance_case", ["state", "heard_at"], unique=False)
    op.create_table(
        "governance_number",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "case_id"],
            ["governance_case.estate_id", "governance_case.id"],
            name=op.f("fk_governance_number_estate_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_governance_number_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_governance_number")),
        sa.UniqueConstraint(
            "estate_id", "case_id", "number", name=op.f("uq_governance_number_estate_id_case_id_number")
        ),
    )
    op.create_index("ix_governance_number", "governance_number", ["number"], unique=False)
    op.create_table(
        "governance_parcel",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_status", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_governance_parcel_seq_positive")),
        sa.ForeignKeyConstraint(
            ["estate_id", "case_id"],
            ["governance_case.estate_id", "governance_case.id"],
            name=op.f("fk_governance_parcel_estate_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_governance_parcel_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_governance_parcel")),
        sa.UniqueConstraint(
            "estate_id", "case_id", "seq", name=op.f("uq_governance_parcel_estate_id_case_id_seq")
        ),
    )
    op.create_index("ix_governance_parcel_due", "governance_parcel", ["state", "due_at"], unique=False)
    op.create_table(
        "governance_update",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "case_id"],
            ["governance_case.estate_id", "governance_case.id"],
            name=op.f("fk_governance_update_estate_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_governance_update_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_governance_update")),
        sa.UniqueConstraint(
            "estate_id", "case_id", "update_id", name=op.f("uq_governance_update_estate_id_case_id_update_id")
        ),
    )
    op.create_index(
        "ix_governance_update_case", "governance_update", ["estate_id", "case_id", "version"], unique=False
    )
    op.create_table(
        "governance_try",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived", sa.Boolean(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "parcel_id"],
            ["governance_parcel.estate_id", "governance_parcel.id"],
            name=op.f("fk_governance_try_estate_id_parcel_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_governance_try_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_governance_try")),
    )
    op.create_index("ix_governance_try_at", "governance_try", ["at"], unique=False)
    op.create_index(
        "ix_governance_try_parcel", "governance_try", ["estate_id", "parcel_id", "id"], unique=False
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("governance_try")
    op.drop_table("governance_update")
    op.drop_table("governance_parcel")
    op.drop_table("governance_number")
    op.drop_table("governance_case")
    op.drop_table("governance_difference")
    op.drop_table("governance_stray")
    op.drop_table("governance_nonce")
    op.drop_table("governance_mark")
    op.drop_table("governance_category")
