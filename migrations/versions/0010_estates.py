"""More of regions, estates and units."""

import sqlalchemy as sa
from alembic import op

revision = "0010_estates"
down_revision = "0009_rating"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("estate", sa.Column("built_year", sa.BigInteger(), nullable=True))


def downgrade():
    op.drop_column("estate", "built_year")
