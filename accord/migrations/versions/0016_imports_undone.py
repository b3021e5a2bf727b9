"""What an import brought, so that it can be undone; the end of the journal in every edition."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"

REFERENCES = ("danger_to_confirm", "hazard_factory", "inspection")
COLUMNS = (
    ("inspection", "removed_at", sa.DateTime()),
    ("edition", "journal_root", sa.String(64)),
)
"""Added one by one, not by a batch, which would drop tables on SQLite to which others refer."""


def upgrade() -> None:
    """Go to this step."""
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    for table in REFERENCES:
        reference = f"CONSTRAINT fk_{table}_import_id_sheet_import REFERENCES sheet_import (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN import_id INTEGER {reference}")
        op.create_index(op.f(f"ix_{table}_import_id"), table, ["import_id"], unique=False)


def downgrade() -> None:
    """Go back from it."""
    for table in reversed(REFERENCES):
        op.drop_index(op.f(f"ix_{table}_import_id"), table_name=table)
        op.execute(f"ALTER TABLE {table} DROP COLUMN import_id")
    for table, name, _kind in reversed(COLUMNS):
        op.drop_column(table, name)
