"""Accounts, owners, residents, roles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from linli.platform import protection
from linli.platform.db import db

revision = "0003_people"
down_revision = "0002_platform"
branch_labels = None
depends_on = None

GUARDED = [
    "claim",
    "committee_member",
    "committee_term",
    "invitation",
    "owner",
    "owner_phone",
    "ownership",
    "register_change",
    "resident",
    "roster",
    "unit_note",
]


def upgrade():
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_digest", sa.String(), nullable=True),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed", sa.Boolean(), nullable=False),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.Column("setup_digest", sa.String(), nullable=True),
        sa.Column("setup_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "look",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("phone_digest", name=op.f("uq_account_phone_digest")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "login_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_code")),
    )
    op.create_index(op.f("ix_login_code_made_at"), "login_code", ["made_at"], unique=False)
    op.create_index(op.f("ix_login_code_phone_digest"), "login_code", ["phone_digest"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_account_purpose", "consent", ["account_id", "purpose"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_index("ix_role_grant_scope", "role_grant", ["scope_kind", "scope_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("read_only", sa.Boolean(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column(
            "acting",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_session_token_digest")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)
    op.create_table(
        "committee_term",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_committee_term_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_committee_term")),
        sa.UniqueConstraint("estate_id", "number", name=op.f("uq_committee_term_estate_id_number")),
    )
    op.create_table(
        "owner",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id_no", sa.LargeBinary(), nullable=True),
        sa.Column("id_no_digest", sa.String(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_owner_account_id")),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_owner_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_owner")),
    )
    op.create_index("ix_owner_account", "owner", ["account_id"], unique=False)
    op.create_index("ix_owner_id_no", "owner", ["estate_id", "id_no_digest"], unique=False)
    op.create_index("ix_owner_name", "owner", ["estate_id", "name_folded"], unique=False)
    op.create_table(
        "roster",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decisions", sa.LargeBinary(), nullable=False),
        sa.Column(
            "counts",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_roster_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_roster")),
    )
    op.create_index("ix_roster_state", "roster", ["estate_id", "state"], unique=False)
    op.create_table(
        "committee_member",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_committee_member_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "term_id"],
            ["committee_term.estate_id", "committee_term.id"],
            name=op.f("fk_committee_member_estate_id_term_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_committee_member_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_committee_member")),
    )
    op.create_index("ix_committee_member_term", "committee_member", ["estate_id", "term_id"], unique=False)
    op.create_table(
        "owner_phone",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_owner_phone_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_owner_phone_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_owner_phone")),
        sa.UniqueConstraint(
            "estate_id", "owner_id", "digest", name=op.f("uq_owner_phone_estate_id_owner_id_digest")
        ),
    )
    op.create_index("ix_owner_phone_digest", "owner_phone", ["estate_id", "digest"], unique=False)
    op.create_table(
        "claim",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_claim_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"], ["unit.estate_id", "unit.id"], name=op.f("fk_claim_estate_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_claim_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_account_id"), "claim", ["account_id"], unique=False)
    op.create_index("ix_claim_state", "claim", ["estate_id", "state"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_invitation_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_invitation_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_invitation")),
    )
    op.create_index("ix_invitation_code", "invitation", ["estate_id", "code_digest"], unique=True)
    op.create_table(
        "ownership",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("representative", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR since_on IS NULL OR until_on >= since_on",
            name=op.f("ck_ownership_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "owner_id"],
            ["owner.estate_id", "owner.id"],
            name=op.f("fk_ownership_estate_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_ownership_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_ownership_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_ownership")),
    )
    op.create_index("ix_ownership_owner", "ownership", ["estate_id", "owner_id"], unique=False)
    op.create_index("ix_ownership_unit", "ownership", ["estate_id", "unit_id"], unique=False)
    op.create_table(
        "register_change",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("new_owners", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_register_change_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_register_change_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_register_change")),
    )
    op.create_index("ix_register_change_state", "register_change", ["estate_id", "state"], unique=False)
    op.create_table(
        "resident",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("pays", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_resident_account_id")),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_resident_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_resident_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_resident")),
    )
    op.create_index("ix_resident_account", "resident", ["account_id"], unique=False)
    op.create_index("ix_resident_unit", "resident", ["estate_id", "unit_id"], unique=False)
    op.create_table(
        "unit_note",
        sa.Column("estate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id", "unit_id"],
            ["unit.estate_id", "unit.id"],
            name=op.f("fk_unit_note_estate_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_unit_note_estate_id")),
        sa.PrimaryKeyConstraint("estate_id", "id", name=op.f("pk_unit_note")),
        sa.UniqueConstraint("estate_id", "unit_id", name=op.f("uq_unit_note_estate_id_unit_id")),
    )
    for statement in protection.sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for statement in protection.undo_sql_for(db.metadata, op.get_bind().dialect.name, tables=GUARDED):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("unit_note")
    op.drop_table("resident")
    op.drop_table("register_change")
    op.drop_table("ownership")
    op.drop_table("invitation")
    op.drop_table("claim")
    op.drop_table("owner_phone")
    op.drop_table("committee_member")
    op.drop_table("roster")
    op.drop_table("owner")
    op.drop_table("committee_term")
    op.drop_table("session")
    op.drop_table("role_grant")
    op.drop_table("consent")
    op.drop_table("login_code")
    op.drop_table("account")
