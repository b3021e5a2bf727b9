"""In which language somebody reads letters first, and how often they want to be told of what waits."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

COLUMNS = {"language": sa.String(2), "digest": sa.String(40)}


def upgrade() -> None:
    """Go to this step."""
    for name, kind in COLUMNS.items():
        op.add_column("person", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Go back from it."""
    for name in COLUMNS:
        op.drop_column("person", name)
