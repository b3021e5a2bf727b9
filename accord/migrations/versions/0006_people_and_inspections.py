"""People and what they are to the programme; what the administrator sets; visits, inspections and their reports."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only

revision = "0006"
down_revision = "0005"

NEVER_CHANGED = ("wording_version", "limit_version", "report_step")


def upgrade() -> None:
    """Go to this step."""
    # Not by a batch: on SQLite that would drop a table to which others refer.
    op.execute("ALTER TABLE inspection ADD COLUMN revision INTEGER DEFAULT '1' NOT NULL")
    op.create_table(
        "failed_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempt")),
    )
    op.create_index("ix_failed_attempt_key_at", "failed_attempt", ["key_sha256", "at"], unique=False)
    op.create_table(
        "limit_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_version")),
    )
    op.create_index("ix_limit_version_name_from", "limit_version", ["name", "holds_from"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_bn", sa.String(length=120), nullable=True),
        sa.Column("telephone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
    )
    op.create_table(
        "wording_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_bn", sa.String(length=120), nullable=False),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("observation_bn", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("action_bn", sa.Text(), nullable=False),
        sa.Column("timeline", sa.String(length=120), nullable=True),
        sa.Column("severity", sa.String(40), nullable=True),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_version")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_wording_version_key")),
    )
    op.create_table(
        "kept_form",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_form_person_id_person")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_person_id"), "kept_form", ["person_id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id_person")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_one_time_link")),
    )
    op.create_index(op.f("ix_one_time_link_person_id"), "one_time_link", ["person_id"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "role_held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=True),
        sa.Column("factory_id", sa.Integer(), nullable=True),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("district", sa.String(length=80), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("end_recorded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(role = 'engineer') = (discipline IS NOT NULL)", name=op.f("ck_role_held_discipline")),
        sa.CheckConstraint(
            "(role = 'signatory_user') = (signatory_id IS NOT NULL)", name=op.f("ck_role_held_signatory")
        ),
        sa.CheckConstraint(
            "(role IN ('factory_user', 'safety_committee')) = (factory_id IS NOT NULL)",
            name=op.f("ck_role_held_factory"),
        ),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_role_held_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_held_person_id_person")),
        sa.ForeignKeyConstraint(["signatory_id"], ["signatory.id"], name=op.f("fk_role_held_signatory_id_signatory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_held")),
    )
    op.create_index(op.f("ix_role_held_factory_id"), "role_held", ["factory_id"], unique=False)
    op.create_index("ix_role_held_person", "role_held", ["person_id"], unique=False)
    op.create_index(op.f("ix_role_held_signatory_id"), "role_held", ["signatory_id"], unique=False)
    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=True),
        sa.Column("attends_for", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_attendee_inspection_id_inspection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
    )
    op.create_index(op.f("ix_attendee_inspection_id"), "attendee", ["inspection_id"], unique=False)
    op.create_table(
        "inspected_building",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(40), nullable=True),
        sa.Column("use", sa.String(length=200), nullable=True),
        sa.Column("height_m", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_inspected_building_building_id_building")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspected_building_inspection_id_inspection")
        ),
        sa.PrimaryKeyConstraint("inspection_id", "building_id", name=op.f("pk_inspected_building")),
    )
    op.create_index(op.f("ix_inspected_building_building_id"), "inspected_building", ["building_id"], unique=False)
    op.create_table(
        "inspection_engineer",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_engineer_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_inspection_engineer_person_id_person")),
        sa.PrimaryKeyConstraint("inspection_id", "person_id", name=op.f("pk_inspection_engineer")),
    )
    op.create_index(op.f("ix_inspection_engineer_person_id"), "inspection_engineer", ["person_id"], unique=False)
    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("floor_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("quantity", sa.String(40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("typed_value", sa.String(length=40), nullable=False),
        sa.Column("typed_unit", sa.String(40), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("allowable_kpa", sa.Float(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_measurement_building_id_building")),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_measurement_floor_id_floor")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_measurement_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_measurement_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    op.create_index(op.f("ix_measurement_inspection_id"), "measurement", ["inspection_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why_revised", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("summary_bn", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("limitations", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_report_inspection_id_inspection")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("inspection_id", "number", name=op.f("uq_report_inspection_id")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("engineer_id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=True),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why_cancelled", sa.Text(), nullable=True),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["engineer_id"], ["person.id"], name=op.f("fk_visit_engineer_id_person")),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_visit_factory_id_factory")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_visit_inspection_id_inspection")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_visit_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_engineer_planned", "visit", ["engineer_id", "planned_on"], unique=False)
    op.create_index("ix_visit_factory", "visit", ["factory_id"], unique=False)
    op.create_index(op.f("ix_visit_inspection_id"), "visit", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_visit_trip_id"), "visit", ["trip_id"], unique=False)
    op.create_table(
        "report_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_step_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_step_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
    )
    op.create_index(op.f("ix_report_step_report_id"), "report_step", ["report_id"], unique=False)
    for table in NEVER_CHANGED:
        for statement in append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))


def downgrade() -> None:
    """Go back to the step before."""
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))
    op.drop_index(op.f("ix_report_step_report_id"), table_name="report_step")
    op.drop_table("report_step")
    op.drop_index("ix_visit_engineer_planned", table_name="visit")
    op.drop_index("ix_visit_factory", table_name="visit")
    op.drop_index(op.f("ix_visit_inspection_id"), table_name="visit")
    op.drop_index(op.f("ix_visit_trip_id"), table_name="visit")
    op.drop_table("visit")
    op.drop_table("report")
    op.drop_index(op.f("ix_measurement_inspection_id"), table_name="measurement")
    op.drop_table("measurement")
    op.drop_index(op.f("ix_inspection_engineer_person_id"), table_name="inspection_engineer")
    op.drop_table("inspection_engineer")
    op.drop_index(op.f("ix_inspected_building_building_id"), table_name="inspected_building")
    op.drop_table("inspected_building")
    op.drop_index(op.f("ix_attendee_inspection_id"), table_name="attendee")
    op.drop_table("attendee")
    op.drop_index(op.f("ix_role_held_factory_id"), table_name="role_held")
    op.drop_index("ix_role_held_person", table_name="role_held")
    op.drop_index(op.f("ix_role_held_signatory_id"), table_name="role_held")
    op.drop_table("role_held")
    op.drop_index(op.f("ix_sign_in_person_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_saved_view_person_id"), table_name="saved_view")
    op.drop_table("saved_view")
    op.drop_index(op.f("ix_one_time_link_person_id"), table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_index(op.f("ix_kept_form_person_id"), table_name="kept_form")
    op.drop_table("kept_form")
    op.drop_table("wording_version")
    op.drop_table("trip")
    op.drop_table("person")
    op.drop_index("ix_limit_version_name_from", table_name="limit_version")
    op.drop_table("limit_version")
    op.drop_index("ix_failed_attempt_key_at", table_name="failed_attempt")
    op.drop_table("failed_attempt")
    op.execute("ALTER TABLE inspection DROP COLUMN revision")
