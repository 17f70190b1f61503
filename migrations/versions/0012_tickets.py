"""More of work orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0012_tickets"
down_revision = "0011_voting"
branch_labels = None
depends_on = None

GUARDED = [
    "block_appeal",
    "call_back",
    "checklist",
    "checklist_point",
    "common_place",
    "dispatch_rule",
    "dispatch_turn",
    "duty_post",
    "incident",
    "incident_notice",
    "incident_ticket",
    "later_question",
    "quote_answer",
    "rating_doubt",
    "rating_mark",
    "repair_charge",
    "repair_quote",
    "reply_template",
    "report_block",
    "saved_filter",
    "ticket_alarm",
    "ticket_check",
    "ticket_follow",
    "ticket_need",
    "ticket_part",
    "ticket_warranty",
    "warranty",
    "worker_cap",
]


def upgrade():
    op.add_column(
        "ticket",
        sa.Column(
            "answers",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
    )
    op.add_column("ticket", sa.Column("place_id", sa.Uuid(), nullable=True))
    op.add_column("ticket", sa.Column("building_id", sa.Uuid(), nullable=True))
    op.add_column("ticket", sa.Column("entrance_id", sa.Uuid(), nullable=True))
    op.add_column("ticket", sa.Column("household_id", sa.Uuid(), nullable=True))
    op.add_column("ticket", sa.Column("thing", sa.String(), server_default="", nullable=False))
    op.add_column("ticket", sa.Column("lead", sa.String(), server_default="", nullable=False))
    op.add_column("ticket", sa.Column("stand_in_id", sa.Uuid(), nullable=True))
    op.add_column("ticket", sa.Column("returns", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "ticket", sa.Column("bound", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
    )
    op.add_column("ticket", sa.Column("extensions", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("ticket", sa.Column("outcome", sa.String(), server_default="", nullable=False))
    op.add_column("ticket", sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_ticket_common",
        "ticket",
        ["estate_id", "id"],
        unique=False,
        postgresql_where=sa.text('"over" IS false AND private IS false AND unit_id IS NULL'),
        sqlite_where=sa.text('"over" IS 0 AND private IS 0 AND unit_id IS NULL'),
    )
    op.create_table(
        "department_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_department_post_account_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_department_post_region_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_department_post_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_post")),
    )
    op.create_index(op.f("ix_department_post_account_id"), "department_post", ["account_id"], unique=False)
    op.create_index(
        "uq_department_post_held",
        "department_post",
        ["region_id", "department", "post"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "checklist",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_checklist_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_checklist_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_checklist")),
    )
    op.create_index("ix_checklist_list", "checklist", ["estate_id", "retired_at", "category"], unique=False)
    op.create_table(
        "common_place",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("entrance_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('spot', 'equipment')", name=op.f("ck_common_place_kind_known")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_common_place_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_common_place")),
        sa.UniqueConstraint("estate_id", "number", name=op.f("uq_common_place_estate_id_number")),
    )
    op.create_index(
        "ix_common_place_list", "common_place", ["estate_id", "retired_at", "number"], unique=False
    )
    op.create_table(
        "dispatch_rule",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_dispatch_rule_company_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_dispatch_rule_estate_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_dispatch_rule_set_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_dispatch_rule")),
    )
    op.create_index(
        "ix_dispatch_rule_company", "dispatch_rule", ["estate_id", "company_id", "id"], unique=False
    )
    op.create_table(
        "duty_post",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_duty_post_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_duty_post_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_duty_post")),
        sa.UniqueConstraint("estate_id", "account_id", name=op.f("uq_duty_post_estate_id_account_id")),
    )
    op.create_table(
        "incident",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (result = '')", name=op.f("ck_incident_closed_with_result")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_incident_estate_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_incident_opened_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_open", "incident", ["estate_id", "closed_at", "id"], unique=False)
    op.create_table(
        "reply_template",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("desk IN ('company', 'community')", name=op.f("ck_reply_template_desk_known")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_reply_template_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_reply_template_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_reply_template")),
    )
    op.create_index(
        "ix_reply_template_list", "reply_template", ["estate_id", "desk", "retired_at"], unique=False
    )
    op.create_table(
        "report_block",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_digest", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("until_at > since_at", name=op.f("ck_report_block_lasts")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_report_block_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_report_block_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_report_block")),
    )
    op.create_index(
        "ix_report_block_phone", "report_block", ["estate_id", "phone_digest", "until_at"], unique=False
    )
    op.create_table(
        "saved_filter",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "wanted",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_filter_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_saved_filter_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint(
            "estate_id", "account_id", "title", name=op.f("uq_saved_filter_estate_id_account_id_title")
        ),
    )
    op.create_table(
        "warranty",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("developer", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_warranty_estate_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_warranty_set_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_warranty")),
    )
    op.create_index("ix_warranty_building", "warranty", ["estate_id", "building_id", "id"], unique=False)
    op.create_table(
        "worker_cap",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("most IS NULL OR most >= 0", name=op.f("ck_worker_cap_most_counted")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_worker_cap_account_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_worker_cap_company_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_worker_cap_estate_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_worker_cap_set_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_worker_cap")),
    )
    op.create_index("ix_worker_cap_company", "worker_cap", ["estate_id", "company_id", "id"], unique=False)
    op.create_table(
        "block_appeal",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_block_appeal_decided")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_block_appeal_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "block_id"],
            ["report_block.estate_id", "report_block.id"],
            name=op.f("fk_block_appeal_estate_id_block_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_block_appeal_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_block_appeal")),
    )
    op.create_index("ix_block_appeal_block", "block_appeal", ["estate_id", "block_id", "id"], unique=False)
    op.create_table(
        "checklist_point",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "checklist_id"],
            ["checklist.estate_id", "checklist.id"],
            name=op.f("fk_checklist_point_estate_id_checklist_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_checklist_point_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_checklist_point")),
        sa.UniqueConstraint(
            "estate_id",
            "checklist_id",
            "position",
            name=op.f("uq_checklist_point_estate_id_checklist_id_position"),
        ),
    )
    op.create_table(
        "incident_notice",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "incident_id"],
            ["incident.estate_id", "incident.id"],
            name=op.f("fk_incident_notice_estate_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_incident_notice_estate_id")),
        sa.ForeignKeyConstraint(["told_by"], ["account.id"], name=op.f("fk_incident_notice_told_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_incident_notice")),
    )
    op.create_index(
        "ix_incident_notice_incident", "incident_notice", ["estate_id", "incident_id", "id"], unique=False
    )
    op.create_table(
        "call_back",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_call_back_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_call_back_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_call_back_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_call_back")),
    )
    op.create_index("ix_call_back_ticket", "call_back", ["estate_id", "ticket_id", "id"], unique=False)
    op.create_table(
        "dispatch_turn",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_dispatch_turn_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_dispatch_turn_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_dispatch_turn_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_dispatch_turn")),
    )
    op.create_index(
        "ix_dispatch_turn_account", "dispatch_turn", ["estate_id", "account_id", "at"], unique=False
    )
    op.create_table(
        "incident_ticket",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "incident_id"],
            ["incident.estate_id", "incident.id"],
            name=op.f("fk_incident_ticket_estate_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_incident_ticket_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_incident_ticket_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_incident_ticket")),
        sa.UniqueConstraint("estate_id", "ticket_id", name=op.f("uq_incident_ticket_estate_id_ticket_id")),
    )
    op.create_index(
        "ix_incident_ticket_incident", "incident_ticket", ["estate_id", "incident_id", "id"], unique=False
    )
    op.create_table(
        "later_question",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("still", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (still IS NULL)", name=op.f("ck_later_question_answered")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_later_question_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_later_question_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_later_question")),
        sa.UniqueConstraint("estate_id", "ticket_id", name=op.f("uq_later_question_estate_id_ticket_id")),
    )
    op.create_index(
        "ix_later_question_answered", "later_question", ["estate_id", "answered_at"], unique=False
    )
    op.create_table(
        "rating_doubt",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_rating_doubt_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rating_doubt_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rating_doubt")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "cause", name=op.f("uq_rating_doubt_estate_id_ticket_id_cause")
        ),
    )
    op.create_table(
        "rating_mark",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("device_digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_rating_mark_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rating_mark_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rating_mark")),
    )
    op.create_index("ix_rating_mark_at", "rating_mark", ["at"], unique=False)
    op.create_index(
        "ix_rating_mark_device", "rating_mark", ["estate_id", "device_digest", "at"], unique=False
    )
    op.create_table(
        "repair_quote",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("labour_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "materials",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "labour_fen >= 0 AND total_fen > 0 AND total_fen >= labour_fen", name=op.f("ck_repair_quote_sums")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_repair_quote_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_repair_quote_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_repair_quote_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_repair_quote")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "version", name=op.f("uq_repair_quote_estate_id_ticket_id_version")
        ),
    )
    op.create_table(
        "ticket_alarm",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("rings", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rings >= 0", name=op.f("ck_ticket_alarm_rings_counted")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_alarm_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_alarm_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_alarm")),
        sa.UniqueConstraint("estate_id", "ticket_id", name=op.f("uq_ticket_alarm_estate_id_ticket_id")),
    )
    op.create_index("ix_ticket_alarm_due", "ticket_alarm", ["ended_at", "next_at"], unique=False)
    op.create_table(
        "ticket_check",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ticket_check_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "point_id"],
            ["checklist_point.estate_id", "checklist_point.id"],
            name=op.f("fk_ticket_check_estate_id_point_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_check_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_check_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_check")),
    )
    op.create_index("ix_ticket_check_ticket", "ticket_check", ["estate_id", "ticket_id", "id"], unique=False)
    op.create_table(
        "ticket_follow",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("me_too", sa.Boolean(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ticket_follow_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_follow_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_follow_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_follow")),
        sa.UniqueConstraint(
            "estate_id",
            "ticket_id",
            "account_id",
            name=op.f("uq_ticket_follow_estate_id_ticket_id_account_id"),
        ),
    )
    op.create_index(
        "ix_ticket_follow_account", "ticket_follow", ["estate_id", "account_id", "id"], unique=False
    )
    op.create_table(
        "ticket_need",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("needed_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ticket_id <> needed_id", name=op.f("ck_ticket_need_another")),
        sa.ForeignKeyConstraint(
            ["estate_id", "needed_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_need_estate_id_needed_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_need_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_need_estate_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_ticket_need_set_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_need")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "needed_id", name=op.f("uq_ticket_need_estate_id_ticket_id_needed_id")
        ),
    )
    op.create_index("ix_ticket_need_needed", "ticket_need", ["estate_id", "needed_id"], unique=False)
    op.create_table(
        "ticket_part",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("stand_in_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_part_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_part_estate_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name=op.f("fk_ticket_part_holder_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["account.id"], name=op.f("fk_ticket_part_stand_in_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_part")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "department", name=op.f("uq_ticket_part_estate_id_ticket_id_department")
        ),
    )
    op.create_index("ix_ticket_part_holder", "ticket_part", ["holder_id", "state", "due_at"], unique=False)
    op.create_index("ix_ticket_part_unsigned", "ticket_part", ["state", "sign_due_at"], unique=False)
    op.create_table(
        "ticket_warranty",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("warranty_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("developer", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_ticket_warranty_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "warranty_id"],
            ["warranty.estate_id", "warranty.id"],
            name=op.f("fk_ticket_warranty_estate_id_warranty_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ticket_warranty_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ticket_warranty")),
        sa.UniqueConstraint("estate_id", "ticket_id", name=op.f("uq_ticket_warranty_estate_id_ticket_id")),
    )
    op.create_table(
        "quote_answer",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_quote_answer_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "quote_id"],
            ["repair_quote.estate_id", "repair_quote.id"],
            name=op.f("fk_quote_answer_estate_id_quote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_quote_answer_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_quote_answer")),
        sa.UniqueConstraint("estate_id", "quote_id", name=op.f("uq_quote_answer_estate_id_quote_id")),
    )
    op.create_table(
        "repair_charge",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "quote_id"],
            ["repair_quote.estate_id", "repair_quote.id"],
            name=op.f("fk_repair_charge_estate_id_quote_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_repair_charge_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_repair_charge")),
        sa.UniqueConstraint("estate_id", "quote_id", name=op.f("uq_repair_charge_estate_id_quote_id")),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("repair_charge")
    op.drop_table("quote_answer")
    op.drop_table("ticket_warranty")
    op.drop_table("ticket_part")
    op.drop_table("ticket_need")
    op.drop_table("ticket_follow")
    op.drop_table("ticket_check")
    op.drop_table("ticket_alarm")
    op.drop_table("repair_quote")
    op.drop_table("rating_mark")
    op.drop_table("rating_doubt")
    op.drop_table("later_question")
    op.drop_table("incident_ticket")
    op.drop_table("dispatch_turn")
    op.drop_table("call_back")
    op.drop_table("incident_notice")
    op.drop_table("checklist_point")
    op.drop_table("block_appeal")
    op.drop_table("worker_cap")
    op.drop_table("warranty")
    op.drop_table("saved_filter")
    op.drop_table("report_block")
    op.drop_table("reply_template")
    op.drop_table("incident")
    op.drop_table("duty_post")
    op.drop_table("dispatch_rule")
    op.drop_table("common_place")
    op.drop_table("checklist")
    op.drop_table("department_post")
    op.drop_index(
        "ix_ticket_common",
        table_name="ticket",
        postgresql_where=sa.text('"over" IS false AND private IS false AND unit_id IS NULL'),
        sqlite_where=sa.text('"over" IS 0 AND private IS 0 AND unit_id IS NULL'),
    )
    op.drop_column("ticket", "paused_at")
    op.drop_column("ticket", "responded_at")
    op.drop_column("ticket", "outcome")
    op.drop_column("ticket", "extensions")
    op.drop_column("ticket", "bound")
    op.drop_column("ticket", "returns")
    op.drop_column("ticket", "stand_in_id")
    op.drop_column("ticket", "lead")
    op.drop_column("ticket", "thing")
    op.drop_column("ticket", "household_id")
    op.drop_column("ticket", "entrance_id")
    op.drop_column("ticket", "building_id")
    op.drop_column("ticket", "place_id")
    op.drop_column("ticket", "answers")
