"""When links, relations and coverage became known; orders, stages and photos."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only

revision = "0003"
down_revision = "0002"

ENDS = (
    ("sourcing", "to_on", "end_recorded_at", "ck_sourcing_end_is_recorded"),
    ("recognition", "withdrawn_on", "withdrawal_recorded_at", "ck_recognition_withdrawal_is_recorded"),
)
NEVER_CHANGED = ("coverage_change", "order_event", "stage_change", "edition_photo")


def upgrade() -> None:
    """Go to this step."""
    _links_and_relations()
    _coverage()
    _orders()
    _stages()
    _photos()
    for table in NEVER_CHANGED:
        for statement in append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))


def downgrade() -> None:
    """Go back to the step before."""
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))
    for table, indexes in (
        ("edition_photo", ["ix_edition_photo_sha256"]),
        ("photo", ["ix_photo_hazard_id", "ix_photo_sha256"]),
        ("stage_change", ["ix_stage_change_factory_effective"]),
        ("order_factory", ["ix_order_factory_factory_id"]),
        ("order_place", ["ix_order_place_order_id"]),
        ("order_event", ["ix_order_event_order_happened"]),
        ("safety_order", ["ix_safety_order_building_id"]),
        ("coverage_change", ["ix_coverage_change_factory_from"]),
    ):
        for index in indexes:
            op.drop_index(index, table_name=table)
        op.drop_table(table)
    op.drop_column("edition", "redaction")
    for table, _day, _at, name in ENDS:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
    for table, columns in (
        ("recognition", ["withdrawal_recorded_at"]),
        ("sourcing", ["end_recorded_at", "recorded_at"]),
        ("hazard_factory", ["recorded_at"]),
    ):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)


def _links_and_relations() -> None:
    op.add_column("hazard_factory", sa.Column("recorded_at", sa.DateTime(), nullable=True))
    op.execute(
        "UPDATE hazard_factory SET recorded_at = "
        "(SELECT recorded_at FROM hazard WHERE hazard.id = hazard_factory.hazard_id)"
    )
    with op.batch_alter_table("hazard_factory") as batch:
        batch.alter_column("recorded_at", existing_type=sa.DateTime(), nullable=False)
    op.add_column("sourcing", sa.Column("recorded_at", sa.DateTime(), nullable=True))
    op.add_column("sourcing", sa.Column("end_recorded_at", sa.DateTime(), nullable=True))
    sourcing = sa.table("sourcing", sa.column("recorded_at", sa.DateTime), sa.column("end_recorded_at", sa.DateTime))
    op.execute(sourcing.update().values(recorded_at=_first_line()))
    op.execute("UPDATE sourcing SET end_recorded_at = recorded_at WHERE to_on IS NOT NULL")
    with op.batch_alter_table("sourcing") as batch:
        batch.alter_column("recorded_at", existing_type=sa.DateTime(), nullable=False)
    op.add_column("recognition", sa.Column("withdrawal_recorded_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE recognition SET withdrawal_recorded_at = recorded_at WHERE withdrawn_on IS NOT NULL")
    for table, day, at, name in ENDS:
        with op.batch_alter_table(table) as batch:
            batch.create_check_constraint(op.f(name), f"({day} IS NULL) = ({at} IS NULL)")


def _coverage() -> None:
    table = op.create_table(
        "coverage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("coverage", sa.String(40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_bn", sa.Text(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_coverage_change_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_change")),
    )
    op.create_index("ix_coverage_change_factory_from", "coverage_change", ["factory_id", "from_on"])
    factory = sa.table("factory", sa.column("id", sa.Integer), sa.column("coverage", sa.String))
    rows = op.get_bind().execute(sa.select(factory.c.id, factory.c.coverage)).all()
    known = {"source": "imported", "actor": "accord init", "recorded_at": _first_line()}
    op.bulk_insert(table, [{"factory_id": id_, "coverage": coverage, **known} for id_, coverage in rows])


def _orders() -> None:
    op.create_table(
        "safety_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("because_bn", sa.Text(), nullable=True),
        sa.Column("limit_kpa", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_safety_order_building_id_building")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_order")),
        sa.UniqueConstraint("public_key", name=op.f("uq_safety_order_public_key")),
    )
    op.create_index(op.f("ix_safety_order_building_id"), "safety_order", ["building_id"])
    op.create_table(
        "order_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("note_bn", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_order_event_order_id_safety_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_event")),
    )
    op.create_index("ix_order_event_order_happened", "order_event", ["order_id", "happened_on"])
    op.create_table(
        "order_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("floor_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_order_place_order_id_safety_order")),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_order_place_floor_id_floor")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_order_place_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_place")),
    )
    op.create_index(op.f("ix_order_place_order_id"), "order_place", ["order_id"])
    op.create_table(
        "order_factory",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_order_factory_order_id_safety_order")),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_order_factory_factory_id_factory")),
        sa.PrimaryKeyConstraint("order_id", "factory_id", name=op.f("pk_order_factory")),
    )
    op.create_index(op.f("ix_order_factory_factory_id"), "order_factory", ["factory_id"])


def _stages() -> None:
    op.create_table(
        "stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_bn", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("stage BETWEEN 0 AND 3", name=op.f("ck_stage_change_stage")),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_stage_change_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index("ix_stage_change_factory_effective", "stage_change", ["factory_id", "effective_on"])


def _photos() -> None:
    # Nothing is known of the rules that older editions were looked over by: 0 stands for none.
    op.add_column("edition", sa.Column("redaction", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("shows", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("caption_bn", sa.Text(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(), nullable=True),
        sa.Column("cleared_by", sa.String(200), nullable=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_photo_hazard_id_hazard")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index(op.f("ix_photo_hazard_id"), "photo", ["hazard_id"])
    op.create_index(op.f("ix_photo_sha256"), "photo", ["sha256"])
    op.create_table(
        "edition_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_photo_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_photo")),
        sa.UniqueConstraint("edition_id", "sha256", name=op.f("uq_edition_photo_edition_id")),
    )
    op.create_index(op.f("ix_edition_photo_sha256"), "edition_photo", ["sha256"])


def _first_line() -> datetime:
    """Return when this installation recorded anything first: what had no moment of its own counted ever since."""
    journal = sa.table("journal", sa.column("at", sa.DateTime))
    found: datetime | None = op.get_bind().scalar(sa.select(sa.func.min(journal.c.at)))
    return found or datetime.now(UTC).replace(tzinfo=None)
