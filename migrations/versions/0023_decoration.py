"""decoration."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0023_decoration"
down_revision = "0022_complaints"
branch_labels = None
depends_on = None

GUARDED = ["decoration", "decoration_finding", "decoration_visit"]


def upgrade():
    op.create_table(
        "decoration",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("firm", sa.String(), nullable=False),
        sa.Column("firm_phone", sa.String(), nullable=False),
        sa.Column(
            "items",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_decoration_days_in_order")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["account.id"], name=op.f("fk_decoration_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_decoration_closed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_decoration_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_decoration_estate_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_decoration_owner_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_decoration")),
    )
    op.create_index(
        "ix_decoration_desk", "decoration", ["estate_id", "state", "starts_on", "id"], unique=False
    )
    op.create_index(
        "uq_decoration_going_on",
        "decoration",
        ["estate_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('registered', 'under_way', 'ended')"),
        sqlite_where=sa.text("state IN ('registered', 'under_way', 'ended')"),
    )
    op.create_table(
        "decoration_visit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decoration_id", sa.Uuid(), nullable=False),
        sa.Column("visited_by", sa.Uuid(), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "decoration_id"],
            ["decoration.estate_id", "decoration.id"],
            name=op.f("fk_decoration_visit_estate_id_decoration_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_decoration_visit_estate_id")),
        sa.ForeignKeyConstraint(["visited_by"], ["account.id"], name=op.f("fk_decoration_visit_visited_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_decoration_visit")),
    )
    op.create_index(
        "ix_decoration_visit_decoration",
        "decoration_visit",
        ["estate_id", "decoration_id", "id"],
        unique=False,
    )
    op.create_table(
        "decoration_finding",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decoration_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_words = '')", name=op.f("ck_decoration_finding_settled_in_words")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "decoration_id"],
            ["decoration.estate_id", "decoration.id"],
            name=op.f("fk_decoration_finding_estate_id_decoration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_decoration_finding_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "visit_id"],
            ["decoration_visit.estate_id", "decoration_visit.id"],
            name=op.f("fk_decoration_finding_estate_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_decoration_finding_estate_id")),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name=op.f("fk_decoration_finding_settled_by")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_decoration_finding")),
    )
    op.create_index(
        "ix_decoration_finding_decoration",
        "decoration_finding",
        ["estate_id", "decoration_id", "id"],
        unique=False,
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("decoration_finding")
    op.drop_table("decoration_visit")
    op.drop_table("decoration")
