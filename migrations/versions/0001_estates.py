"""Regions, estates, buildings, units and companies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0001_estates"
down_revision = None
branch_labels = None
depends_on = None

GUARDED = ["building", "entrance", "estate_setting", "outside_code", "service_contract", "unit"]


def upgrade():
    op.create_table(
        "company",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("name", name=op.f("uq_company_name")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("parent_id", "name", name=op.f("uq_region_parent_id_name")),
    )
    op.create_table(
        "estate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("street_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("help_phone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["region.id"], name=op.f("fk_estate_city_id")),
        sa.ForeignKeyConstraint(["community_id"], ["region.id"], name=op.f("fk_estate_community_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_estate_county_id")),
        sa.ForeignKeyConstraint(["street_id"], ["region.id"], name=op.f("fk_estate_street_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estate")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_estate_community_id_name")),
    )
    op.create_index(op.f("ix_estate_city_id"), "estate", ["city_id"], unique=False)
    op.create_index(op.f("ix_estate_community_id"), "estate", ["community_id"], unique=False)
    op.create_index(op.f("ix_estate_county_id"), "estate", ["county_id"], unique=False)
    op.create_index(op.f("ix_estate_name"), "estate", ["name"], unique=False)
    op.create_index(op.f("ix_estate_street_id"), "estate", ["street_id"], unique=False)
    op.create_table(
        "building",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_building_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_building")),
        sa.UniqueConstraint("estate_id", "name", name=op.f("uq_building_estate_id_name")),
    )
    op.create_table(
        "estate_setting",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column(
            "value",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_estate_setting_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_estate_setting")),
        sa.UniqueConstraint(
            "estate_id", "name", "since_on", name=op.f("uq_estate_setting_estate_id_name_since_on")
        ),
    )
    op.create_table(
        "outside_code",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_outside_code_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_outside_code")),
        sa.UniqueConstraint(
            "estate_id", "system", "code", name=op.f("uq_outside_code_estate_id_system_code")
        ),
    )
    op.create_index(op.f("ix_outside_code_object_id"), "outside_code", ["object_id"], unique=False)
    op.create_table(
        "service_contract",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= since_on", name=op.f("ck_service_contract_days_in_order")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_service_contract_company_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_service_contract_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_service_contract")),
    )
    op.create_index(op.f("ix_service_contract_company_id"), "service_contract", ["company_id"], unique=False)
    op.create_table(
        "entrance",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "building_id"],
            ["building.estate_id", "building.id"],
            name=op.f("fk_entrance_estate_id_building_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_entrance_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_entrance")),
        sa.UniqueConstraint(
            "estate_id", "building_id", "name", name=op.f("uq_entrance_estate_id_building_id_name")
        ),
    )
    op.create_table(
        "unit",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("entrance_id", sa.Uuid(), nullable=True),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("floor_area", sa.BigInteger(), nullable=True),
        sa.Column("inner_area", sa.BigInteger(), nullable=True),
        sa.Column("area_source", sa.String(), nullable=True),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.CheckConstraint("floor_area IS NULL OR floor_area > 0", name=op.f("ck_unit_area_positive")),
        sa.ForeignKeyConstraint(
            ["estate_id", "building_id"],
            ["building.estate_id", "building.id"],
            name=op.f("fk_unit_estate_id_building_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "entrance_id"],
            ["entrance.estate_id", "entrance.id"],
            name=op.f("fk_unit_estate_id_entrance_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_unit_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_unit")),
        sa.UniqueConstraint("estate_id", "building_id", "entrance_id", "room", name="uq_unit_place"),
    )
    op.create_index("ix_unit_label", "unit", ["estate_id", "label"], unique=True)
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("unit")
    op.drop_table("entrance")
    op.drop_table("service_contract")
    op.drop_table("outside_code")
    op.drop_table("estate_setting")
    op.drop_table("building")
    op.drop_table("estate")
    op.drop_table("region")
    op.drop_table("company")
