"""Writes who made a simulated visit and the report of it, from the draft to its issue to the parties."""

from dataclasses import dataclass

from accord.casework.simulation.cast import Cast
from accord.casework.simulation.days import Hour, WorkDays
from accord.casework.simulation.factory_life import Staff
from accord.casework.simulation.lives import Visit
from accord.casework.simulation.rows import Rows
from accord.records.inspection import InspectionEngineer, Report, ReportStep
from accord.rules.desk.reports import ReportState

DAYS_AFTER_VISIT = {
    ReportState.DRAFT: 0,
    ReportState.FOR_CHECKING: 2,
    ReportState.CHECKED: 5,
    ReportState.APPROVED: 8,
    ReportState.ISSUED: 12,
}
"""Ours: the parties have it within two weeks, and always by the anchor date. Source: DOMAIN.md section 8."""

SUMMARY = ("Simulated: what was found and seen stands in the list.", "সিমুলেটেড: যা পাওয়া ও দেখা গেছে তা তালিকায় আছে।")


@dataclass(frozen=True)
class ReportWriter:
    """Writes the reports of all visits, each by the engineer who was there, checked by another one."""

    rows: Rows
    cast: Cast
    staff: Staff
    days: WorkDays

    def write(self, visit: Visit) -> None:
        """Write the engineer and the report of a visit, which must be on record."""
        self.rows.add(InspectionEngineer, inspection_id=visit.id, person_id=self.cast.id_of(visit.engineer))
        id_ = self.rows.add(
            Report,
            inspection_id=visit.id,
            number=0,
            state=ReportState.ISSUED,
            summary=SUMMARY[0],
            summary_bn=SUMMARY[1],
            actor=visit.engineer,
            recorded_at=self.days.at(visit.day, Hour.DECIDED),
        )
        for state, after in DAYS_AFTER_VISIT.items():
            day, who = self.days.worked(min(visit.day + after, -1)), self._by(visit, state)
            self.rows.add(
                ReportStep,
                report_id=id_,
                state=state,
                happened_on=self.days.date(day),
                person_id=self.cast.id_of(who),
                actor=who,
                recorded_at=self.days.at(day, Hour.DECIDED),
            )

    def _by(self, visit: Visit, state: ReportState) -> str:
        if state in (ReportState.DRAFT, ReportState.FOR_CHECKING):
            return visit.engineer
        if state is ReportState.CHECKED:
            every = self.staff.engineers[visit.discipline]
            return every[(every.index(visit.engineer) + 1) % len(every)]
        return self.staff.chief_safety_officer
