"""An index of the few links of hazards that were taken back: what asks for them need not read all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Go to this step."""
    is_gone = sa.text("removed_at IS NOT NULL")
    op.create_index(
        "ix_hazard_factory_removed",
        "hazard_factory",
        ["hazard_id"],
        sqlite_where=is_gone,
        postgresql_where=is_gone,
    )


def downgrade() -> None:
    """Go back from it."""
    op.drop_index("ix_hazard_factory_removed", table_name="hazard_factory")
