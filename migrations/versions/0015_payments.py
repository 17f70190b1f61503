"""More of payments."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0015_payments"
down_revision = "0014_deliberation"
branch_labels = None
depends_on = None

GUARDED = [
    "allocation",
    "channel_statement",
    "closed_day",
    "desk_check",
    "desk_closing",
    "difference_case",
    "refund",
    "refund_approval",
    "statement_line",
]


def upgrade():
    op.add_column("payment_order", sa.Column("merchant", sa.String(), nullable=True))
    op.add_column("payment_order", sa.Column("scene", sa.String(), nullable=True))
    op.create_table(
        "allocation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_allocation_something")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_allocation_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_allocation_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_allocation")),
    )
    op.create_index("ix_allocation_of", "allocation", ["estate_id", "of_id"], unique=False)
    op.create_table(
        "channel_statement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("refunded_fen", sa.BigInteger(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("elsewhere_fen", sa.BigInteger(), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_channel_statement_estate_id")),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["account.id"], name=op.f("fk_channel_statement_imported_by")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_channel_statement")),
        sa.UniqueConstraint(
            "estate_id",
            "channel",
            "merchant",
            "on",
            name=op.f("uq_channel_statement_estate_id_channel_merchant_on"),
        ),
    )
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
        "closed_day",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("matched_fen", sa.BigInteger(), nullable=False),
        sa.Column("explained_fen", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_closed_day_closed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "statement_id"],
            ["channel_statement.estate_id", "channel_statement.id"],
            name=op.f("fk_closed_day_estate_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_closed_day_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_closed_day")),
        sa.UniqueConstraint("estate_id", "statement_id", name=op.f("uq_closed_day_estate_id_statement_id")),
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
    op.create_table(
        "difference_case",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("refund_number", sa.String(), nullable=False),
        sa.Column("ours_fen", sa.BigInteger(), nullable=False),
        sa.Column("theirs_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state = 'open' OR note <> ''", name=op.f("ck_difference_case_explained")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_difference_case_closed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "statement_id"],
            ["channel_statement.estate_id", "channel_statement.id"],
            name=op.f("fk_difference_case_estate_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_difference_case_estate_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_difference_case_owner_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_difference_case")),
        sa.UniqueConstraint(
            "estate_id",
            "statement_id",
            "kind",
            "number",
            "refund_number",
            name=op.f("uq_difference_case_estate_id_statement_id_kind_number_refund_number"),
        ),
    )
    op.create_index("ix_difference_case_state", "difference_case", ["estate_id", "state"], unique=False)
    op.create_table(
        "statement_line",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("refund_number", sa.String(), nullable=False),
        sa.Column("trade_no", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "statement_id"],
            ["channel_statement.estate_id", "channel_statement.id"],
            name=op.f("fk_statement_line_estate_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_statement_line_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_statement_line")),
        sa.UniqueConstraint(
            "estate_id",
            "statement_id",
            "position",
            name=op.f("uq_statement_line_estate_id_statement_id_position"),
        ),
    )
    op.create_index(
        "ix_statement_line_number", "statement_line", ["estate_id", "number", "refund_number"], unique=False
    )
    op.create_table(
        "refund",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_refund_something")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_refund_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_refund_asked_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "payment_id"],
            ["payment.estate_id", "payment.id"],
            name=op.f("fk_refund_estate_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_refund_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_refund")),
        sa.UniqueConstraint("estate_id", "number", name=op.f("uq_refund_estate_id_number")),
    )
    op.create_index("ix_refund_number", "refund", ["number"], unique=False)
    op.create_index("ix_refund_payment", "refund", ["estate_id", "payment_id"], unique=False)
    op.create_index("ix_refund_waiting", "refund", ["state", "sent_at"], unique=False)
    op.create_table(
        "refund_approval",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_refund_approval_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "refund_id"],
            ["refund.estate_id", "refund.id"],
            name=op.f("fk_refund_approval_estate_id_refund_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_refund_approval_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_refund_approval")),
        sa.UniqueConstraint(
            "estate_id",
            "refund_id",
            "account_id",
            name=op.f("uq_refund_approval_estate_id_refund_id_account_id"),
        ),
        sa.UniqueConstraint(
            "estate_id", "refund_id", "role", name=op.f("uq_refund_approval_estate_id_refund_id_role")
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("refund_approval")
    op.drop_table("refund")
    op.drop_table("statement_line")
    op.drop_table("difference_case")
    op.drop_table("desk_check")
    op.drop_table("closed_day")
    op.drop_table("desk_closing")
    op.drop_table("channel_statement")
    op.drop_table("allocation")
    op.drop_column("payment_order", "scene")
    op.drop_column("payment_order", "merchant")
