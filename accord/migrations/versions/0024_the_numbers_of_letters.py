"""Letters have numbers, answers of their own where they speak of no order, and the files that were drawn of them."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only

revision = "0024"
down_revision = "0023"

NEVER_CHANGED = ("notice_answer", "letter_file")


def upgrade() -> None:
    """Go to this step."""
    op.add_column("notice", sa.Column("year", sa.Integer(), nullable=True))
    op.add_column("notice", sa.Column("number", sa.Integer(), nullable=True))
    # Not by a batch: on SQLite that would drop the table, and what names it with it.
    reference = "CONSTRAINT fk_notice_factory_id_factory REFERENCES factory (id)"
    op.execute(f"ALTER TABLE notice ADD COLUMN factory_id INTEGER {reference}")
    _number_what_is_there()
    op.create_index("uq_notice_year_number", "notice", ["year", "number"], unique=True)
    op.create_index(op.f("ix_notice_factory_id"), "notice", ["factory_id"], unique=False)
    op.create_table(
        "notice_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_answer_notice_id_notice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_answer")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_answer_notice_id")),
    )
    op.create_table(
        "letter_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_letter_file_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_file")),
        sa.UniqueConstraint("notice_id", "language", name=op.f("uq_letter_file_notice_id")),
    )
    for table in NEVER_CHANGED:
        for statement in append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))


def _number_what_is_there() -> None:
    """Give letters their numbers as they were recorded, through each year of UTC; one person's letters get none."""
    notice = sa.table(
        "notice",
        sa.column("id", sa.Integer),
        sa.column("organisation", sa.String),
        sa.column("recorded_at", sa.DateTime),
        sa.column("year", sa.Integer),
        sa.column("number", sa.Integer),
    )
    bind = op.get_bind()
    rows = bind.execute(
        sa.select(notice.c.id, notice.c.recorded_at)
        .where(notice.c.organisation.not_like("person %"))
        .order_by(notice.c.recorded_at, notice.c.id)
    ).all()
    last: Counter[int] = Counter()
    numbered = []
    for notice_id, recorded_at in rows:
        last[recorded_at.year] += 1
        numbered.append({"which": notice_id, "its_year": recorded_at.year, "its_number": last[recorded_at.year]})
    if numbered:
        statement = sa.update(notice).where(notice.c.id == sa.bindparam("which"))
        bind.execute(statement.values(year=sa.bindparam("its_year"), number=sa.bindparam("its_number")), numbered)


def downgrade() -> None:
    """Go back from it."""
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))
        op.drop_table(table)
    op.drop_index(op.f("ix_notice_factory_id"), table_name="notice")
    op.drop_index("uq_notice_year_number", table_name="notice")
    for name in ("factory_id", "number", "year"):
        op.drop_column("notice", name)
