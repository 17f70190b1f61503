"""Messages to people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0008_notices"
down_revision = "0007_payments"
branch_labels = None
depends_on = None

GUARDED = ["announcement", "announcement_read"]


def upgrade():
    op.create_table(
        "message_wish",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_wish_account_id")),
        sa.PrimaryKeyConstraint("account_id", "kind", "channel", name=op.f("pk_message_wish")),
    )
    op.create_table(
        "announcement",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "audience",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_role", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_announcement_author_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_announcement_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_announcement")),
    )
    op.create_index("ix_announcement_published", "announcement", ["estate_id", "published_at"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("estate_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column(
            "params",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_message_estate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("once", name=op.f("uq_message_once")),
    )
    op.create_index("ix_message_account", "message", ["account_id", "id"], unique=False)
    op.create_index("ix_message_due", "message", ["state", "channel", "next_try_at"], unique=False)
    op.create_index(op.f("ix_message_estate_id"), "message", ["estate_id"], unique=False)
    op.create_index("ix_message_reference", "message", ["reference"], unique=False)
    op.create_table(
        "announcement_read",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_announcement_read_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "announcement_id"],
            ["announcement.estate_id", "announcement.id"],
            name=op.f("fk_announcement_read_estate_id_announcement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_announcement_read_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_announcement_read")),
        sa.UniqueConstraint(
            "estate_id",
            "announcement_id",
            "account_id",
            name=op.f("uq_announcement_read_estate_id_announcement_id_account_id"),
        ),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("announcement_read")
    op.drop_table("message")
    op.drop_table("announcement")
    op.drop_table("message_wish")
