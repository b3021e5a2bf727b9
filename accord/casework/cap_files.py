"""An edition as data: JSON, CSV, and an XLSX in our own layout that the importer reads back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.cap_document import print_cap
from accord.casework.disclosure import disclose
from accord.casework.factories import factory_numbered
from accord.gateways.spreadsheets import MAX_CELL_CHARACTERS, TableSheet, Value, csv_bytes, xlsx
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.moments import Moment
from accord.rules.public.disclosure import Edition, HazardDisclosed, LogDisclosed, for_paper, known_name, last_approvals
from accord.rules.public.edition_object import edition_object
from accord.rules.sheets import cap_layout as layout
from accord.rules.vocabulary import Discipline, InspectionKind

COLUMNS: tuple[tuple[str, int], ...] = (
    (layout.ITEM_NO, 7),
    (layout.ORIGIN, 9),
    (layout.VISIT, 13),
    (layout.CATEGORY, 18),
    (layout.SEVERITY, 12),
    (layout.LOCATION, 18),
    (layout.OBSERVATION, 45),
    (layout.OBSERVATION_BN, 45),
    (layout.RECOMMENDED_ACTION, 45),
    (layout.RECOMMENDED_ACTION_BN, 45),
    (layout.RECOMMENDED_TIMELINE, 16),
    (layout.FINAL_ACTION_PLAN, 40),
    (layout.FINAL_ACTION_PLAN_BN, 40),
    (layout.FINAL_TIMELINE, 13),
    (layout.PREVIOUS_TIMELINES, 26),
    (layout.STATUS, 18),
    (layout.STATUS_SINCE, 13),
    (layout.WITHDRAWN_REASON, 20),
    (layout.FOUND_ON, 13),
    (layout.LOG, 70),
)
"""Heads of the public columns with their widths in characters, in the order they are written."""

LOG_CUT: tuple[str, Value] = (
    "Note",
    "Some logs are longer than a cell: their oldest comments are in the CSV and JSON.",
)

WORKING_COPY = 0
"""The number of an edition that is not published."""

Responsible = Mapping[tuple[Discipline, int], str | None]
"""The responsible persons by discipline and item: known to those who work on the CAP, never public."""


def export_cap(session: Session, number: int, *, kind: str, language: str, moment: Moment) -> bytes:
    """Return the factory's CAP as it stands, for those who work on it, as xlsx, csv, json or pdf."""
    factory = factory_numbered(session, number)
    edition = disclose(session, factory, moment=moment, number=WORKING_COPY, for_public=False)
    query = (
        select(Hazard.discipline, Hazard.item, Hazard.responsible_person)
        .join(HazardFactory)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None))
    )
    responsible = {(discipline, item): person for discipline, item, person in session.execute(query)}
    if kind == "pdf":
        return print_cap(for_paper(edition), language=language)
    if kind == "xlsx":
        return cap_xlsx(edition, responsible, exported_at=moment.now)
    return {"csv": cap_csv, "json": cap_json}[kind](edition, responsible)


def cap_json(edition: Edition, responsible: Responsible | None = None) -> bytes:
    """Return the edition as JSON in UTF-8."""
    said = edition_object(edition)
    if responsible is not None:
        for hazard in said["hazards"]:
            hazard["responsible_person"] = responsible.get((Discipline(hazard["discipline"]), hazard["item"]))
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def cap_csv(edition: Edition, responsible: Responsible | None = None) -> bytes:
    """Return the edition as one CSV table, factory number and discipline first."""
    heads = [layout.FACTORY_NUMBER, layout.DISCIPLINE, *_heads(responsible)]
    rows = ([edition.factory.number, hazard.discipline.value, *_row(hazard, responsible)] for hazard in edition.hazards)
    return csv_bytes(heads, rows)


def cap_xlsx(edition: Edition, responsible: Responsible | None = None, *, exported_at: datetime | None = None) -> bytes:
    """Return the edition as a workbook, one sheet per discipline, which the importer reads as one more layout.

    `exported_at` in a working copy tells the importer what was recorded after it: that is not undone by the copy.
    """
    disciplines = [discipline for discipline in Discipline if any(h.discipline is discipline for h in edition.hazards)]
    widths = [width for _, width in COLUMNS] + ([22] if responsible is not None else [])
    written: list[tuple[str, Value]] = [(layout.EXPORTED_AT, exported_at.isoformat())] if exported_at else []
    sheets = []
    for discipline in disciplines:
        hazards = [hazard for hazard in edition.hazards if hazard.discipline is discipline]
        fitting = [_with_fitting_log(hazard) for hazard in hazards]
        sheets.append(
            TableSheet(
                discipline.value.capitalize(),
                above=_above(edition, discipline) + written + ([] if fitting == hazards else [LOG_CUT]),
                heads=_heads(responsible),
                widths=widths,
                rows=[_row(hazard, responsible) for hazard in fitting],
            )
        )
    empty = TableSheet("CAP", above=_above(edition, None), heads=_heads(responsible), widths=widths, rows=[])
    return xlsx(sheets or [empty], title=f"{edition.factory.number} {edition.factory.name}")


def _with_fitting_log(hazard: HazardDisclosed) -> HazardDisclosed:
    """Return the hazard without the oldest comments that a cell has no room for; a comment is never cut."""
    entries = [(entry.dated_on, entry.text) for entry in hazard.log]
    fitting = len(layout.newest_that_fit(entries, characters=MAX_CELL_CHARACTERS))
    return replace(hazard, log=hazard.log[len(hazard.log) - fitting :])


def _log_text(log: tuple[LogDisclosed, ...]) -> str:
    return layout.log_text((entry.dated_on, entry.text) for entry in log)


def _heads(responsible: Responsible | None) -> list[str]:
    return [head for head, _ in COLUMNS] + ([layout.RESPONSIBLE_PERSON] if responsible is not None else [])


def _above(edition: Edition, discipline: Discipline | None) -> list[tuple[str, Value]]:
    factory = edition.factory
    approvals = last_approvals(edition.approvals)
    approval = next((approval for approval in approvals if approval.discipline is discipline), None)
    first = next(
        (
            visit
            for visit in edition.inspections
            if visit.discipline is discipline and visit.kind is InspectionKind.INITIAL
        ),
        None,
    )
    # The rating as it stands, not the first one: the import of this file would take it for the newest.
    ratings = [visit.rating for visit in edition.inspections if visit.discipline is discipline and visit.rating]
    agreed = {True: "Yes", False: "No", None: None}[approval.finance_agreed if approval else None]
    return [
        (layout.FACTORY_NUMBER, factory.number),
        # Never the name that stands in for an unknown one: the import of this file would take it for a name.
        (layout.FACTORY_NAME, known_name(factory)),
        (layout.FACTORY_NAME_BN, factory.name_bn),
        (layout.ADDRESS, factory.address),
        (layout.ADDRESS_BN, factory.address_bn),
        (layout.DISCIPLINE, discipline.value if discipline else None),
        (layout.SHEET_DATE, edition.as_of.isoformat()),
        (layout.DATE_OF_INSPECTION, first.inspected_on.isoformat() if first else None),
        (layout.FINANCE_PLAN_AGREED, agreed),
        (layout.RATING, ratings[-1].value if ratings else None),
    ]


def _row(hazard: HazardDisclosed, responsible: Responsible | None) -> list[Value]:
    previous = [(change.due_on, after.holds_from) for change, after in pairwise(hazard.deadlines)]
    row: list[Value] = [
        hazard.item,
        hazard.origin.value,
        layout.visit_text(hazard.visit, hazard.visit_ordinal),
        hazard.category.value if hazard.category else hazard.category_as_written,
        hazard.severity.value if hazard.severity else None,
        hazard.location,
        hazard.observation,
        hazard.observation_bn,
        hazard.recommended_action,
        hazard.recommended_action_bn,
        hazard.recommended_timeline,
        hazard.final_action_plan,
        hazard.final_action_plan_bn,
        hazard.due_on.isoformat() if hazard.due_on else None,
        layout.previous_timelines_text(previous),
        hazard.status.value,
        hazard.status_since.isoformat(),
        hazard.withdrawn_reason,
        hazard.found_on.isoformat(),
        _log_text(hazard.log),
    ]
    if responsible is not None:
        row.append(responsible.get((hazard.discipline, hazard.item)))
    return row
