"""reputation."""

import sqlalchemy as sa
from alembic import op

revision = "0021_reputation"
down_revision = "0020_rating"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "credit_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("finder", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_by", sa.Uuid(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("object_until", sa.Date(), nullable=True),
        sa.Column("objected_by", sa.Uuid(), nullable=True),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.String(), nullable=False),
        sa.Column("decide_until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("repair_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repair_words", sa.String(), nullable=False),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("repaired_by", sa.Uuid(), nullable=True),
        sa.Column("repair_answer", sa.String(), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "fact <> '' AND evidence <> '' AND finder <> ''", name=op.f("ck_credit_item_founded")
        ),
        sa.CheckConstraint(
            "effective_on IS NULL OR notified_at IS NOT NULL", name=op.f("ck_credit_item_told_before_effect")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_credit_item_company_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_credit_item_decided_by")),
        sa.ForeignKeyConstraint(["notified_by"], ["account.id"], name=op.f("fk_credit_item_notified_by")),
        sa.ForeignKeyConstraint(["objected_by"], ["account.id"], name=op.f("fk_credit_item_objected_by")),
        sa.ForeignKeyConstraint(["project_id"], ["estate.id"], name=op.f("fk_credit_item_project_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_credit_item_proposed_by")),
        sa.ForeignKeyConstraint(["repaired_by"], ["account.id"], name=op.f("fk_credit_item_repaired_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_credit_item_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_item")),
        sa.UniqueConstraint("source", name=op.f("uq_credit_item_source")),
    )
    op.create_index("ix_credit_item_company", "credit_item", ["company_id", "effective_on"], unique=False)
    op.create_index("ix_credit_item_project", "credit_item", ["project_id"], unique=False)
    op.create_table(
        "list_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("quarter", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("among", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_by", sa.Uuid(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_until", sa.Date(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_by", sa.Uuid(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_by", sa.Uuid(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_why", sa.String(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("rectify_until", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_words", sa.String(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("reason <> '' AND evidence <> ''", name=op.f("ck_list_entry_founded")),
        sa.CheckConstraint(
            "published_at IS NULL OR reply_until IS NOT NULL",
            name=op.f("ck_list_entry_heard_before_published"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_list_entry_company_id")),
        sa.ForeignKeyConstraint(["drawn_by"], ["account.id"], name=op.f("fk_list_entry_drawn_by")),
        sa.ForeignKeyConstraint(["notified_by"], ["account.id"], name=op.f("fk_list_entry_notified_by")),
        sa.ForeignKeyConstraint(["project_id"], ["estate.id"], name=op.f("fk_list_entry_project_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_list_entry_published_by")),
        sa.ForeignKeyConstraint(["replied_by"], ["account.id"], name=op.f("fk_list_entry_replied_by")),
        sa.ForeignKeyConstraint(["struck_by"], ["account.id"], name=op.f("fk_list_entry_struck_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("year", "quarter", "subject", name=op.f("uq_list_entry_year_quarter_subject")),
    )
    op.create_index("ix_list_entry_company", "list_entry", ["company_id"], unique=False)


def downgrade():
    op.drop_table("list_entry")
    op.drop_table("credit_item")
