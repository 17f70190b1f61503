"""Payments, ledger, receipts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0007_payments"
down_revision = "0006_fees"
branch_labels = None
depends_on = None

GUARDED = [
    "ledger_account",
    "ledger_entry",
    "ledger_transaction",
    "payment",
    "payment_order",
    "payment_order_line",
    "receipt",
    "receipt_counter",
]


def upgrade():
    op.create_table(
        "channel_alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("estate_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("trade_no", sa.String(), nullable=False),
        sa.Column(
            "said",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_channel_alarm_estate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_alarm")),
        sa.UniqueConstraint(
            "channel",
            "trade_no",
            "order_number",
            "kind",
            name=op.f("uq_channel_alarm_channel_trade_no_order_number_kind"),
        ),
    )
    op.create_index(op.f("ix_channel_alarm_estate_id"), "channel_alarm", ["estate_id"], unique=False)
    op.create_table(
        "ledger_account",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ledger_account_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint(
            "estate_id",
            "kind",
            "of_id",
            "channel",
            name=op.f("uq_ledger_account_estate_id_kind_of_id_channel"),
        ),
    )
    op.create_table(
        "ledger_transaction",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("posting", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ledger_transaction_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ledger_transaction")),
        sa.UniqueConstraint(
            "estate_id",
            "posting",
            "source_id",
            name=op.f("uq_ledger_transaction_estate_id_posting_source_id"),
        ),
    )
    op.create_table(
        "payment_order",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_order_something")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payment_order_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_payment_order_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("estate_id", "number", name=op.f("uq_payment_order_estate_id_number")),
    )
    op.create_index(op.f("ix_payment_order_account_id"), "payment_order", ["account_id"], unique=False)
    op.create_index("ix_payment_order_number", "payment_order", ["number"], unique=False)
    op.create_index("ix_payment_order_waiting", "payment_order", ["state", "expires_at"], unique=False)
    op.create_table(
        "receipt_counter",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_receipt_counter_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_receipt_counter")),
        sa.UniqueConstraint("estate_id", "year", name=op.f("uq_receipt_counter_estate_id_year")),
    )
    op.create_table(
        "payment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("trade_no", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("surplus_fen", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_something")),
        sa.CheckConstraint("surplus_fen BETWEEN 0 AND amount_fen", name=op.f("ck_payment_surplus")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payment_account_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_payment_entered_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "order_id"],
            ["payment_order.estate_id", "payment_order.id"],
            name=op.f("fk_payment_estate_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_payment_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment")),
        sa.UniqueConstraint(
            "estate_id", "channel", "trade_no", name=op.f("uq_payment_estate_id_channel_trade_no")
        ),
    )
    op.create_index("ix_payment_order", "payment", ["estate_id", "order_id"], unique=False)
    op.create_index("ix_payment_paid", "payment", ["estate_id", "paid_at"], unique=False)
    op.create_index("ix_payment_trade", "payment", ["channel", "trade_no"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "payment_id"],
            ["payment.estate_id", "payment.id"],
            name=op.f("fk_receipt_estate_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_receipt_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("estate_id", "payment_id", name=op.f("uq_receipt_estate_id_payment_id")),
        sa.UniqueConstraint("estate_id", "year", "count", name=op.f("uq_receipt_estate_id_year_count")),
    )
    op.create_index("ix_receipt_code", "receipt", ["code"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_ledger_entry_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "account_id"],
            ["ledger_account.estate_id", "ledger_account.id"],
            name=op.f("fk_ledger_entry_estate_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_ledger_entry_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "transaction_id"],
            ["ledger_transaction.estate_id", "ledger_transaction.id"],
            name=op.f("fk_ledger_entry_estate_id_transaction_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ledger_entry_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ledger_entry")),
    )
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["estate_id", "account_id"], unique=False)
    op.create_index("ix_ledger_entry_bill", "ledger_entry", ["estate_id", "bill_id"], unique=False)
    op.create_index(
        "ix_ledger_entry_transaction", "ledger_entry", ["estate_id", "transaction_id"], unique=False
    )
    op.create_table(
        "payment_order_line",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_order_line_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_payment_order_line_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "order_id"],
            ["payment_order.estate_id", "payment_order.id"],
            name=op.f("fk_payment_order_line_estate_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_payment_order_line_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_order_line")),
        sa.UniqueConstraint(
            "estate_id", "order_id", "bill_id", name=op.f("uq_payment_order_line_estate_id_order_id_bill_id")
        ),
    )
    op.create_index(
        "ix_payment_order_line_bill", "payment_order_line", ["estate_id", "bill_id"], unique=False
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("payment_order_line")
    op.drop_table("ledger_entry")
    op.drop_table("receipt")
    op.drop_table("payment")
    op.drop_table("receipt_counter")
    op.drop_table("payment_order")
    op.drop_table("ledger_transaction")
    op.drop_table("ledger_account")
    op.drop_table("channel_alarm")
