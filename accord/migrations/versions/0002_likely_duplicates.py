"""Pairs of factories that may be one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "likely_duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("other_factory_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("factory_id < other_factory_id", name=op.f("ck_likely_duplicate_lower_id_first")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_likely_duplicate_score")),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_likely_duplicate_factory_id_factory")),
        sa.ForeignKeyConstraint(
            ["other_factory_id"], ["factory.id"], name=op.f("fk_likely_duplicate_other_factory_id_factory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likely_duplicate")),
        sa.UniqueConstraint("factory_id", "other_factory_id", name=op.f("uq_likely_duplicate_factory_id")),
    )
    op.create_index(op.f("ix_likely_duplicate_other_factory_id"), "likely_duplicate", ["other_factory_id"])


def downgrade() -> None:
    """Go back to the step before."""
    op.drop_index(op.f("ix_likely_duplicate_other_factory_id"), table_name="likely_duplicate")
    op.drop_table("likely_duplicate")
