"""More of payments."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0015_payments"
down_revision = "0014_deliberation"
branch_labels = None
depends_on = None

GUARDED = ["desk_check", "desk_closing"]


def upgrade():
    op.add_column("payment_order", sa.Column("merchant", sa.String(), nullable=True))
    op.add_column("payment_order", sa.Column("scene", sa.String(), nullable=True))
    op.create_table(
        "desk_closing",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_fen", sa.BigInteger(), nullable=False),
        sa.Column("counted_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "booked_fen = counted_fen OR reason <> ''", name=op.f("ck_desk_closing_explained")
        ),
        sa.CheckConstraint("booked_fen >= 0 AND counted_fen >= 0", name=op.f("ck_desk_closing_no_debts")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_desk_closing_closed_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_desk_closing_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_desk_closing")),
        sa.UniqueConstraint("estate_id", "since_at", name=op.f("uq_desk_closing_estate_id_since_at")),
    )
    op.create_table(
        "desk_check",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closing_id", sa.Uuid(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_desk_check_checked_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "closing_id"],
            ["desk_closing.estate_id", "desk_closing.id"],
            name=op.f("fk_desk_check_estate_id_closing_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_desk_check_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_desk_check")),
        sa.UniqueConstraint("estate_id", "closing_id", name=op.f("uq_desk_check_estate_id_closing_id")),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("desk_check")
    op.drop_table("desk_closing")
    op.drop_column("payment_order", "scene")
    op.drop_column("payment_order", "merchant")
