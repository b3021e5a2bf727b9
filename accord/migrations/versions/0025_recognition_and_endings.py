"""Letters of recognition with their number, their sheets and why they were withdrawn; check lists of endings."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

COLUMNS = (
    sa.Column("number", sa.String(length=100), nullable=True),
    sa.Column("why_withdrawn", sa.Text(), nullable=True),
    sa.Column("why_withdrawn_bn", sa.Text(), nullable=True),
    sa.Column("withdrawn_by", sa.String(length=200), nullable=True),
)
RECOGNISED, WITHDRAWN = "recognised", "withdrew the recognition"
"""The deeds in the journal, which alone kept the number and the reason until now."""


def upgrade() -> None:
    """Go to this step."""
    for column in COLUMNS:
        op.add_column("recognition", column)
    _read_the_journal()
    op.create_table(
        "recognition_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_recognition_sheet_recognition_id_recognition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_sheet")),
        sa.UniqueConstraint("recognition_id", "language", name=op.f("uq_recognition_sheet_recognition_id")),
    )
    op.create_index(op.f("ix_recognition_sheet_sha256"), "recognition_sheet", ["sha256"], unique=False)
    op.create_table(
        "ending_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(40), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("why_taken_back", sa.Text(), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_ending_item_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ending_item_person_id_person")),
        sa.ForeignKeyConstraint(["signatory_id"], ["signatory.id"], name=op.f("fk_ending_item_signatory_id_signatory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending_item")),
    )
    op.create_index(op.f("ix_ending_item_factory_id"), "ending_item", ["factory_id"], unique=False)
    op.create_index(op.f("ix_ending_item_sha256"), "ending_item", ["sha256"], unique=False)
    op.create_index(op.f("ix_ending_item_signatory_id"), "ending_item", ["signatory_id"], unique=False)


def _read_the_journal() -> None:
    recognition = sa.table("recognition", sa.column("id"), *(sa.column(each.name) for each in COLUMNS))
    journal = sa.table("journal", *(sa.column(name) for name in ("id", "deed", "actor", "details")))
    connection = op.get_bind()
    entries = sa.select(journal).where(journal.c.deed.in_((RECOGNISED, WITHDRAWN))).order_by(journal.c.id)
    for entry in connection.execute(entries).all():
        said = json.loads(entry.details)
        told = {"number": said.get("letter")}
        if entry.deed == WITHDRAWN:
            told = {"why_withdrawn": said.get("reason"), "withdrawn_by": entry.actor}
        connection.execute(sa.update(recognition).where(recognition.c.id == said["recognition"]).values(told))


def downgrade() -> None:
    """Go back from it."""
    op.drop_table("ending_item")
    op.drop_table("recognition_sheet")
    for column in reversed(COLUMNS):
        op.drop_column("recognition", column.name)
