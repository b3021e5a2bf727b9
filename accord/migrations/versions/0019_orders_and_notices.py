"""Orders in full: causes, recipients, reminders, measures; notices with their attempts; the runs of the clockwork."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only

revision = "0019"
down_revision = "0018"

REFERENCES = (
    ("danger_to_confirm", "order_id", "safety_order"),
    ("order_event", "person_id", "person"),
    ("order_event", "inspection_id", "inspection"),
)
COLUMNS = (
    ("danger_to_confirm", "settled_by", sa.String(200), None),
    ("danger_to_confirm", "settled_note", sa.Text(), None),
    ("order_event", "taken_as", sa.String(60), None),
    ("order_event", "organisation", sa.String(60), None),
    ("order_event", "said_by", sa.String(120), None),
    ("order_event", "channel", sa.String(40), None),
    ("order_event", "number_called", sa.String(40), None),
    ("safety_order", "raised_as", sa.String(40), ""),
    ("safety_order", "next_due_at", sa.DateTime(), None),
)
"""Added one by one, not by a batch: on SQLite that would drop tables to which others refer."""
NEVER_CHANGED = (
    "go_live",
    "notice_attempt",
    "notice_text",
    "order_cause",
    "order_file",
    "order_measure_step",
    "order_recipient",
    "order_reminder",
    "panel_determination",
    "panel_referral",
    "production_stop",
    "wage_check",
)
TABLES = (
    "clockwork_run",
    "contact",
    "go_live",
    "notice_text",
    "calendar_link",
    "on_call",
    "closure",
    "notice",
    "order_recipient",
    "order_reminder",
    "panel_determination",
    "panel_referral",
    "production_stop",
    "state_order",
    "notice_attempt",
    "order_measure",
    "wage_check",
    "order_measure_step",
    "order_file",
    "order_cause",
)
"""In the order in which they are made."""


def upgrade() -> None:
    """Go to this step."""
    for table, name, kind, default in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    for table, name, to in REFERENCES:
        reference = f"CONSTRAINT fk_{table}_{name}_{to} REFERENCES {to} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER {reference}")
    op.create_index("ix_safety_order_next_due_at", "safety_order", ["next_due_at"], unique=False)
    _create_tables()
    _fill()
    for table in NEVER_CHANGED:
        for statement in append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))


def _fill() -> None:
    op.execute("UPDATE safety_order SET raised_as = kind")
    # At once: the clockwork works out the true moment when it looks for the first time.
    op.execute("""UPDATE safety_order SET next_due_at = CURRENT_TIMESTAMP WHERE NOT EXISTS (
        SELECT 1 FROM order_event WHERE order_event.order_id = safety_order.id
        AND order_event.step IN ('lifted', 'annulled', 'vacated'))""")
    # What an order was called for by stood in its own words only.
    op.execute("""INSERT INTO order_cause (order_id, kind, discipline, words, words_bn, actor, recorded_at)
        SELECT safety_order.id, 'decision', CASE raised_as WHEN 'boiler_shutdown' THEN 'boiler' ELSE 'structural' END,
        because, because_bn, actor, recorded_at
        FROM safety_order JOIN order_event ON order_event.id =
        (SELECT MIN(id) FROM order_event WHERE order_event.order_id = safety_order.id)""")


def _create_tables() -> None:
    op.create_table(
        "clockwork_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("begun_times", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clockwork_run")),
        sa.UniqueConstraint("job", "period", name=op.f("uq_clockwork_run_job")),
    )
    op.create_index("ix_clockwork_run_began_at", "clockwork_run", ["began_at"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("telephone", sa.String(length=40), nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_organisation", "contact", ["organisation"], unique=False)
    op.create_table(
        "go_live",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("live_from", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_go_live")),
    )
    op.create_table(
        "notice_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("subject_bn", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_bn", sa.Text(), nullable=False),
        sa.Column("short_bn", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
    )
    op.create_table(
        "calendar_link",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id_person")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_calendar_link")),
    )
    op.create_index(op.f("ix_calendar_link_person_id"), "calendar_link", ["person_id"], unique=False)
    op.create_table(
        "on_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=True),
        sa.Column("begins_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_on_call_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call")),
    )
    op.create_index("ix_on_call_ends_at", "on_call", ["ends_at"], unique=False)
    op.create_index(op.f("ix_on_call_person_id"), "on_call", ["person_id"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("extent", sa.String(40), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_closure_factory_id_factory")),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_closure_order_id_safety_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_factory_id"), "closure", ["factory_id"], unique=False)
    op.create_index(op.f("ix_closure_order_id"), "closure", ["order_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("needs_answer", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("attempts_made", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_notice_order_id_safety_order")),
        sa.ForeignKeyConstraint(["text_id"], ["notice_text.id"], name=op.f("fk_notice_text_id_notice_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("cause", "organisation", "step", name=op.f("uq_notice_cause")),
        sa.UniqueConstraint("public_key", name=op.f("uq_notice_public_key")),
    )
    op.create_index("ix_notice_next_try_at", "notice", ["next_try_at"], unique=False)
    op.create_index(op.f("ix_notice_order_id"), "notice", ["order_id"], unique=False)
    op.create_index(op.f("ix_notice_organisation"), "notice", ["organisation"], unique=False)
    op.create_table(
        "order_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=True),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("from_step", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_order_recipient_factory_id_factory")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["safety_order.id"], name=op.f("fk_order_recipient_order_id_safety_order")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatory.id"], name=op.f("fk_order_recipient_signatory_id_signatory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_recipient")),
        sa.UniqueConstraint("order_id", "organisation", name=op.f("uq_order_recipient_order_id")),
    )
    op.create_index(op.f("ix_order_recipient_organisation"), "order_recipient", ["organisation"], unique=False)
    op.create_table(
        "order_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("climb", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("overtaken", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["safety_order.id"], name=op.f("fk_order_reminder_order_id_safety_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_reminder")),
        sa.UniqueConstraint("order_id", "climb", "track", "number", name=op.f("uq_order_reminder_order_id")),
    )
    op.create_table(
        "panel_determination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("determined_on", sa.Date(), nullable=False),
        sa.Column("is_unanimous", sa.Boolean(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["safety_order.id"], name=op.f("fk_panel_determination_order_id_safety_order")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_determination_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_determination")),
    )
    op.create_index(op.f("ix_panel_determination_order_id"), "panel_determination", ["order_id"], unique=False)
    op.create_table(
        "panel_referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("package_sha256", sa.String(length=64), nullable=False),
        sa.Column("package_bytes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["safety_order.id"], name=op.f("fk_panel_referral_order_id_safety_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_referral")),
    )
    op.create_index(op.f("ix_panel_referral_order_id"), "panel_referral", ["order_id"], unique=False)
    op.create_table(
        "production_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_production_stop_factory_id_factory")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["safety_order.id"], name=op.f("fk_production_stop_order_id_safety_order")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatory.id"], name=op.f("fk_production_stop_signatory_id_signatory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_stop")),
        sa.UniqueConstraint(
            "order_id", "signatory_id", "factory_id", "recorded_at", name=op.f("uq_production_stop_order_id")
        ),
    )
    op.create_index(op.f("ix_production_stop_signatory_id"), "production_stop", ["signatory_id"], unique=False)
    op.create_table(
        "state_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("extent", sa.String(40), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_state_order_order_id_safety_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_order")),
    )
    op.create_index(op.f("ix_state_order_order_id"), "state_order", ["order_id"], unique=False)
    op.create_table(
        "notice_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(40), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_attempt_notice_id_notice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_attempt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_attempt")),
    )
    op.create_index(op.f("ix_notice_attempt_notice_id"), "notice_attempt", ["notice_id"], unique=False)
    op.create_table(
        "order_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_bn", sa.Text(), nullable=True),
        sa.Column("floor_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("limit_kpa", sa.Float(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_order_measure_floor_id_floor")),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_order_measure_order_id_safety_order")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_order_measure_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_measure")),
    )
    op.create_index(op.f("ix_order_measure_order_id"), "order_measure", ["order_id"], unique=False)
    op.create_table(
        "wage_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("wages", sa.String(40), nullable=False),
        sa.Column("asked", sa.String(length=200), nullable=False),
        sa.Column("workers_asked", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_wage_check_closure_id_closure")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wage_check_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wage_check")),
    )
    op.create_index(op.f("ix_wage_check_closure_id"), "wage_check", ["closure_id"], unique=False)
    op.create_table(
        "order_measure_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["order_measure.id"], name=op.f("fk_order_measure_step_measure_id_order_measure")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_measure_step_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_measure_step")),
    )
    op.create_index(op.f("ix_order_measure_step_measure_id"), "order_measure_step", ["measure_id"], unique=False)
    op.create_table(
        "order_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("measure_step_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["order_event.id"], name=op.f("fk_order_file_event_id_order_event")),
        sa.ForeignKeyConstraint(
            ["measure_step_id"],
            ["order_measure_step.id"],
            name=op.f("fk_order_file_measure_step_id_order_measure_step"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_order_file_order_id_safety_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_file")),
    )
    op.create_index(op.f("ix_order_file_order_id"), "order_file", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_file_sha256"), "order_file", ["sha256"], unique=False)
    op.create_table(
        "order_cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("discipline", sa.String(40), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=True),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("measurement_id", sa.Integer(), nullable=True),
        sa.Column("danger_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_bn", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["danger_id"], ["danger_to_confirm.id"], name=op.f("fk_order_cause_danger_id_danger_to_confirm")
        ),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_order_cause_hazard_id_hazard")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_order_cause_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(
            ["measurement_id"], ["measurement.id"], name=op.f("fk_order_cause_measurement_id_measurement")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["safety_order.id"], name=op.f("fk_order_cause_order_id_safety_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_cause")),
    )
    op.create_index(op.f("ix_order_cause_hazard_id"), "order_cause", ["hazard_id"], unique=False)
    op.create_index(op.f("ix_order_cause_order_id"), "order_cause", ["order_id"], unique=False)


def downgrade() -> None:
    """Go back from it."""
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))
    op.execute("UPDATE danger_to_confirm SET order_id = NULL")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_safety_order_next_due_at", table_name="safety_order")
    for table, name, _to in reversed(REFERENCES):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    for table, name, _kind, _default in reversed(COLUMNS):
        op.drop_column(table, name)
