"""Which inspections have an approved report: only what stands in one, or was imported, may be published.

Statuses and rates follow from events at once; words, photos and ratings wait. Source: docs/decisions/0006.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection, Report, ReportStep
from accord.records.journal import JournalEntry
from accord.rules.desk.reports import STANDS, ReportState, may_be_published
from accord.rules.vocabulary import Source

REWORDED, RATED = "mended a hazard", "recorded a building as inspected"
"""The deeds of the journal by which what an inspection said is written over; everything else is added to it."""


@dataclass(frozen=True)
class StandingReports:
    """When the last revision of each inspection's report was approved; None: nothing is held back."""

    approved_at: Mapping[int, datetime] | None

    def vouch_for(self, source: Source, inspection_id: int | None, *, recorded_at: datetime | None = None) -> bool:
        """Return whether something from there that was recorded on that inspection may be published.

        Who approves a report has not read what is recorded on its inspection only afterwards: that waits for the next
        revision.
        """
        if self.approved_at is None:
            return True
        approved_at = self.approved_at.get(inspection_id or 0)
        is_read = approved_at is not None and (recorded_at is None or recorded_at <= approved_at)
        return may_be_published(source, report_stands=is_read)


EVERY_REPORT = StandingReports(None)
"""For those who work on the CAP."""


def standing_reports(session: Session, inspection_ids: Iterable[int | None]) -> StandingReports:
    """Return which of these inspections have an approved report, and since when."""
    asked = sorted({id_ for id_ in inspection_ids if id_ is not None})
    query = (
        select(Report.inspection_id, func.max(ReportStep.recorded_at))
        .join(ReportStep)
        .where(Report.inspection_id.in_(asked), Report.state.in_(STANDS), ReportStep.state == ReportState.APPROVED)
        .group_by(Report.inspection_id)
    )
    return StandingReports(dict(session.execute(query).all()) if asked else {})


def reports_of_hazards(session: Session, hazards: Sequence[Hazard]) -> StandingReports:
    """Return which of the inspections that anything of these hazards was recorded on have an approved report."""
    return standing_reports(session, (id_ for hazard in hazards for id_ in _inspections_of(hazard)))


def is_rewritten_in_a_revision(session: Session, factory: Factory) -> bool:
    """Return whether words or ratings of an approved report were written over in a revision that is not approved.

    They stand in the place of what was approved, which therefore cannot be published anew before the revision is.
    """
    hazards = (
        select(Hazard.id, Hazard.inspection_id)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None))
    )
    of_hazards = hazards.with_only_columns(Hazard.inspection_id)
    last = (
        select(Report.inspection_id, func.max(Report.number).label("number"))
        .join(Inspection)
        .where((Inspection.factory_id == factory.id) | Inspection.id.in_(of_hazards))
        .group_by(Report.inspection_id)
        .subquery()
    )
    unapproved = session.scalars(
        select(Report.inspection_id)
        .join(last, (Report.inspection_id == last.c.inspection_id) & (Report.number == last.c.number))
        .where(Report.state.not_in(STANDS))
    ).all()
    approved_at = standing_reports(session, unapproved).approved_at or {}
    if not approved_at:
        return False
    subjects = {
        f"hazard {id_}": inspection_id
        for id_, inspection_id in session.execute(hazards.where(Hazard.inspection_id.in_(approved_at)))
    }
    numbers = session.scalars(
        select(Factory.number)
        .join(Inspection, Inspection.factory_id == Factory.id)
        .where(Inspection.id.in_(approved_at))
    )
    lines = session.execute(
        select(JournalEntry.subject, JournalEntry.at, JournalEntry.details).where(
            JournalEntry.deed.in_((REWORDED, RATED)),
            JournalEntry.subject.in_([*subjects, *(f"factory {number}" for number in numbers)]),
            JournalEntry.at > min(approved_at.values()),
        )
    )
    rewritten = ((subjects.get(subject) or json.loads(told).get("inspection"), at) for subject, at, told in lines)
    return any(id_ in approved_at and at > approved_at[id_] for id_, at in rewritten)


def _inspections_of(hazard: Hazard) -> Iterable[int | None]:
    yield hazard.inspection_id
    for recorded in (hazard.events, hazard.log, hazard.photos):
        yield from (each.inspection_id for each in recorded)
