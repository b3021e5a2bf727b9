"""The first records."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only

revision = "0001"
down_revision = None

NEVER_CHANGED = ("journal", "hazard_event", "deadline", "log_entry", "edition", "edition_file")


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "building",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_bn", sa.String(length=200), nullable=True),
        sa.Column("storeys", sa.Integer(), nullable=True),
        sa.Column("construction", sa.String(length=120), nullable=True),
        sa.Column("year_built", sa.Integer(), nullable=True),
        sa.Column("landlord", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
    )
    op.create_table(
        "company_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_group")),
        sa.UniqueConstraint("name", name=op.f("uq_company_group_name")),
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")),
    )
    op.create_index(op.f("ix_journal_subject"), "journal", ["subject"], unique=False)
    op.create_table(
        "signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("agreed_to_be_named", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
        sa.UniqueConstraint("name", name=op.f("uq_signatory_name")),
    )
    op.create_table(
        "factory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("name_bn", sa.String(length=300), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("address_bn", sa.Text(), nullable=True),
        sa.Column("district", sa.String(length=80), nullable=True),
        sa.Column("upazila", sa.String(length=80), nullable=True),
        sa.Column("latitude_degrees", sa.Float(), nullable=True),
        sa.Column("longitude_degrees", sa.Float(), nullable=True),
        sa.Column("os_id", sa.String(length=15), nullable=True),
        sa.Column("production", sa.String(length=80), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("workers_women", sa.Integer(), nullable=True),
        sa.Column("coverage", sa.String(40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("summary_bn", sa.Text(), nullable=True),
        sa.Column("company_group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number BETWEEN 1000 AND 99999", name=op.f("ck_factory_number")),
        sa.ForeignKeyConstraint(
            ["company_group_id"], ["company_group.id"], name=op.f("fk_factory_company_group_id_company_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factory")),
        sa.UniqueConstraint("number", name=op.f("uq_factory_number")),
        sa.UniqueConstraint("os_id", name=op.f("uq_factory_os_id")),
    )
    op.create_index(op.f("ix_factory_company_group_id"), "factory", ["company_group_id"], unique=False)
    op.create_table(
        "floor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("allowable_load_kpa", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_floor_building_id_building")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor")),
        sa.UniqueConstraint("building_id", "level", name=op.f("uq_floor_building_id")),
    )
    op.create_table(
        "cap_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("finance_agreed", sa.Boolean(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_cap_version_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_version")),
        sa.UniqueConstraint("factory_id", "discipline", "number", name=op.f("uq_cap_version_factory_id")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("substance_sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_edition_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("factory_id", "number", name=op.f("uq_edition_factory_id")),
    )
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("rating", sa.String(40), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_inspection_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index("ix_inspection_factory_discipline", "inspection", ["factory_id", "discipline"], unique=False)
    op.create_table(
        "occupant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=True),
        sa.Column("other_name", sa.String(length=200), nullable=True),
        sa.Column("other_use", sa.String(length=120), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(factory_id IS NULL) <> (other_name IS NULL)", name=op.f("ck_occupant_factory_or_other")),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_occupant_building_id_building")),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_occupant_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupant")),
    )
    op.create_index("ix_occupant_building_factory", "occupant", ["building_id", "factory_id"], unique=False)
    op.create_index(op.f("ix_occupant_factory_id"), "occupant", ["factory_id"], unique=False)
    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_recognition_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index(op.f("ix_recognition_factory_id"), "recognition", ["factory_id"], unique=False)
    op.create_table(
        "sheet_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("sheet_date", sa.Date(), nullable=True),
        sa.Column("rating", sa.String(40), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_sheet_import_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_import")),
    )
    op.create_index("ix_sheet_import_factory_discipline", "sheet_import", ["factory_id", "discipline"], unique=False)
    op.create_table(
        "sourcing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_sourcing_factory_id_factory")),
        sa.ForeignKeyConstraint(["signatory_id"], ["signatory.id"], name=op.f("fk_sourcing_signatory_id_signatory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sourcing")),
        sa.UniqueConstraint("signatory_id", "factory_id", "from_on", name=op.f("uq_sourcing_signatory_id")),
    )
    op.create_index(op.f("ix_sourcing_factory_id"), "sourcing", ["factory_id"], unique=False)
    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("floor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("allowable_load_kpa", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_zone_floor_id_floor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("floor_id", "name", name=op.f("uq_zone_floor_id")),
    )
    op.create_table(
        "edition_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_file_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_file")),
        sa.UniqueConstraint("edition_id", "format", "language", name=op.f("uq_edition_file_edition_id")),
    )
    op.create_index(op.f("ix_edition_file_sha256"), "edition_file", ["sha256"], unique=False)
    op.create_table(
        "hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=16), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("visit", sa.String(40), nullable=False),
        sa.Column("visit_ordinal", sa.Integer(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("floor_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(length=300), nullable=True),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("category_as_written", sa.String(length=200), nullable=True),
        sa.Column("severity", sa.String(40), nullable=True),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("observation_bn", sa.Text(), nullable=True),
        sa.Column("recommended_action", sa.Text(), nullable=True),
        sa.Column("recommended_action_bn", sa.Text(), nullable=True),
        sa.Column("recommended_timeline", sa.String(length=120), nullable=True),
        sa.Column("final_action_plan", sa.Text(), nullable=True),
        sa.Column("final_action_plan_bn", sa.Text(), nullable=True),
        sa.Column("responsible_person", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_hazard_building_id_building")),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_hazard_floor_id_floor")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_hazard_inspection_id_inspection")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_hazard_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard")),
        sa.UniqueConstraint("public_key", name=op.f("uq_hazard_public_key")),
    )
    op.create_index(op.f("ix_hazard_building_id"), "hazard", ["building_id"], unique=False)
    op.create_index(op.f("ix_hazard_category"), "hazard", ["category"], unique=False)
    op.create_index(op.f("ix_hazard_inspection_id"), "hazard", ["inspection_id"], unique=False)
    op.create_table(
        "danger_to_confirm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("because", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_danger_to_confirm_factory_id_factory")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_danger_to_confirm_hazard_id_hazard")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_to_confirm")),
    )
    op.create_index(op.f("ix_danger_to_confirm_factory_id"), "danger_to_confirm", ["factory_id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_deadline_hazard_id_hazard")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_hazard_holds", "deadline", ["hazard_id", "holds_from"], unique=False)
    op.create_table(
        "hazard_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("compensates_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compensates_id"], ["hazard_event.id"], name=op.f("fk_hazard_event_compensates_id_hazard_event")
        ),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_event_hazard_id_hazard")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_hazard_event_inspection_id_inspection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_event")),
    )
    op.create_index("ix_hazard_event_hazard_effective", "hazard_event", ["hazard_id", "effective_on"], unique=False)
    op.create_table(
        "hazard_factory",
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_hazard_factory_factory_id_factory")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_factory_hazard_id_hazard")),
        sa.PrimaryKeyConstraint("hazard_id", "factory_id", name=op.f("pk_hazard_factory")),
        sa.UniqueConstraint("factory_id", "discipline", "item", name=op.f("uq_hazard_factory_factory_id")),
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_log_entry_hazard_id_hazard")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
    )
    op.create_index(op.f("ix_log_entry_hazard_id"), "log_entry", ["hazard_id"], unique=False)
    for table in NEVER_CHANGED:
        for statement in append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))


def downgrade() -> None:
    """Go back to the step before."""
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))
    op.drop_index(op.f("ix_log_entry_hazard_id"), table_name="log_entry")
    op.drop_table("log_entry")
    op.drop_table("hazard_factory")
    op.drop_index("ix_hazard_event_hazard_effective", table_name="hazard_event")
    op.drop_table("hazard_event")
    op.drop_index("ix_deadline_hazard_holds", table_name="deadline")
    op.drop_table("deadline")
    op.drop_index(op.f("ix_danger_to_confirm_factory_id"), table_name="danger_to_confirm")
    op.drop_table("danger_to_confirm")
    op.drop_index(op.f("ix_hazard_inspection_id"), table_name="hazard")
    op.drop_index(op.f("ix_hazard_category"), table_name="hazard")
    op.drop_index(op.f("ix_hazard_building_id"), table_name="hazard")
    op.drop_table("hazard")
    op.drop_index(op.f("ix_edition_file_sha256"), table_name="edition_file")
    op.drop_table("edition_file")
    op.drop_table("zone")
    op.drop_index(op.f("ix_sourcing_factory_id"), table_name="sourcing")
    op.drop_table("sourcing")
    op.drop_index("ix_sheet_import_factory_discipline", table_name="sheet_import")
    op.drop_table("sheet_import")
    op.drop_index(op.f("ix_recognition_factory_id"), table_name="recognition")
    op.drop_table("recognition")
    op.drop_index(op.f("ix_occupant_factory_id"), table_name="occupant")
    op.drop_index("ix_occupant_building_factory", table_name="occupant")
    op.drop_table("occupant")
    op.drop_index("ix_inspection_factory_discipline", table_name="inspection")
    op.drop_table("inspection")
    op.drop_table("edition")
    op.drop_table("cap_version")
    op.drop_table("floor")
    op.drop_index(op.f("ix_factory_company_group_id"), table_name="factory")
    op.drop_table("factory")
    op.drop_table("signatory")
    op.drop_index(op.f("ix_journal_subject"), table_name="journal")
    op.drop_table("journal")
    op.drop_table("fact")
    op.drop_table("company_group")
    op.drop_table("building")
