"""More of payments."""

import sqlalchemy as sa
from alembic import op

revision = "0015_payments"
down_revision = "0014_deliberation"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("payment_order", sa.Column("merchant", sa.String(), nullable=True))
    op.add_column("payment_order", sa.Column("scene", sa.String(), nullable=True))


def downgrade():
    op.drop_column("payment_order", "scene")
    op.drop_column("payment_order", "merchant")
