"""More of messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0019_notices"
down_revision = "0018_governance"
branch_labels = None
depends_on = None

GUARDED = [
    "announcement_recipient",
    "announcement_template",
    "announcement_version",
    "board_item",
    "board_proof",
    "outage",
    "pdf_drawing",
    "roll_call",
    "roll_call_home",
    "roll_call_word",
]


def upgrade():
    op.add_column(
        "announcement", sa.Column("urgency", sa.String(), server_default="ordinary", nullable=False)
    )
    op.add_column(
        "announcement", sa.Column("aimed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
    )
    op.add_column("announcement", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("announcement", sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("announcement", sa.Column("told", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("announcement", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("announcement", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("announcement", sa.Column("reminded_by", sa.Uuid(), nullable=True))
    op.add_column("announcement", sa.Column("reminded", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "banner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("until_at > since_at", name=op.f("ck_banner_ends_after")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_banner_ended_by")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_banner_region_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_banner_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banner")),
    )
    op.create_index("ix_banner_until", "banner", ["until_at", "region_id"], unique=False)
    op.create_table(
        "announcement_template",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_announcement_template_estate_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_announcement_template_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_announcement_template")),
    )
    op.create_index(
        "ix_announcement_template_estate", "announcement_template", ["estate_id", "dropped_at"], unique=False
    )
    op.create_table(
        "board_item",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("objections", sa.String(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_why", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_board_item_days_in_order")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_board_item_estate_id")),
        sa.ForeignKeyConstraint(["posted_by"], ["account.id"], name=op.f("fk_board_item_posted_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_board_item")),
        sa.UniqueConstraint("estate_id", "source", name=op.f("uq_board_item_estate_id_source")),
    )
    op.create_index("ix_board_item_days", "board_item", ["estate_id", "ends_on"], unique=False)
    op.create_table(
        "roll_call",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "audience",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column(
            "report",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_call_estate_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_roll_call_opened_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_call")),
    )
    op.create_index("ix_roll_call_open", "roll_call", ["estate_id", "closed_at"], unique=False)
    op.create_table(
        "announcement_recipient",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_announcement_recipient_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "announcement_id"],
            ["announcement.estate_id", "announcement.id"],
            name=op.f("fk_announcement_recipient_estate_id_announcement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "building_id"],
            ["building.estate_id", "building.id"],
            name=op.f("fk_announcement_recipient_estate_id_building_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_announcement_recipient_estate_id")
        ),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_announcement_recipient")),
        sa.UniqueConstraint(
            "estate_id",
            "announcement_id",
            "account_id",
            name=op.f("uq_announcement_recipient_estate_id_announcement_id_account_id"),
        ),
    )
    op.create_table(
        "announcement_version",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["account.id"], name=op.f("fk_announcement_version_corrected_by")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "announcement_id"],
            ["announcement.estate_id", "announcement.id"],
            name=op.f("fk_announcement_version_estate_id_announcement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_announcement_version_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_announcement_version")),
        sa.UniqueConstraint(
            "estate_id",
            "announcement_id",
            "number",
            name=op.f("uq_announcement_version_estate_id_announcement_id_number"),
        ),
    )
    op.create_table(
        "board_proof",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("posted_by", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "item_id"],
            ["board_item.estate_id", "board_item.id"],
            name=op.f("fk_board_proof_estate_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_board_proof_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_board_proof_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_board_proof")),
    )
    op.create_index("ix_board_proof_item", "board_proof", ["estate_id", "item_id"], unique=False)
    op.create_table(
        "outage",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "announcement_id"],
            ["announcement.estate_id", "announcement.id"],
            name=op.f("fk_outage_estate_id_announcement_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_outage_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_outage")),
        sa.UniqueConstraint("estate_id", "announcement_id", name=op.f("uq_outage_estate_id_announcement_id")),
    )
    op.create_index("ix_outage_open", "outage", ["estate_id", "restored_at"], unique=False)
    op.create_table(
        "pdf_drawing",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "file_id"],
            ["attachment.estate_id", "attachment.id"],
            name=op.f("fk_pdf_drawing_estate_id_file_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_pdf_drawing_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_pdf_drawing")),
        sa.UniqueConstraint("estate_id", "file_id", name=op.f("uq_pdf_drawing_estate_id_file_id")),
    )
    op.create_index(op.f("ix_pdf_drawing_done_at"), "pdf_drawing", ["done_at"], unique=False)
    op.create_table(
        "roll_call_word",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_call_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_roll_call_word_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_call_id"],
            ["roll_call.estate_id", "roll_call.id"],
            name=op.f("fk_roll_call_word_estate_id_roll_call_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_call_word_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_call_word")),
    )
    op.create_index(
        "ix_roll_call_word_home", "roll_call_word", ["estate_id", "roll_call_id", "unit_id"], unique=False
    )
    op.create_table(
        "roll_call_home",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_call_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("helper", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "roll_call_id"],
            ["roll_call.estate_id", "roll_call.id"],
            name=op.f("fk_roll_call_home_estate_id_roll_call_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_roll_call_home_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roll_call_home_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roll_call_home")),
        sa.UniqueConstraint(
            "estate_id",
            "roll_call_id",
            "unit_id",
            name=op.f("uq_roll_call_home_estate_id_roll_call_id_unit_id"),
        ),
    )
    op.create_index(
        "ix_roll_call_home_state", "roll_call_home", ["estate_id", "roll_call_id", "state"], unique=False
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("roll_call_home")
    op.drop_table("roll_call_word")
    op.drop_table("pdf_drawing")
    op.drop_table("outage")
    op.drop_table("board_proof")
    op.drop_table("announcement_version")
    op.drop_table("announcement_recipient")
    op.drop_table("roll_call")
    op.drop_table("board_item")
    op.drop_table("announcement_template")
    op.drop_table("banner")
    op.drop_column("announcement", "reminded")
    op.drop_column("announcement", "reminded_by")
    op.drop_column("announcement", "reminded_at")
    op.drop_column("announcement", "corrected_at")
    op.drop_column("announcement", "told")
    op.drop_column("announcement", "listed_at")
    op.drop_column("announcement", "ends_at")
    op.drop_column("announcement", "aimed")
    op.drop_column("announcement", "urgency")
