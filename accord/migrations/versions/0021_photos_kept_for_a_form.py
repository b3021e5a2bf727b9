"""Photos that came with a form which was not saved, kept until it is."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

INDEXED = ("person_id", "sha256", "small_sha256")


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "kept_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why_refused", sa.Text(), nullable=True),
        sa.Column("small_sha256", sa.String(length=64), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_photo_person_id_person")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_kept_photo_upload_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_photo")),
    )
    op.create_index("ix_kept_photo_state", "kept_photo", ["state"], unique=False)
    for column in INDEXED:
        op.create_index(op.f(f"ix_kept_photo_{column}"), "kept_photo", [column], unique=False)


def downgrade() -> None:
    """Go back from it."""
    for column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_kept_photo_{column}"), table_name="kept_photo")
    op.drop_index("ix_kept_photo_state", table_name="kept_photo")
    op.drop_table("kept_photo")
