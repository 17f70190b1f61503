"""More of ratings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0020_rating"
down_revision = "0019_notices"
branch_labels = None
depends_on = None

GUARDED = [
    "area_check",
    "assessor_draw",
    "assessor_tie",
    "catalogue_edition",
    "course_step",
    "data_set",
    "data_set_step",
    "figure",
    "figure_comment",
    "figure_correction",
    "measure",
    "prize_payment",
    "prize_share",
    "rating_appeal",
    "rating_course",
    "rating_remark",
    "rating_visit",
    "recorded_fact",
    "redrawing",
    "scale_reading",
    "score_correction",
    "self_report",
    "visit_mark",
    "visit_photo",
]


def upgrade():
    op.add_column("score_entry", sa.Column("points", sa.BigInteger(), nullable=True))
    op.add_column("score_sheet", sa.Column("plan_id", sa.Uuid(), nullable=True))
    op.create_table(
        "assessor_tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessor_tie_account_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_assessor_tie_declared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_tie")),
    )
    op.create_index("ix_assessor_tie_account", "assessor_tie", ["account_id"], unique=False)
    op.create_table(
        "catalogue_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("copied_from", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_by IS NULL OR published_by <> drafted_by",
            name=op.f("ck_catalogue_edition_second_person"),
        ),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_catalogue_edition_drafted_by")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_catalogue_edition_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_edition")),
    )
    op.create_table(
        "data_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by"], ["account.id"], name=op.f("fk_data_set_frozen_by")),
        sa.ForeignKeyConstraint(["started_by"], ["account.id"], name=op.f("fk_data_set_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_set")),
        sa.UniqueConstraint("year", "run", name=op.f("uq_data_set_year_run")),
    )
    op.create_table(
        "prize_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column(
            "base",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "lines",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("budget_fen >= 0", name=op.f("ck_prize_round_budget")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_prize_round_decided_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_prize_round_proposed_by")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_prize_round_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_round")),
        sa.UniqueConstraint("region_id", "year", name=op.f("uq_prize_round_region_id_year")),
    )
    op.create_table(
        "rating_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column(
            "windows",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["region.id"], name=op.f("fk_rating_plan_city_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_rating_plan_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_plan")),
        sa.UniqueConstraint("city_id", "year", name=op.f("uq_rating_plan_city_id_year")),
    )
    op.create_table(
        "scale_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column(
            "entries",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_scale_reading_made_by")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_scale_reading_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_reading")),
    )
    op.create_index("ix_scale_reading_region", "scale_reading", ["region_id", "scale", "year"], unique=False)
    op.create_table(
        "assessor_draw",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column(
            "inputs",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("result_hash", sa.String(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by"], ["account.id"], name=op.f("fk_assessor_draw_drawn_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["rating_plan.id"], name=op.f("fk_assessor_draw_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_draw")),
    )
    op.create_index("ix_assessor_draw_plan", "assessor_draw", ["plan_id"], unique=False)
    op.create_table(
        "data_set_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_set_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("estates", sa.BigInteger(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["data_set_id"], ["data_set.id"], name=op.f("fk_data_set_step_data_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_set_step")),
        sa.UniqueConstraint("data_set_id", "fact", name=op.f("uq_data_set_step_data_set_id_fact")),
    )
    op.create_table(
        "figure",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_set_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_id", sa.Uuid(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("zeroed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["data_set_id"], ["data_set.id"], name=op.f("fk_figure_data_set_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_figure_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_figure")),
        sa.UniqueConstraint(
            "estate_id", "data_set_id", "fact", name=op.f("uq_figure_estate_id_data_set_id_fact")
        ),
    )
    op.create_index("ix_figure_data_set", "figure", ["data_set_id"], unique=False)
    op.create_table(
        "figure_comment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_figure_comment_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_figure_comment_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_figure_comment")),
    )
    op.create_index("ix_figure_comment_year", "figure_comment", ["estate_id", "year"], unique=False)
    op.create_table(
        "figure_correction",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("zeroed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_figure_correction_estate_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name=op.f("fk_figure_correction_signed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_figure_correction")),
    )
    op.create_index(
        "ix_figure_correction_year", "figure_correction", ["year", "estate_id", "fact"], unique=False
    )
    op.create_table(
        "measure",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_measure_done_by")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_measure_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_measure_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_year", "measure", ["estate_id", "year", "code"], unique=False)
    op.create_table(
        "plan_assessor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plan_assessor_account_id")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_plan_assessor_added_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["rating_plan.id"], name=op.f("fk_plan_assessor_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_assessor")),
        sa.UniqueConstraint("plan_id", "account_id", name=op.f("uq_plan_assessor_plan_id_account_id")),
    )
    op.create_index(op.f("ix_plan_assessor_account_id"), "plan_assessor", ["account_id"], unique=False)
    op.create_table(
        "prize_share",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen >= 0 AND amount_fen <= base_fen", name=op.f("ck_prize_share_amount")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_prize_share_estate_id")),
        sa.ForeignKeyConstraint(["round_id"], ["prize_round.id"], name=op.f("fk_prize_share_round_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_prize_share")),
        sa.UniqueConstraint("estate_id", "round_id", name=op.f("uq_prize_share_estate_id_round_id")),
    )
    op.create_index("ix_prize_share_round", "prize_share", ["round_id"], unique=False)
    op.create_table(
        "recorded_fact",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("zeroed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_recorded_fact_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_recorded_fact_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_recorded_fact")),
    )
    op.create_index("ix_recorded_fact_year", "recorded_fact", ["year", "estate_id", "fact"], unique=False)
    op.create_table(
        "redrawing",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_redrawing_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_redrawing_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_redrawing")),
        sa.UniqueConstraint("estate_id", "year", name=op.f("uq_redrawing_estate_id_year")),
    )
    op.create_table(
        "prize_payment",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_prize_payment_amount")),
        sa.ForeignKeyConstraint(
            ["estate_id", "share_id"],
            ["prize_share.estate_id", "prize_share.id"],
            name=op.f("fk_prize_payment_estate_id_share_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_prize_payment_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_prize_payment_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_prize_payment")),
        sa.UniqueConstraint("estate_id", "share_id", name=op.f("uq_prize_payment_estate_id_share_id")),
    )
    op.create_table(
        "rating_course",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_rating_course_confirmed_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "sheet_id"],
            ["score_sheet.estate_id", "score_sheet.id"],
            name=op.f("fk_rating_course_estate_id_sheet_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rating_course_estate_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["rating_plan.id"], name=op.f("fk_rating_course_plan_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_rating_course_published_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rating_course")),
        sa.UniqueConstraint("estate_id", "plan_id", name=op.f("uq_rating_course_estate_id_plan_id")),
        sa.UniqueConstraint("estate_id", "sheet_id", name=op.f("uq_rating_course_estate_id_sheet_id")),
    )
    op.create_index("ix_rating_course_plan", "rating_course", ["plan_id", "stage"], unique=False)
    op.create_table(
        "score_correction",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("points_before", sa.BigInteger(), nullable=True),
        sa.Column("points_after", sa.BigInteger(), nullable=True),
        sa.Column("total_before", sa.BigInteger(), nullable=False),
        sa.Column("total_after", sa.BigInteger(), nullable=False),
        sa.Column("stars_before", sa.BigInteger(), nullable=False),
        sa.Column("stars_after", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "sheet_id"],
            ["score_sheet.estate_id", "score_sheet.id"],
            name=op.f("fk_score_correction_estate_id_sheet_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_score_correction_estate_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name=op.f("fk_score_correction_signed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_score_correction")),
    )
    op.create_index("ix_score_correction_sheet", "score_correction", ["estate_id", "sheet_id"], unique=False)
    op.create_table(
        "area_check",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "course_id"],
            ["rating_course.estate_id", "rating_course.id"],
            name=op.f("fk_area_check_estate_id_course_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_area_check_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_area_check_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_area_check")),
    )
    op.create_index("ix_area_check_course", "area_check", ["estate_id", "course_id"], unique=False)
    op.create_table(
        "course_step",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "course_id"],
            ["rating_course.estate_id", "rating_course.id"],
            name=op.f("fk_course_step_estate_id_course_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_course_step_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_course_step_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_course_step")),
    )
    op.create_index("ix_course_step_course", "course_step", ["estate_id", "course_id"], unique=False)
    op.create_table(
        "rating_appeal",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("points_before", sa.BigInteger(), nullable=True),
        sa.Column("points_after", sa.BigInteger(), nullable=True),
        sa.Column("total_before", sa.BigInteger(), nullable=True),
        sa.Column("total_after", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_rating_appeal_decided_by")),
        sa.ForeignKeyConstraint(
            ["estate_id", "course_id"],
            ["rating_course.estate_id", "rating_course.id"],
            name=op.f("fk_rating_appeal_estate_id_course_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rating_appeal_estate_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name=op.f("fk_rating_appeal_filed_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rating_appeal")),
        sa.UniqueConstraint(
            "estate_id", "course_id", "code", name=op.f("uq_rating_appeal_estate_id_course_id_code")
        ),
    )
    op.create_table(
        "rating_remark",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answer_to", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "answer_to"],
            ["rating_remark.estate_id", "rating_remark.id"],
            name=op.f("fk_rating_remark_estate_id_answer_to"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "course_id"],
            ["rating_course.estate_id", "rating_course.id"],
            name=op.f("fk_rating_remark_estate_id_course_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rating_remark_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_rating_remark_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rating_remark")),
    )
    op.create_index(
        "ix_rating_remark_course", "rating_remark", ["estate_id", "course_id", "code"], unique=False
    )
    op.create_table(
        "rating_visit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column(
            "codes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_rating_visit_place")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_rating_visit_account_id")),
        sa.ForeignKeyConstraint(["draw_id"], ["assessor_draw.id"], name=op.f("fk_rating_visit_draw_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "course_id"],
            ["rating_course.estate_id", "rating_course.id"],
            name=op.f("fk_rating_visit_estate_id_course_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_rating_visit_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_rating_visit_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_rating_visit")),
    )
    op.create_index("ix_rating_visit_assessor", "rating_visit", ["account_id"], unique=False)
    op.create_index("ix_rating_visit_course", "rating_visit", ["estate_id", "course_id"], unique=False)
    op.create_table(
        "self_report",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "values",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from",
            name=op.f("ck_self_report_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "course_id"],
            ["rating_course.estate_id", "rating_course.id"],
            name=op.f("fk_self_report_estate_id_course_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_self_report_estate_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_self_report_made_by")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_self_report")),
    )
    op.create_index("ix_self_report_course", "self_report", ["estate_id", "course_id", "code"], unique=False)
    op.create_table(
        "visit_mark",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "values",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("zeroed", sa.Boolean(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "visit_id"],
            ["rating_visit.estate_id", "rating_visit.id"],
            name=op.f("fk_visit_mark_estate_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_visit_mark_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_visit_mark")),
        sa.UniqueConstraint(
            "estate_id", "visit_id", "code", name=op.f("uq_visit_mark_estate_id_visit_id_code")
        ),
    )
    op.create_table(
        "visit_photo",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "codes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("latitude", sa.BigInteger(), nullable=True),
        sa.Column("longitude", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "attachment_id"],
            ["attachment.estate_id", "attachment.id"],
            name=op.f("fk_visit_photo_estate_id_attachment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "visit_id"],
            ["rating_visit.estate_id", "rating_visit.id"],
            name=op.f("fk_visit_photo_estate_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_visit_photo_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_visit_photo")),
    )
    op.create_index("ix_visit_photo_visit", "visit_photo", ["estate_id", "visit_id"], unique=False)
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("visit_photo")
    op.drop_table("visit_mark")
    op.drop_table("self_report")
    op.drop_table("rating_visit")
    op.drop_table("rating_remark")
    op.drop_table("rating_appeal")
    op.drop_table("course_step")
    op.drop_table("area_check")
    op.drop_table("score_correction")
    op.drop_table("rating_course")
    op.drop_table("prize_payment")
    op.drop_table("redrawing")
    op.drop_table("recorded_fact")
    op.drop_table("prize_share")
    op.drop_table("plan_assessor")
    op.drop_table("measure")
    op.drop_table("figure_correction")
    op.drop_table("figure_comment")
    op.drop_table("figure")
    op.drop_table("data_set_step")
    op.drop_table("assessor_draw")
    op.drop_table("scale_reading")
    op.drop_table("rating_plan")
    op.drop_table("prize_round")
    op.drop_table("data_set")
    op.drop_table("catalogue_edition")
    op.drop_table("assessor_tie")
    op.drop_column("score_entry", "points")
    op.drop_column("score_sheet", "plan_id")
