"""What answers where hazards stood on any day, as known on any other: indexes that hold it all."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import NOTICE_REOPENING, reopening_noticed, reopening_noticed_no_longer

revision = "0017"
down_revision = "0016"

REPLACED = (
    ("ix_hazard_event_hazard_effective", "hazard_event", ("hazard_id", "effective_on")),
    ("ix_deadline_hazard_holds", "deadline", ("hazard_id", "holds_from")),
)
INDEXES = (
    ("ix_hazard_event_stand", "hazard_event", ("hazard_id", "effective_on", "id", "recorded_at", "status")),
    ("ix_deadline_stand", "deadline", ("hazard_id", "holds_from", "id", "recorded_at", "due_on")),
    (
        "ix_hazard_of_day",
        "hazard",
        (
            "id",
            "recorded_at",
            "found_on",
            "origin",
            "discipline",
            "severity",
            "category",
            "building_id",
            "item",
            "may_have_reopened",
        ),
    ),
)
COMPENSATES = "ix_hazard_event_compensates_id"


def upgrade() -> None:
    """Go to this step."""
    op.add_column("hazard", sa.Column("may_have_reopened", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, table, columns in INDEXES:
        op.create_index(name, table, list(columns))
    is_one = sa.text("compensates_id IS NOT NULL")
    op.create_index(COMPENSATES, "hazard_event", ["compensates_id"], sqlite_where=is_one, postgresql_where=is_one)
    for name, table, _ in REPLACED:
        op.drop_index(name, table_name=table)
    # Of every hazard: the name of a column where the trigger has the id of one.
    op.execute(NOTICE_REOPENING.replace("= HAZARD", "= hazard.id"))
    for statement in reopening_noticed(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Go back from it."""
    for statement in reopening_noticed_no_longer(op.get_bind().dialect.name):
        op.execute(statement)
    for name, table, columns in REPLACED:
        op.create_index(name, table, list(columns))
    op.drop_index(COMPENSATES, table_name="hazard_event")
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
    op.drop_column("hazard", "may_have_reopened")
