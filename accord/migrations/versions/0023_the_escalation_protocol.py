"""The escalation protocol: its versions, proposals with evidence, drafts, meetings, requests, and what follows."""

import sqlalchemy as sa
from alembic import op

from accord.records.base import append_only, no_longer_append_only

revision = "0023"
down_revision = "0022"

REFERENCES = (
    ("proposal_id", "stage_proposal"),
    ("draft_id", "stage_draft"),
    ("retracts_id", "stage_change"),
    ("version_id", "protocol_version"),
    ("person_id", "person"),
    ("second_person_id", "person"),
)
"""Added to decisions one by one, not by a batch: on SQLite that would drop the table."""
NEVER_CHANGED = ("protocol_version", "proposal_evidence", "owners_answer", "declaration_step")
TABLES = (
    "protocol_version",
    "obstruction",
    "stage_proposal",
    "proposal_evidence",
    "stage_draft",
    "declaration_step",
    "factory_request",
    "stage_meeting",
    "termination",
    "meeting_promise",
    "owners_answer",
)
"""In the order in which they are made."""


def upgrade() -> None:
    """Go to this step."""
    _create_tables()
    op.add_column("stage_change", sa.Column("grounds", sa.String(length=200), nullable=True))
    for name, to in REFERENCES:
        reference = f"CONSTRAINT fk_stage_change_{name}_{to} REFERENCES {to} (id)"
        op.execute(f"ALTER TABLE stage_change ADD COLUMN {name} INTEGER {reference}")
    op.create_index("ix_stage_change_proposal_id", "stage_change", ["proposal_id"], unique=False)
    for table in NEVER_CHANGED:
        for statement in append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))


def _create_tables() -> None:
    op.create_table(
        "protocol_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_protocol_version_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_version")),
    )
    op.create_table(
        "obstruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("why_ended", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_obstruction_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_obstruction_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstruction")),
    )
    op.create_index(op.f("ix_obstruction_factory_id"), "obstruction", ["factory_id"], unique=False)
    op.create_table(
        "stage_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("from_stage", sa.Integer(), nullable=False),
        sa.Column("to_stage", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(length=200), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_stage_proposal_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stage_proposal_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["protocol_version.id"], name=op.f("fk_stage_proposal_version_id_protocol_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_proposal")),
    )
    op.create_index("ix_stage_proposal_factory_made", "stage_proposal", ["factory_id", "made_on"], unique=False)
    op.create_index(
        "uq_stage_proposal_open",
        "stage_proposal",
        ["factory_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "proposal_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("owed_on", sa.Date(), nullable=False),
        sa.Column("programme_days", sa.Integer(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["stage_proposal.id"], name=op.f("fk_proposal_evidence_proposal_id_stage_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_evidence")),
    )
    op.create_index(op.f("ix_proposal_evidence_proposal_id"), "proposal_evidence", ["proposal_id"], unique=False)
    op.create_table(
        "stage_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("answer_until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_bn", sa.Text(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("conditions_bn", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("why_withdrawn", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("second_person_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_stage_draft_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stage_draft_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["stage_proposal.id"], name=op.f("fk_stage_draft_proposal_id_stage_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["second_person_id"], ["person.id"], name=op.f("fk_stage_draft_second_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["protocol_version.id"], name=op.f("fk_stage_draft_version_id_protocol_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_draft")),
    )
    op.create_index(
        "uq_stage_draft_open",
        "stage_draft",
        ["factory_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "declaration_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_change_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stage_change_id"], ["stage_change.id"], name=op.f("fk_declaration_step_stage_change_id_stage_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_step")),
    )
    op.create_index(op.f("ix_declaration_step_stage_change_id"), "declaration_step", ["stage_change_id"], unique=False)
    op.create_table(
        "factory_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=True),
        sa.Column("stage_change_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("wants_until_on", sa.Date(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("stops_until_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_factory_request_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_factory_request_factory_id_factory")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_factory_request_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factory_request_person_id_person")),
        sa.ForeignKeyConstraint(
            ["stage_change_id"], ["stage_change.id"], name=op.f("fk_factory_request_stage_change_id_stage_change")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["protocol_version.id"], name=op.f("fk_factory_request_version_id_protocol_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factory_request")),
    )
    op.create_index("ix_factory_request_factory_asked", "factory_request", ["factory_id", "asked_on"], unique=False)
    op.create_index(op.f("ix_factory_request_hazard_id"), "factory_request", ["hazard_id"], unique=False)
    op.create_table(
        "stage_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("stage_change_id", sa.Integer(), nullable=True),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attended", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("finance_heard", sa.Text(), nullable=True),
        sa.Column("why_called_off", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_stage_meeting_factory_id_factory")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stage_meeting_person_id_person")),
        sa.ForeignKeyConstraint(
            ["stage_change_id"], ["stage_change.id"], name=op.f("fk_stage_meeting_stage_change_id_stage_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_meeting")),
    )
    op.create_index(op.f("ix_stage_meeting_factory_id"), "stage_meeting", ["factory_id"], unique=False)
    op.create_index(op.f("ix_stage_meeting_stage_change_id"), "stage_meeting", ["stage_change_id"], unique=False)
    op.create_table(
        "termination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_change_id", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("said_by", sa.String(length=120), nullable=True),
        sa.Column("channel", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_termination_factory_id_factory")),
        sa.ForeignKeyConstraint(["signatory_id"], ["signatory.id"], name=op.f("fk_termination_signatory_id_signatory")),
        sa.ForeignKeyConstraint(
            ["stage_change_id"], ["stage_change.id"], name=op.f("fk_termination_stage_change_id_stage_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termination")),
        sa.UniqueConstraint(
            "stage_change_id", "factory_id", "signatory_id", name=op.f("uq_termination_stage_change_id")
        ),
    )
    op.create_index(op.f("ix_termination_factory_id"), "termination", ["factory_id"], unique=False)
    op.create_index(op.f("ix_termination_signatory_id"), "termination", ["signatory_id"], unique=False)
    op.create_table(
        "meeting_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_meeting_promise_hazard_id_hazard")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["stage_meeting.id"], name=op.f("fk_meeting_promise_meeting_id_stage_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_promise_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["protocol_version.id"], name=op.f("fk_meeting_promise_version_id_protocol_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_promise")),
    )
    op.create_index(op.f("ix_meeting_promise_meeting_id"), "meeting_promise", ["meeting_id"], unique=False)
    op.create_table(
        "owners_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["stage_draft.id"], name=op.f("fk_owners_answer_draft_id_stage_draft")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_owners_answer_file_id_stored_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_owners_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_answer")),
    )
    op.create_index(op.f("ix_owners_answer_draft_id"), "owners_answer", ["draft_id"], unique=False)


def downgrade() -> None:
    """Go back from it."""
    for table in NEVER_CHANGED:
        for statement in no_longer_append_only(op.get_bind().dialect.name, table):
            op.execute(sa.text(statement))
    op.drop_index("ix_stage_change_proposal_id", table_name="stage_change")
    for name, _to in reversed(REFERENCES):
        op.execute(f"ALTER TABLE stage_change DROP COLUMN {name}")
    op.drop_column("stage_change", "grounds")
    for table in reversed(TABLES):
        op.drop_table(table)
