"""Votes, rolls, ballots."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0004_voting"
down_revision = "0003_people"
branch_labels = None
depends_on = None

GUARDED = [
    "ballot",
    "ballot_box",
    "roll_entry",
    "roll_owner",
    "roll_unit",
    "roll_version",
    "vote",
    "vote_item",
    "vote_result",
]


def upgrade():
    op.create_table(
        "vote",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column(
            "scope_ids",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "rules",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=True),
        sa.Column("roll_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by", sa.Uuid(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulment_by", sa.Uuid(), nullable=True),
        sa.Column("annulment_reason", sa.String(), nullable=False),
        sa.Column("annulled_by", sa.Uuid(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_vote_opens_before_closing")),
        sa.ForeignKeyConstraint(["announced_by"], ["account.id"], name=op.f("fk_vote_announced_by")),
        sa.ForeignKeyConstraint(["annulled_by"], ["account.id"], name=op.f("fk_vote_annulled_by")),
        sa.ForeignKeyConstraint(["annulment_by"], ["account.id"], name=op.f("fk_vote_annulment_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_vote_confirmed_by")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_vote_drafted_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_vote_estate_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_vote_published_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_vote")),
    )
    op.create_index("ix_vote_state", "vote", ["state", "opens_at", "closes_at"], unique=False)
    op.create_table(
        "ballot_box",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "id"], ["vote.estate_id", "vote.id"], name=op.f("fk_ballot_box_estate_id_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ballot_box_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ballot_box")),
    )
    op.create_table(
        "roll_version",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column(
            "warnings",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_roll_version_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_version_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_version")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "version", name=op.f("uq_roll_version_estate_id_vote_id_version")
        ),
    )
    op.create_table(
        "vote_item",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("threshold", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("costs", sa.String(), nullable=False),
        sa.Column("otherwise", sa.String(), nullable=False),
        sa.Column("follow_majority", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("alternates", sa.BigInteger(), nullable=False),
        sa.Column(
            "candidates",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_vote_item_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_vote_item_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_vote_item")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "number", name=op.f("uq_vote_item_estate_id_vote_id_number")
        ),
    )
    op.create_table(
        "roll_entry",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("developer", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("area > 0", name=op.f("ck_roll_entry_area_positive")),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_id"],
            ["roll_version.estate_id", "roll_version.id"],
            name=op.f("fk_roll_entry_estate_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_entry_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint(
            "estate_id", "roll_id", "voter_no", name=op.f("uq_roll_entry_estate_id_roll_id_voter_no")
        ),
    )
    op.create_table(
        "vote_result",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column(
            "result",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("result_hash", sa.String(), nullable=False),
        sa.Column("last_hash", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_id"],
            ["roll_version.estate_id", "roll_version.id"],
            name=op.f("fk_vote_result_estate_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"],
            ["vote.estate_id", "vote.id"],
            name=op.f("fk_vote_result_estate_id_vote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_vote_result_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_vote_result")),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "version", name=op.f("uq_vote_result_estate_id_vote_id_version")
        ),
    )
    op.create_table(
        "ballot",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("voter_no", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column(
            "choices",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("receipt_no", sa.String(), nullable=False),
        sa.Column("cast_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cast_by"], ["account.id"], name=op.f("fk_ballot_cast_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "entry_id"],
            ["roll_entry.estate_id", "roll_entry.id"],
            name=op.f("fk_ballot_estate_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "vote_id"], ["vote.estate_id", "vote.id"], name=op.f("fk_ballot_estate_id_vote_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ballot_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("estate_id", "receipt_no", name=op.f("uq_ballot_estate_id_receipt_no")),
        sa.UniqueConstraint("estate_id", "vote_id", "seq", name="uq_ballot_seq"),
        sa.UniqueConstraint(
            "estate_id", "vote_id", "voter_no", "channel", "revision", name="uq_ballot_voter"
        ),
    )
    op.create_table(
        "roll_owner",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "entry_id"],
            ["roll_entry.estate_id", "roll_entry.id"],
            name=op.f("fk_roll_owner_estate_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_roll_owner_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_owner_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_owner")),
    )
    op.create_index("ix_roll_owner_entry", "roll_owner", ["estate_id", "entry_id"], unique=False)
    op.create_index("ix_roll_owner_owner", "roll_owner", ["estate_id", "roll_id", "owner_id"], unique=False)
    op.create_table(
        "roll_unit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "entry_id"],
            ["roll_entry.estate_id", "roll_entry.id"],
            name=op.f("fk_roll_unit_estate_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_roll_unit_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_unit_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_unit")),
        sa.UniqueConstraint(
            "estate_id", "roll_id", "unit_id", name=op.f("uq_roll_unit_estate_id_roll_id_unit_id")
        ),
    )
    op.create_index("ix_roll_unit_entry", "roll_unit", ["estate_id", "entry_id"], unique=False)
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("roll_unit")
    op.drop_table("roll_owner")
    op.drop_table("ballot")
    op.drop_table("vote_result")
    op.drop_table("roll_entry")
    op.drop_table("vote_item")
    op.drop_table("roll_version")
    op.drop_table("ballot_box")
    op.drop_table("vote")
