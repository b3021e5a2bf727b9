"""What a version of a CAP holds; documents, accidents, rounds and uploads; who says so; what an import brought."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only, no_verifier_guard, verifier_guard

revision = "0007"
down_revision = "0006"

NEVER_CHANGED = ("cap_step", "sight", "document_step", "finance_agreement")
COLUMNS = (
    ("hazard", "wording_key", sa.String(60), None),
    ("hazard", "search_text", sa.Text(), ""),
    ("hazard", "revision", sa.Integer(), "1"),
    ("hazard_factory", "removed_at", sa.DateTime(), None),
    ("photo", "thumbnail_sha256", sa.String(64), None),
    ("photo", "upload_sha256", sa.String(64), None),
    ("photo", "fingerprint", sa.BigInteger(), None),
    ("photo", "captured_at", sa.DateTime(), None),
    ("photo", "taken_out_at", sa.DateTime(), None),
    ("sheet_import", "actor", sa.String(200), None),
    ("sheet_import", "undone_at", sa.DateTime(), None),
    ("sheet_import", "why_undone", sa.Text(), None),
)
REFERENCES = (
    ("cap_version", "import_id", "sheet_import"),
    ("danger_to_confirm", "building_id", "building"),
    ("deadline", "version_id", "cap_version"),
    ("deadline", "import_id", "sheet_import"),
    ("hazard", "import_id", "sheet_import"),
    ("hazard_event", "person_id", "person"),
    ("hazard_event", "import_id", "sheet_import"),
    ("log_entry", "inspection_id", "inspection"),
    ("log_entry", "import_id", "sheet_import"),
    ("photo", "event_id", "hazard_event"),
    ("photo", "inspection_id", "inspection"),
    ("photo", "blurred_from_id", "photo"),
    ("photo", "person_id", "person"),
)
"""Added one by one, not by a batch: on SQLite that would drop tables to which half of all others refer."""

STANDING = sa.text("removed_at IS NULL")

STEPS_OF_VERSIONS = """
INSERT INTO cap_step (version_id, state, happened_on, source, actor, recorded_at)
SELECT id, state, COALESCE(approved_on, DATE(recorded_at)), source, actor, recorded_at FROM cap_version
"""
LINES_OF_VERSIONS = """
INSERT INTO cap_line (version_id, hazard_id, action_plan, action_plan_bn, responsible_person, due_on, revision, actor,
                      recorded_at)
SELECT version.id, hazard.id, hazard.final_action_plan, hazard.final_action_plan_bn, hazard.responsible_person,
       (SELECT deadline.due_on FROM deadline WHERE deadline.hazard_id = hazard.id
        ORDER BY deadline.holds_from DESC, deadline.id DESC LIMIT 1),
       1, version.actor, version.recorded_at
FROM hazard JOIN cap_version AS version ON version.id = (
    SELECT MAX(latest.id) FROM cap_version AS latest
    JOIN hazard_factory ON hazard_factory.factory_id = latest.factory_id
    WHERE hazard_factory.hazard_id = hazard.id AND latest.discipline = hazard.discipline
    AND latest.approved_on IS NOT NULL)
"""
"""Until now a version had no content: what stands on the hazards is what the last approved one planned."""


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "cap_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_cap_meeting_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cap_meeting_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_meeting")),
    )
    op.create_index(op.f("ix_cap_meeting_factory_id"), "cap_meeting", ["factory_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("injured", sa.Integer(), nullable=True),
        sa.Column("dead", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("dead IS NULL OR dead >= 0", name=op.f("ck_incident_dead")),
        sa.CheckConstraint("injured IS NULL OR injured >= 0", name=op.f("ck_incident_injured")),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_incident_building_id_building")),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_incident_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_factory_id"), "incident", ["factory_id"], unique=False)
    op.create_table(
        "required_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_required_document_building_id_building")
        ),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_required_document_factory_id_factory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_document")),
    )
    op.create_index(op.f("ix_required_document_factory_id"), "required_document", ["factory_id"], unique=False)
    op.create_table(
        "cap_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("action_plan", sa.Text(), nullable=True),
        sa.Column("action_plan_bn", sa.Text(), nullable=True),
        sa.Column("responsible_person", sa.String(length=200), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("why_date", sa.Text(), nullable=True),
        sa.Column("cost_bdt", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("cost_bdt IS NULL OR cost_bdt >= 0", name=op.f("ck_cap_line_cost")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_cap_line_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["version_id"], ["cap_version.id"], name=op.f("fk_cap_line_version_id_cap_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_line")),
        sa.UniqueConstraint("version_id", "hazard_id", name=op.f("uq_cap_line_version_id")),
    )
    op.create_index(op.f("ix_cap_line_hazard_id"), "cap_line", ["hazard_id"], unique=False)
    op.create_table(
        "cap_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cap_step_person_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["cap_version.id"], name=op.f("fk_cap_step_version_id_cap_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_step")),
    )
    op.create_index(op.f("ix_cap_step_version_id"), "cap_step", ["version_id"], unique=False)
    op.create_table(
        "finance_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("amount_bdt", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount_bdt IS NULL OR amount_bdt >= 0", name=op.f("ck_finance_agreement_amount")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finance_agreement_person_id_person")),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatory.id"], name=op.f("fk_finance_agreement_signatory_id_signatory")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["cap_version.id"], name=op.f("fk_finance_agreement_version_id_cap_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_agreement")),
    )
    op.create_index(op.f("ix_finance_agreement_version_id"), "finance_agreement", ["version_id"], unique=False)
    op.create_table(
        "hazard_wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("end_recorded_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["required_document.id"], name=op.f("fk_hazard_wait_document_id_required_document")
        ),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_wait_hazard_id_hazard")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_wait")),
    )
    op.create_index(op.f("ix_hazard_wait_document_id"), "hazard_wait", ["document_id"], unique=False)
    op.create_index(op.f("ix_hazard_wait_hazard_id"), "hazard_wait", ["hazard_id"], unique=False)
    op.create_table(
        "incident_hazard",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_incident_hazard_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_hazard_incident_id_incident")),
        sa.PrimaryKeyConstraint("incident_id", "hazard_id", name=op.f("pk_incident_hazard")),
    )
    op.create_index(op.f("ix_incident_hazard_hazard_id"), "incident_hazard", ["hazard_id"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_stored_file_factory_id_factory")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_stored_file_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stored_file_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_factory_id"), "stored_file", ["factory_id"], unique=False)
    op.create_index(op.f("ix_stored_file_hazard_id"), "stored_file", ["hazard_id"], unique=False)
    op.create_index(op.f("ix_stored_file_sha256"), "stored_file", ["sha256"], unique=False)
    op.create_table(
        "document_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["required_document.id"], name=op.f("fk_document_step_document_id_required_document")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_document_step_file_id_stored_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_step_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_step")),
    )
    op.create_index(op.f("ix_document_step_document_id"), "document_step", ["document_id"], unique=False)
    op.create_table(
        "sight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["hazard_event.id"], name=op.f("fk_sight_event_id_hazard_event")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_sight_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_sight_inspection_id_inspection")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sight_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sight")),
    )
    op.create_index(op.f("ix_sight_hazard_id"), "sight", ["hazard_id"], unique=False)
    op.create_index("ix_sight_inspection_hazard", "sight", ["inspection_id", "hazard_id"], unique=False)
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_withdrawal_decided_by_id_person")),
        sa.ForeignKeyConstraint(["event_id"], ["hazard_event.id"], name=op.f("fk_withdrawal_event_id_hazard_event")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_withdrawal_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_withdrawal_proposed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    op.create_index(op.f("ix_withdrawal_hazard_id"), "withdrawal", ["hazard_id"], unique=False)
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("shows", sa.String(40), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("caption_bn", sa.Text(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why_refused", sa.Text(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["hazard_event.id"], name=op.f("fk_upload_event_id_hazard_event")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_upload_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_upload_inspection_id_inspection")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_upload_photo_id_photo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_hazard_id"), "upload", ["hazard_id"], unique=False)
    op.create_index("ix_upload_state", "upload", ["state"], unique=False)
    for table, name, kind, default in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    op.execute(
        "ALTER TABLE sheet_import ADD COLUMN undone_by VARCHAR(200) "
        "CONSTRAINT ck_sheet_import_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by IS NULL))"
    )
    for table, name, target in REFERENCES:
        reference = f"CONSTRAINT fk_{table}_{name}_{target} REFERENCES {target} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER {reference}")
    op.create_index(op.f("ix_danger_to_confirm_building_id"), "danger_to_confirm", ["building_id"])
    op.create_index(op.f("ix_cap_version_import_id"), "cap_version", ["import_id"], unique=False)
    op.create_index(op.f("ix_deadline_import_id"), "deadline", ["import_id"], unique=False)
    op.create_index(op.f("ix_hazard_import_id"), "hazard", ["import_id"], unique=False)
    op.create_index(op.f("ix_hazard_event_import_id"), "hazard_event", ["import_id"], unique=False)
    op.create_index(op.f("ix_log_entry_import_id"), "log_entry", ["import_id"], unique=False)
    op.create_index(op.f("ix_photo_event_id"), "photo", ["event_id"], unique=False)
    op.create_index(op.f("ix_photo_fingerprint"), "photo", ["fingerprint"], unique=False)
    op.create_index(op.f("ix_photo_upload_sha256"), "photo", ["upload_sha256"], unique=False)
    # Nothing refers to this table, so that a batch may make it anew: a link that was taken back leaves its number free.
    with op.batch_alter_table("hazard_factory") as batch:
        batch.drop_constraint("uq_hazard_factory_factory_id", type_="unique")
    op.create_index(
        "uq_hazard_factory_standing",
        "hazard_factory",
        ["factory_id", "discipline", "item"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index("ix_hazard_factory_factory", "hazard_factory", ["factory_id"], unique=False)
    op.execute(STEPS_OF_VERSIONS)
    op.execute(LINES_OF_VERSIONS)
    dialect = op.get_bind().dialect.name
    for statement in (
        *verifier_guard(dialect),
        *(line for table in NEVER_CHANGED for line in append_only(dialect, table)),
    ):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Go back to the step before."""
    dialect = op.get_bind().dialect.name
    for statement in no_verifier_guard(dialect):
        op.execute(sa.text(statement))
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(dialect, table):
            op.execute(sa.text(statement))
    op.drop_index(op.f("ix_danger_to_confirm_building_id"), table_name="danger_to_confirm")
    # A link that was taken back cannot be told from another one below: it would count again.
    op.execute("DELETE FROM hazard_factory WHERE removed_at IS NOT NULL")
    op.drop_index("ix_hazard_factory_factory", table_name="hazard_factory")
    op.drop_index("uq_hazard_factory_standing", table_name="hazard_factory")
    op.drop_index(op.f("ix_cap_version_import_id"), table_name="cap_version")
    op.drop_index(op.f("ix_deadline_import_id"), table_name="deadline")
    op.drop_index(op.f("ix_hazard_import_id"), table_name="hazard")
    op.drop_index(op.f("ix_hazard_event_import_id"), table_name="hazard_event")
    op.drop_index(op.f("ix_log_entry_import_id"), table_name="log_entry")
    op.drop_index(op.f("ix_photo_event_id"), table_name="photo")
    op.drop_index(op.f("ix_photo_fingerprint"), table_name="photo")
    op.drop_index(op.f("ix_photo_upload_sha256"), table_name="photo")
    for table, name, _target in reversed(REFERENCES):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.execute("ALTER TABLE sheet_import DROP COLUMN undone_by")
    for table, name, _kind, _default in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    with op.batch_alter_table("hazard_factory") as batch:
        batch.create_unique_constraint("uq_hazard_factory_factory_id", ["factory_id", "discipline", "item"])
    op.drop_index(op.f("ix_upload_hazard_id"), table_name="upload")
    op.drop_index("ix_upload_state", table_name="upload")
    op.drop_table("upload")
    op.drop_index(op.f("ix_withdrawal_hazard_id"), table_name="withdrawal")
    op.drop_table("withdrawal")
    op.drop_index(op.f("ix_sight_hazard_id"), table_name="sight")
    op.drop_index("ix_sight_inspection_hazard", table_name="sight")
    op.drop_table("sight")
    op.drop_index(op.f("ix_document_step_document_id"), table_name="document_step")
    op.drop_table("document_step")
    op.drop_index(op.f("ix_stored_file_factory_id"), table_name="stored_file")
    op.drop_index(op.f("ix_stored_file_hazard_id"), table_name="stored_file")
    op.drop_index(op.f("ix_stored_file_sha256"), table_name="stored_file")
    op.drop_table("stored_file")
    op.drop_index(op.f("ix_incident_hazard_hazard_id"), table_name="incident_hazard")
    op.drop_table("incident_hazard")
    op.drop_index(op.f("ix_hazard_wait_document_id"), table_name="hazard_wait")
    op.drop_index(op.f("ix_hazard_wait_hazard_id"), table_name="hazard_wait")
    op.drop_table("hazard_wait")
    op.drop_index(op.f("ix_finance_agreement_version_id"), table_name="finance_agreement")
    op.drop_table("finance_agreement")
    op.drop_index(op.f("ix_cap_step_version_id"), table_name="cap_step")
    op.drop_table("cap_step")
    op.drop_index(op.f("ix_cap_line_hazard_id"), table_name="cap_line")
    op.drop_table("cap_line")
    op.drop_index(op.f("ix_required_document_factory_id"), table_name="required_document")
    op.drop_table("required_document")
    op.drop_index(op.f("ix_incident_factory_id"), table_name="incident")
    op.drop_table("incident")
    op.drop_index(op.f("ix_cap_meeting_factory_id"), table_name="cap_meeting")
    op.drop_table("cap_meeting")
