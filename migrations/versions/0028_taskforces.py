"""Task forces, their people, wall charts, reports and reviews."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0028_taskforces"
down_revision = "0027_takeover"
branch_labels = None
depends_on = None

GUARDED = ["force_meeting", "force_report", "force_review", "force_ticket"]


def upgrade():
    op.create_table(
        "task_force",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=True),
        sa.Column("city_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_words", sa.String(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approval_words", sa.String(), nullable=False),
        sa.Column("returned_by", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_why", sa.String(), nullable=False),
        sa.Column("dissolved_by", sa.Uuid(), nullable=True),
        sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_task_force_approved_by")),
        sa.ForeignKeyConstraint(["city_id"], ["region.id"], name=op.f("fk_task_force_city_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_task_force_county_id")),
        sa.ForeignKeyConstraint(["dissolved_by"], ["account.id"], name=op.f("fk_task_force_dissolved_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_task_force_proposed_by")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_task_force_region_id")),
        sa.ForeignKeyConstraint(["returned_by"], ["account.id"], name=op.f("fk_task_force_returned_by")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name=op.f("fk_task_force_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_force")),
    )
    op.create_index("ix_task_force_region", "task_force", ["region_id", "state"], unique=False)
    op.create_table(
        "force_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["called_by"], ["account.id"], name=op.f("fk_force_meeting_called_by")),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_meeting_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_meeting")),
    )
    op.create_index("ix_force_meeting_force", "force_meeting", ["force_id", "at"], unique=False)
    op.create_table(
        "force_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= since_on", name=op.f("ck_force_member_days_in_order")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_force_member_added_by")),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_member_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_member")),
    )
    op.create_index("ix_force_member_force", "force_member", ["force_id"], unique=False)
    op.create_table(
        "force_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("problems", sa.String(), nullable=False),
        sa.Column("ahead", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_report_force_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_force_report_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_report")),
        sa.UniqueConstraint("force_id", "week_on", name=op.f("uq_force_report_force_id_week_on")),
    )
    op.create_table(
        "force_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column(
            "ranking",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_review_force_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name=op.f("fk_force_review_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_review")),
        sa.UniqueConstraint("force_id", "month_on", name=op.f("uq_force_review_force_id_month_on")),
    )
    op.create_table(
        "force_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_task_force_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_task")),
    )
    op.create_index("ix_force_task_force", "force_task", ["force_id", "due_on"], unique=False)
    op.create_table(
        "force_milestone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_milestone_force_id")),
        sa.ForeignKeyConstraint(["task_id"], ["force_task.id"], name=op.f("fk_force_milestone_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_milestone")),
    )
    op.create_index("ix_force_milestone_force", "force_milestone", ["force_id", "due_on"], unique=False)
    op.create_table(
        "force_ticket",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("force_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("attached_by", sa.Uuid(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attached_by"], ["account.id"], name=op.f("fk_force_ticket_attached_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "ticket_id"],
            ["ticket.estate_id", "ticket.id"],
            name=op.f("fk_force_ticket_estate_id_ticket_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_force_ticket_estate_id")),
        sa.ForeignKeyConstraint(["force_id"], ["task_force.id"], name=op.f("fk_force_ticket_force_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_force_ticket")),
        sa.UniqueConstraint(
            "estate_id", "ticket_id", "force_id", name=op.f("uq_force_ticket_estate_id_ticket_id_force_id")
        ),
    )
    op.create_index("ix_force_ticket_force", "force_ticket", ["force_id"], unique=False)
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("force_ticket")
    op.drop_table("force_milestone")
    op.drop_table("force_task")
    op.drop_table("force_review")
    op.drop_table("force_report")
    op.drop_table("force_member")
    op.drop_table("force_meeting")
    op.drop_table("task_force")
