"""Work orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0005_tickets"
down_revision = "0004_voting"
branch_labels = None
depends_on = None

GUARDED = ["ticket", "ticket_event", "ticket_rating", "ticket_sequence"]


def upgrade():
    op.create_table(
        "ticket_sequence",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_sequence_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_sequence")),
        sa.UniqueConstraint("estate_id", "year", name=op.f("uq_ticket_sequence_estate_id_year")),
    )
    op.create_table(
        "ticket",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("first_category", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("for_name", sa.String(), nullable=False),
        sa.Column("for_phone", sa.LargeBinary(), nullable=True),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("redone", sa.BigInteger(), nullable=False),
        sa.Column("supervision", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accept_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stars", sa.BigInteger(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name=op.f("ck_ticket_stars_in_range")),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name=op.f("fk_ticket_assignee_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_ticket_company_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_ticket_entered_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"], ["unit.estate_id", "unit.id"], name=op.f("fk_ticket_estate_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_estate_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["account.id"], name=op.f("fk_ticket_reporter_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("estate_id", "number", name=op.f("uq_ticket_estate_id_number")),
    )
    op.create_index(
        "ix_ticket_assignee", "ticket", ["estate_id", "assignee_id", "over", "due_at", "id"], unique=False
    )
    op.create_index(
        "ix_ticket_queue", "ticket", ["estate_id", "addressee", "over", "due_at", "id"], unique=False
    )
    op.create_index("ix_ticket_reporter", "ticket", ["estate_id", "reporter_id", "id"], unique=False)
    op.create_index("ix_ticket_sweep", "ticket", ["over", "settled_at", "due_at"], unique=False)
    op.create_table(
        "ticket_event",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_ticket_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_event_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_event_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_event")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "seq", name=op.f("uq_ticket_event_estate_id_ticket_id_seq")
        ),
    )
    op.create_index("ix_ticket_event_kind", "ticket_event", ["kind", "at"], unique=False)
    op.create_table(
        "ticket_rating",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.BigInteger(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column(
            "tags",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("redo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_ticket_rating_stars_in_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ticket_rating_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_rating_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_rating_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_rating")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "version", name=op.f("uq_ticket_rating_estate_id_ticket_id_version")
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("ticket_rating")
    op.drop_table("ticket_event")
    op.drop_table("ticket")
    op.drop_table("ticket_sequence")
