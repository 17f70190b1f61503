"""More of payments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0017_payments"
down_revision = "0016_deliberation"
branch_labels = None
depends_on = None

GUARDED = [
    "allocation",
    "book_fault",
    "book_period",
    "channel_statement",
    "closed_day",
    "common_disclosure",
    "common_entry",
    "common_question",
    "deposit",
    "deposit_settlement",
    "desk_check",
    "desk_closing",
    "difference_case",
    "escrow_agreement",
    "escrow_holding",
    "escrow_release",
    "invoice_line",
    "invoice_request",
    "payment_link",
    "payment_link_bill",
    "payment_link_order",
    "payment_order_deposit",
    "payment_order_prepaid",
    "period_reopening",
    "prepaid_return",
    "refund",
    "refund_approval",
    "statement_line",
]


def upgrade():
    op.add_column("payment_order", sa.Column("merchant", sa.String(), nullable=True))
    op.add_column("payment_order", sa.Column("scene", sa.String(), nullable=True))
    op.create_table(
        "statement_line",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("refund_number", sa.String(), nullable=False),
        sa.Column("trade_no", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("estate_id", "statement_id", "position", name=op.f("pk_statement_line")),
    )
    op.create_index(
        "ix_statement_line_number", "statement_line", ["estate_id", "number", "refund_number"], unique=False
    )
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
        "book_fault",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_book_fault_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_book_fault")),
    )
    op.create_index(
        "ix_book_fault_open",
        "book_fault",
        ["estate_id", "what", "object_id"],
        unique=True,
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "book_period",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("transactions", sa.BigInteger(), nullable=False),
        sa.Column("debit_fen", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("debit_fen >= 0", name=op.f("ck_book_period_no_debts")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_book_period_closed_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_book_period_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_book_period")),
        sa.UniqueConstraint("estate_id", "month_on", name=op.f("uq_book_period_estate_id_month_on")),
    )
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
        "common_disclosure",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("opening_fen", sa.BigInteger(), nullable=False),
        sa.Column("income_fen", sa.BigInteger(), nullable=False),
        sa.Column("spending_fen", sa.BigInteger(), nullable=False),
        sa.Column("closing_fen", sa.BigInteger(), nullable=False),
        sa.Column("missing_vouchers", sa.BigInteger(), nullable=False),
        sa.Column(
            "figures",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "closing_fen = opening_fen + income_fen - spending_fen", name=op.f("ck_common_disclosure_adds_up")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_common_disclosure_estate_id")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_common_disclosure_published_by")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_common_disclosure")),
        sa.UniqueConstraint(
            "estate_id",
            "since_on",
            "until_on",
            "version",
            name=op.f("uq_common_disclosure_estate_id_since_on_until_on_version"),
        ),
    )
    op.create_table(
        "common_entry",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("counterparty", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "side <> 'income' OR (contract <> '' AND decision <> '')",
            name=op.f("ck_common_entry_income_is_founded"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_common_entry_something")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_common_entry_entered_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "reverses_id"],
            ["common_entry.estate_id", "common_entry.id"],
            name=op.f("fk_common_entry_estate_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_common_entry_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_common_entry")),
        sa.UniqueConstraint("estate_id", "reverses_id", name=op.f("uq_common_entry_estate_id_reverses_id")),
        sa.UniqueConstraint("estate_id", "year", "count", name=op.f("uq_common_entry_estate_id_year_count")),
    )
    op.create_index("ix_common_entry_on", "common_entry", ["estate_id", "on"], unique=False)
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
        "invoice_request",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("buyer", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tax_no", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("red_number", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("handled_by", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'reversed' OR red_number <> ''", name=op.f("ck_invoice_request_red")),
        sa.CheckConstraint(
            "state NOT IN ('issued', 'reversed') OR number <> ''", name=op.f("ck_invoice_request_numbered")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_invoice_request_something")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invoice_request_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_invoice_request_estate_id")),
        sa.ForeignKeyConstraint(["handled_by"], ["account.id"], name=op.f("fk_invoice_request_handled_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_invoice_request")),
    )
    op.create_index(
        "ix_invoice_request_account", "invoice_request", ["estate_id", "account_id"], unique=False
    )
    op.create_index("ix_invoice_request_state", "invoice_request", ["estate_id", "state"], unique=False)
    op.create_table(
        "payment_link",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_payment_link_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_payment_link_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_link")),
    )
    op.create_index("ix_payment_link_digest", "payment_link", ["digest"], unique=True)
    op.create_index("ix_payment_link_made", "payment_link", ["estate_id", "made_by"], unique=False)
    op.create_table(
        "closed_day",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("matched_fen", sa.BigInteger(), nullable=False),
        sa.Column("explained_fen", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
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
        "common_question",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answered_at IS NULL OR answer <> ''", name=op.f("ck_common_question_answered")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_common_question_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_common_question_asked_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "entry_id"],
            ["common_entry.estate_id", "common_entry.id"],
            name=op.f("fk_common_question_estate_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_common_question_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_common_question")),
    )
    op.create_index("ix_common_question_entry", "common_question", ["estate_id", "entry_id"], unique=False)
    op.create_index(
        "ix_common_question_waiting", "common_question", ["estate_id", "answered_at", "due_on"], unique=False
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
        "escrow_agreement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("share_bp", sa.BigInteger(), nullable=False),
        sa.Column("none_bp", sa.BigInteger(), nullable=False),
        sa.Column("full_bp", sa.BigInteger(), nullable=False),
        sa.Column("rest", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> offered_by", name=op.f("ck_escrow_agreement_two_sides")
        ),
        sa.CheckConstraint(
            "none_bp >= 0 AND none_bp < full_bp AND full_bp <= 10000",
            name=op.f("ck_escrow_agreement_formula"),
        ),
        sa.CheckConstraint("share_bp BETWEEN 1 AND 10000", name=op.f("ck_escrow_agreement_share")),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], name=op.f("fk_escrow_agreement_agreed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["fee_item.estate_id", "fee_item.id"],
            name=op.f("fk_escrow_agreement_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_escrow_agreement_estate_id")),
        sa.ForeignKeyConstraint(["offered_by"], ["account.id"], name=op.f("fk_escrow_agreement_offered_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_escrow_agreement")),
    )
    op.create_index("ix_escrow_agreement_item", "escrow_agreement", ["estate_id", "item_id"], unique=False)
    op.create_table(
        "payment_link_order",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "link_id"],
            ["payment_link.estate_id", "payment_link.id"],
            name=op.f("fk_payment_link_order_estate_id_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "order_id"],
            ["payment_order.estate_id", "payment_order.id"],
            name=op.f("fk_payment_link_order_estate_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_payment_link_order_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_link_order")),
        sa.UniqueConstraint("estate_id", "order_id", name=op.f("uq_payment_link_order_estate_id_order_id")),
    )
    op.create_index("ix_payment_link_order", "payment_link_order", ["estate_id", "link_id"], unique=False)
    op.create_table(
        "period_reopening",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_period_reopening_reasoned")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_period_reopening_two_people")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_period_reopening_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_period_reopening_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "period_id"],
            ["book_period.estate_id", "book_period.id"],
            name=op.f("fk_period_reopening_estate_id_period_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_period_reopening_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_period_reopening")),
    )
    op.create_table(
        "escrow_holding",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_escrow_holding_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "agreement_id"],
            ["escrow_agreement.estate_id", "escrow_agreement.id"],
            name=op.f("fk_escrow_holding_estate_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_escrow_holding_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_escrow_holding")),
    )
    op.create_index(
        "ix_escrow_holding_agreement", "escrow_holding", ["estate_id", "agreement_id"], unique=False
    )
    op.create_table(
        "escrow_release",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("quarter_on", sa.Date(), nullable=False),
        sa.Column("rating_bp", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("held_fen", sa.BigInteger(), nullable=False),
        sa.Column("released_fen", sa.BigInteger(), nullable=False),
        sa.Column("rest_fen", sa.BigInteger(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "held_fen = released_fen + rest_fen AND released_fen >= 0 AND rest_fen >= 0",
            name=op.f("ck_escrow_release_adds_up"),
        ),
        sa.CheckConstraint("rating_bp BETWEEN 0 AND 10000", name=op.f("ck_escrow_release_rating")),
        sa.ForeignKeyConstraint(
            ["estate_id", "agreement_id"],
            ["escrow_agreement.estate_id", "escrow_agreement.id"],
            name=op.f("fk_escrow_release_estate_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_escrow_release_estate_id")),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_escrow_release_released_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_escrow_release")),
        sa.UniqueConstraint(
            "estate_id",
            "agreement_id",
            "quarter_on",
            name=op.f("uq_escrow_release_estate_id_agreement_id_quarter_on"),
        ),
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
        "deposit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('held', 'settled')) = (payment_id IS NOT NULL)", name=op.f("ck_deposit_held_is_paid")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_deposit_something")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_deposit_asked_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "payment_id"],
            ["payment.estate_id", "payment.id"],
            name=op.f("fk_deposit_estate_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"], ["unit.estate_id", "unit.id"], name=op.f("fk_deposit_estate_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_deposit_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_deposit")),
    )
    op.create_index("ix_deposit_payment", "deposit", ["estate_id", "payment_id"], unique=True)
    op.create_index("ix_deposit_unit", "deposit", ["estate_id", "unit_id"], unique=False)
    op.create_table(
        "payment_order_prepaid",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_order_prepaid_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "order_id"],
            ["payment_order.estate_id", "payment_order.id"],
            name=op.f("fk_payment_order_prepaid_estate_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_payment_order_prepaid_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_payment_order_prepaid_estate_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_order_prepaid")),
        sa.UniqueConstraint(
            "estate_id", "order_id", name=op.f("uq_payment_order_prepaid_estate_id_order_id")
        ),
    )
    op.create_table(
        "prepaid_return",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_prepaid_return_something")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_prepaid_return_two_people")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_prepaid_return_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_prepaid_return_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_prepaid_return_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_prepaid_return_estate_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_prepaid_return_proposed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_prepaid_return")),
    )
    op.create_index(
        "ix_prepaid_return_open",
        "prepaid_return",
        ["estate_id", "unit_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
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
    op.create_table(
        "deposit_settlement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deposit_id", sa.Uuid(), nullable=False),
        sa.Column("deducted_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_deposit_settlement_two_people")
        ),
        sa.CheckConstraint("deducted_fen >= 0", name=op.f("ck_deposit_settlement_not_less_than_nothing")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_deposit_settlement_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "deposit_id"],
            ["deposit.estate_id", "deposit.id"],
            name=op.f("fk_deposit_settlement_estate_id_deposit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "refund_id"],
            ["refund.estate_id", "refund.id"],
            name=op.f("fk_deposit_settlement_estate_id_refund_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_deposit_settlement_estate_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_deposit_settlement_proposed_by")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_deposit_settlement")),
    )
    op.create_index(
        "ix_deposit_settlement_open",
        "deposit_settlement",
        ["estate_id", "deposit_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "invoice_line",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_invoice_line_something")),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_invoice_line_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "request_id"],
            ["invoice_request.estate_id", "invoice_request.id"],
            name=op.f("fk_invoice_line_estate_id_request_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_invoice_line_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint(
            "estate_id", "request_id", "bill_id", name=op.f("uq_invoice_line_estate_id_request_id_bill_id")
        ),
    )
    op.create_index("ix_invoice_line_bill", "invoice_line", ["estate_id", "bill_id"], unique=False)
    op.create_table(
        "payment_link_bill",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "bill_id"],
            ["bill.estate_id", "bill.id"],
            name=op.f("fk_payment_link_bill_estate_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "link_id"],
            ["payment_link.estate_id", "payment_link.id"],
            name=op.f("fk_payment_link_bill_estate_id_link_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_payment_link_bill_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_link_bill")),
        sa.UniqueConstraint(
            "estate_id", "link_id", "bill_id", name=op.f("uq_payment_link_bill_estate_id_link_id_bill_id")
        ),
    )
    op.create_table(
        "payment_order_deposit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("deposit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "deposit_id"],
            ["deposit.estate_id", "deposit.id"],
            name=op.f("fk_payment_order_deposit_estate_id_deposit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "order_id"],
            ["payment_order.estate_id", "payment_order.id"],
            name=op.f("fk_payment_order_deposit_estate_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_payment_order_deposit_estate_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_payment_order_deposit")),
        sa.UniqueConstraint(
            "estate_id", "order_id", name=op.f("uq_payment_order_deposit_estate_id_order_id")
        ),
    )
    op.create_index(
        "ix_payment_order_deposit", "payment_order_deposit", ["estate_id", "deposit_id"], unique=False
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("payment_order_deposit")
    op.drop_table("payment_link_bill")
    op.drop_table("invoice_line")
    op.drop_table("deposit_settlement")
    op.drop_table("refund_approval")
    op.drop_table("prepaid_return")
    op.drop_table("payment_order_prepaid")
    op.drop_table("deposit")
    op.drop_table("refund")
    op.drop_table("escrow_release")
    op.drop_table("escrow_holding")
    op.drop_table("period_reopening")
    op.drop_table("payment_link_order")
    op.drop_table("escrow_agreement")
    op.drop_table("difference_case")
    op.drop_table("desk_check")
    op.drop_table("common_question")
    op.drop_table("closed_day")
    op.drop_table("payment_link")
    op.drop_table("invoice_request")
    op.drop_table("desk_closing")
    op.drop_table("common_entry")
    op.drop_table("common_disclosure")
    op.drop_table("channel_statement")
    op.drop_table("book_period")
    op.drop_table("book_fault")
    op.drop_table("allocation")
    op.drop_table("statement_line")
    op.drop_column("payment_order", "scene")
    op.drop_column("payment_order", "merchant")
