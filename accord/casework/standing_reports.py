"""Which inspections have an approved report: only what stands in one, or was imported, may be published.

Statuses and rates follow from events at once; words, photos and ratings wait. Source: docs/decisions/0006.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.hazard import Hazard
from accord.records.inspection import Report
from accord.rules.desk.reports import STANDS, may_be_published
from accord.rules.vocabulary import Source


@dataclass(frozen=True)
class StandingReports:
    """The inspections of which a revision of the report was approved; `inspection_ids` None: nothing is held back."""

    inspection_ids: frozenset[int] | None

    def vouch_for(self, source: Source, inspection_id: int | None) -> bool:
        """Return whether something from there that was recorded on that inspection may be published."""
        if self.inspection_ids is None:
            return True
        return may_be_published(source, report_stands=inspection_id in self.inspection_ids)


EVERY_REPORT = StandingReports(None)
"""For those who work on the CAP."""


def standing_reports(session: Session, inspection_ids: Iterable[int | None]) -> StandingReports:
    """Return which of these inspections have an approved report."""
    asked = sorted({id_ for id_ in inspection_ids if id_ is not None})
    query = select(Report.inspection_id).where(Report.inspection_id.in_(asked), Report.state.in_(STANDS))
    return StandingReports(frozenset(session.scalars(query)) if asked else frozenset())


def reports_of_hazards(session: Session, hazards: Sequence[Hazard]) -> StandingReports:
    """Return which of the inspections that anything of these hazards was recorded on have an approved report."""
    return standing_reports(session, (id_ for hazard in hazards for id_ in _inspections_of(hazard)))


def _inspections_of(hazard: Hazard) -> Iterable[int | None]:
    yield hazard.inspection_id
    for recorded in (hazard.events, hazard.log, hazard.photos):
        yield from (each.inspection_id for each in recorded)
