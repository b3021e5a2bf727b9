"""Floors and zones have a Bangla name."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go to this step."""
    op.add_column("floor", sa.Column("name_bn", sa.String(80), nullable=True))
    op.add_column("zone", sa.Column("name_bn", sa.String(80), nullable=True))


def downgrade() -> None:
    """Go back to the step before."""
    # Not by a batch: on SQLite that would drop tables that orders and hazards refer to.
    op.execute("ALTER TABLE zone DROP COLUMN name_bn")
    op.execute("ALTER TABLE floor DROP COLUMN name_bn")
