"""complaints."""

import sqlalchemy as sa
from alembic import op

from linli.platform import protection
from linli.platform.db import db

revision = "0022_complaints"
down_revision = "0021_reputation"
branch_labels = None
depends_on = None

GUARDED = ["company_statement", "complaint", "complaint_step"]


def upgrade():
    op.create_table(
        "complaint",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("complainant_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("repeat_of_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_complaint_answered_in_words")
        ),
        sa.CheckConstraint(
            "(reviewed_at IS NULL) = (review = '')", name=op.f("ck_complaint_reviewed_in_words")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_complaint_company_id")),
        sa.ForeignKeyConstraint(["complainant_id"], ["account.id"], name=op.f("fk_complaint_complainant_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_complaint_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_complaint_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("estate_id", "number", name=op.f("uq_complaint_estate_id_number")),
    )
    op.create_index("ix_complaint_desk", "complaint", ["estate_id", "state", "due_at", "id"], unique=False)
    op.create_index(
        "ix_complaint_household", "complaint", ["estate_id", "unit_id", "subject", "filed_at"], unique=False
    )
    op.create_index("ix_complaint_own", "complaint", ["estate_id", "complainant_id", "id"], unique=False)
    op.create_table(
        "company_statement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_company_statement_answered_in_words")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_company_statement_answered_by")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_company_statement_asked_by")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_company_statement_company_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "complaint_id"],
            ["complaint.estate_id", "complaint.id"],
            name=op.f("fk_company_statement_estate_id_complaint_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_company_statement_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_company_statement")),
    )
    op.create_index(
        "ix_company_statement_open", "company_statement", ["estate_id", "answered_at", "due_at"], unique=False
    )
    op.create_table(
        "complaint_step",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_complaint_step_actor_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "complaint_id"],
            ["complaint.estate_id", "complaint.id"],
            name=op.f("fk_complaint_step_estate_id_complaint_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_complaint_step_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_complaint_step")),
    )
    op.create_index(
        "ix_complaint_step_complaint", "complaint_step", ["estate_id", "complaint_id", "id"], unique=False
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("complaint_step")
    op.drop_table("company_statement")
    op.drop_table("complaint")
