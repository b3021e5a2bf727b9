"""Factories that stand for others, since a person said that they are one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Go to this step."""
    # Not by a batch: on SQLite that would drop the table of factories, which half of all others refer to.
    op.execute(
        "ALTER TABLE factory ADD COLUMN merged_into_id INTEGER "
        "CONSTRAINT fk_factory_merged_into_id_factory REFERENCES factory (id) "
        "CONSTRAINT ck_factory_not_into_itself CHECK (merged_into_id <> id)"
    )
    op.create_index(op.f("ix_factory_merged_into_id"), "factory", ["merged_into_id"])
    op.create_table(
        "factory_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("taken_over", sa.Text(), nullable=False),
        sa.Column("coverage_before", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.String(200), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("merged_id <> kept_id", name=op.f("ck_factory_merge_not_into_itself")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_factory_merge_undone_by_somebody")
        ),
        sa.ForeignKeyConstraint(["merged_id"], ["factory.id"], name=op.f("fk_factory_merge_merged_id_factory")),
        sa.ForeignKeyConstraint(["kept_id"], ["factory.id"], name=op.f("fk_factory_merge_kept_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factory_merge")),
    )
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "ix_factory_merge_standing",
        "factory_merge",
        ["merged_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index(op.f("ix_factory_merge_kept_id"), "factory_merge", ["kept_id"])


def downgrade() -> None:
    """Go back to the step before."""
    op.drop_index(op.f("ix_factory_merge_kept_id"), table_name="factory_merge")
    op.drop_index("ix_factory_merge_standing", table_name="factory_merge")
    op.drop_table("factory_merge")
    op.drop_index(op.f("ix_factory_merged_into_id"), table_name="factory")
    # The constraints of the column go with it, on both databases.
    op.execute("ALTER TABLE factory DROP COLUMN merged_into_id")
