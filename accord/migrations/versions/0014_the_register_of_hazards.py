"""What the register of hazards is sorted and counted by, kept by the database."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import (
    FOLLOW_DEADLINES,
    FOLLOW_EVENTS,
    columns_that_follow,
    columns_that_follow_no_longer,
)

revision = "0014"
down_revision = "0009"

COLUMNS = (
    ("stands_since", sa.Date(), None),
    ("times_reopened", sa.Integer(), "0"),
    ("due_on", sa.Date(), None),
)
INDEXES = (
    (
        "ix_hazard_register",
        "hazard",
        (
            "status",
            "origin",
            "discipline",
            "severity",
            "category",
            "found_on",
            "due_on",
            "stands_since",
            "times_reopened",
            "building_id",
            "item",
        ),
    ),
    ("ix_hazard_event_effective", "hazard_event", ("effective_on",)),
    ("ix_hazard_event_person_id", "hazard_event", ("person_id",)),
    ("ix_deadline_holds", "deadline", ("holds_from",)),
)


def upgrade() -> None:
    """Go to this step."""
    for name, kind, default in COLUMNS:
        op.add_column("hazard", sa.Column(name, kind, nullable=default is None, server_default=default))
    for follow in (FOLLOW_EVENTS, FOLLOW_DEADLINES):
        # Of every hazard: the name of a column where the trigger has the id of one.
        op.execute(follow.replace("= HAZARD", "= hazard.id"))
    for name, table, columns in INDEXES:
        op.create_index(name, table, list(columns))
    for statement in columns_that_follow(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Go back from it."""
    for statement in columns_that_follow_no_longer(op.get_bind().dialect.name):
        op.execute(statement)
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
    for name, _, _ in COLUMNS:
        op.drop_column("hazard", name)
