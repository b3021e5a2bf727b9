"""What the pages of reports show, worked out so that their templates decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.desk.report_lists import ReportDiffers, differs_from_former, reports_in_state, steps_of
from accord.casework.desk.things import thing_of_inspection
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_
from accord.gateways.wording import Text
from accord.records.inspection import Report, ReportStep
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState
from accord.rules.desk.visits import days_late
from accord.rules.moments import Moment
from accord.web.desk.visiting.inspection_page import InspectionPage, report_days
from accord.web.desk.visiting.inspection_page import page_of as inspection_page
from accord.web.desk.visiting.names import factory_name, person_name

FIELDS = {
    "summary": N_("Executive summary"),
    "summary_bn": N_("Executive summary in Bangla"),
    "scope": N_("Scope"),
    "limitations": N_("Limitations"),
}
"""What the fields of a report are called."""


@dataclass(frozen=True)
class ReportRow:
    """A report in a list."""

    report: Report
    name: Text
    number: int
    authors: tuple[str, ...]
    late_days: int


@dataclass(frozen=True)
class ReportSection:
    """The reports in one state, and the deed that can be done with several of them at once."""

    title: str
    count: int
    rows: tuple[ReportRow, ...]
    """As many as a list can show."""
    deed: str | None
    """The endpoint that takes the ticked ones."""
    label: str | None


@dataclass(frozen=True)
class ReportPage:
    """All that the page of a report shows."""

    report: Report
    front: InspectionPage
    steps: tuple[tuple[ReportStep, str], ...]
    checked_by: str | None
    approved_by: str | None
    issued_on: date | None
    others: tuple[Report, ...]
    differs: ReportDiffers | None
    may_write: bool
    may_check: bool
    may_approve: bool
    may_issue: bool
    may_return: bool
    may_revise: bool


def sections_for(session: Session, who: Visitor, *, moment: Moment) -> list[ReportSection]:
    """Return the lists of reports for this visitor: what waits for them first, then what was issued."""
    within = report_days(session, moment)

    def listed(title: str, state: ReportState, deed: str | None = None, label: str | None = None) -> ReportSection:
        found = reports_in_state(session, state, who)
        rows = tuple(_row(report, moment, report_days=within) for report in found.reports)
        return ReportSection(title, found.count, rows, deed if rows else None, label)

    sections = []
    if who.may_at_all(Action.READ_VISITS):
        decides = who.may_at_all(Action.APPROVE_REPORT)
        sections = [
            listed(N_("Waiting to be checked"), ReportState.FOR_CHECKING),
            listed(
                N_("Checked: waiting for approval"),
                ReportState.CHECKED,
                *(("reports.approve", N_("Approve the ticked ones")) if decides else ()),
            ),
            listed(
                N_("Approved: to be issued"),
                ReportState.APPROVED,
                *(("reports.issue", N_("Issue the ticked ones to the parties")) if decides else ()),
            ),
            listed(N_("Drafts"), ReportState.DRAFT),
        ]
    return [*(each for each in sections if each.rows), listed(N_("Issued to the parties"), ReportState.ISSUED)]


def page_of(session: Session, report: Report, *, who: Visitor, moment: Moment) -> ReportPage:
    """Return the page of a report for this visitor."""
    inspection = report.inspection
    steps = steps_of(session, inspection)
    own = [step for step in steps if step.report_id == report.id]
    is_staff = who.may_at_all(Action.READ_VISITS)
    thing = thing_of_inspection(session, inspection)
    authors = {each.person_id for each in inspection.engineers}
    is_author = who.id in authors and who.may(Action.RECORD_INSPECTION, thing)
    state, decides = report.state, who.may(Action.APPROVE_REPORT, thing)
    others = tuple(
        each for each in inspection.reports if each.id != report.id and (is_staff or each.state is ReportState.ISSUED)
    )
    return ReportPage(
        report=report,
        front=inspection_page(session, inspection, who=who, moment=moment),
        steps=tuple((step, person_name(step.person)) for step in own) if is_staff else (),
        checked_by=_last(own, ReportState.CHECKED),
        approved_by=_last(own, ReportState.APPROVED),
        issued_on=next((step.happened_on for step in own if step.state is ReportState.ISSUED), None),
        others=others,
        differs=differs_from_former(session, report),
        may_write=is_author and state is ReportState.DRAFT,
        may_check=state is ReportState.FOR_CHECKING and who.may(Action.CHECK_REPORT, thing) and who.id not in authors,
        may_approve=decides and state is ReportState.CHECKED,
        may_issue=decides and state is ReportState.APPROVED,
        may_return=decides and state is ReportState.CHECKED,
        may_revise=is_author and state is ReportState.ISSUED and report is inspection.reports[-1],
    )


def _last(steps: Sequence[ReportStep], state: ReportState) -> str | None:
    return next((person_name(step.person) for step in reversed(steps) if step.state is state), None)


def _row(report: Report, moment: Moment, *, report_days: int) -> ReportRow:
    inspection = report.inspection
    issued_on = next((step.happened_on for step in report.steps if step.state is ReportState.ISSUED), None)
    # A later revision is not late: the parties have had the first one.
    late = days_late(inspection.inspected_on, issued_on=issued_on, today=moment.today, report_days=report_days)
    return ReportRow(
        report=report,
        name=factory_name(inspection.factory),
        number=inspection.factory.number,
        authors=tuple(person_name(each.person) for each in inspection.engineers),
        late_days=late if report.number == 0 else 0,
    )
