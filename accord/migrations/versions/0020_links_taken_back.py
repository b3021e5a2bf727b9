"""An index of the few links of hazards that were taken back; the index of words is put together less at a time."""

import sqlalchemy as sa
from alembic import op

from accord.records.full_text import merge_seldom

BY_ITSELF = 16
"""So many pieces SQLite bears if nobody tells it."""

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
    for statement in merge_seldom(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Go back from it."""
    for statement in merge_seldom(op.get_bind().dialect.name, BY_ITSELF):
        op.execute(statement)
    op.drop_index("ix_hazard_factory_removed", table_name="hazard_factory")
