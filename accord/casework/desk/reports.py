"""The report of an inspection on its way: draft, checking by another engineer, approval, issue, revision."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.revisions import take_turn
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.inspection import Inspection, InspectionEngineer, Report, ReportStep
from accord.rules.desk.report_texts import STANDARD
from accord.rules.desk.reports import STANDS, ReportState, may_follow
from accord.rules.moments import Moment


class NotFromHere(Told):
    """A report was to be brought to a state that does not follow on the one it is in."""

    sentence = N_("The report is not in the state for this step any more. Load it anew.")


class OwnReport(Told):
    """An author was to check the own report."""

    sentence = N_("You wrote this report: another engineer of the discipline must check it.")


class NotItsAuthor(Told):
    """Somebody who did not make the inspection was to write or hand in its report."""

    sentence = N_("Only the engineers who made the inspection write its report.")


class WhatIsWrong(Told):
    """A report was sent back without a word."""

    sentence = N_("Say what has to be changed: who wrote the report has to know.")


class NoSummary(Told):
    """A report without a summary was handed in."""

    sentence = N_("Write the summary first: it is what most people will read.")


class WhyRevised(Told):
    """An issued report was to be revised without a reason."""

    sentence = N_("Say why the report is revised: the reason stands in it.")


class StillUnderWay(Told):
    """A revision was begun while the former one is not issued."""

    sentence = N_("The last revision was not issued yet: go on with it.")


def begin_report(session: Session, inspection: Inspection, *, who: Visitor, moment: Moment) -> Report:
    """Begin the first report of an inspection, or return the one that there is."""
    found = last_report(session, inspection)
    return found or _begin(session, inspection, number=0, former=None, reason=None, who=who, moment=moment)


def last_report(session: Session, inspection: Inspection) -> Report | None:
    """Return the latest revision of the report, or None if none was begun."""
    query = select(Report).where(Report.inspection_id == inspection.id).order_by(Report.number.desc())
    return session.scalar(query.limit(1))


def write_report(
    session: Session,
    report: Report,
    words: Mapping[str, str | None],
    *,
    opened_at: int,
    who: Visitor,
    moment: Moment,
) -> None:
    """Write the words of a draft. Raises ChangedMeanwhile where somebody else wrote them first."""
    session.refresh(report, with_for_update=True)
    if report.state is not ReportState.DRAFT:
        raise NotFromHere
    _require_author(session, report, who)
    changed = take_turn(report, words, opened_at=opened_at)
    session.flush()
    if changed:
        _note(session, "wrote a report", report, {name: list(each) for name, each in changed.items()}, who, moment)


def hand_in_report(session: Session, report: Report, *, who: Visitor, moment: Moment) -> None:
    """Give a draft to another engineer for checking."""
    _require_author(session, report, who)
    if not report.summary:
        raise NoSummary
    _step(session, report, ReportState.FOR_CHECKING, who=who, moment=moment)


def check_report(session: Session, report: Report, *, remark: str | None, who: Visitor, moment: Moment) -> None:
    """Record that an engineer who did not write the report checked it."""
    handed_in = exists().where(
        ReportStep.report_id == report.id,
        ReportStep.state == ReportState.FOR_CHECKING,
        ReportStep.person_id == who.id,
    )
    if who.id in _authors(session, report) or session.scalar(select(handed_in)):
        raise OwnReport
    _step(session, report, ReportState.CHECKED, remark=remark, who=who, moment=moment)


def send_report_back(session: Session, report: Report, *, remark: str | None, who: Visitor, moment: Moment) -> None:
    """Make a report a draft again and say what has to be changed."""
    if not remark:
        raise WhatIsWrong
    _step(session, report, ReportState.DRAFT, remark=remark, who=who, moment=moment)


def approve_reports(session: Session, reports: Sequence[Report], *, who: Visitor, moment: Moment) -> None:
    """Approve checked reports, all of them or none: from now on what they say may be published."""
    for report in reports:
        _step(session, report, ReportState.APPROVED, who=who, moment=moment)


def issue_report(session: Session, report: Report, *, who: Visitor, moment: Moment) -> None:
    """Give an approved report to the parties: factory, safety committee, signatories."""
    _step(session, report, ReportState.ISSUED, who=who, moment=moment)


def revise_report(session: Session, report: Report, *, reason: str | None, who: Visitor, moment: Moment) -> Report:
    """Begin the next revision of an issued report, with its words and the reason; the former one stays as issued."""
    if not reason:
        raise WhyRevised
    inspection = report.inspection
    hold_the_pen(session, f"reports {inspection.id}")
    last = last_report(session, inspection)
    if last is None or last.state is not ReportState.ISSUED:
        raise StillUnderWay
    return _begin(session, inspection, number=last.number + 1, former=last, reason=reason, who=who, moment=moment)


def stands(session: Session, inspection: Inspection) -> bool:
    """Return whether any revision of the report was approved: then its hazards may be published."""
    approved = exists().where(Report.inspection_id == inspection.id, Report.state.in_(STANDS))
    return bool(session.scalar(select(approved)))


def _authors(session: Session, report: Report) -> set[int]:
    query = select(InspectionEngineer.person_id).where(InspectionEngineer.inspection_id == report.inspection_id)
    return set(session.scalars(query))


def _require_author(session: Session, report: Report, who: Visitor) -> None:
    # Or who wrote it could be the one who checks it.
    if who.id not in _authors(session, report):
        raise NotItsAuthor


def _begin(
    session: Session,
    inspection: Inspection,
    *,
    number: int,
    former: Report | None,
    reason: str | None,
    who: Visitor,
    moment: Moment,
) -> Report:
    standard = STANDARD[inspection.discipline]
    report = Report(
        inspection_id=inspection.id,
        number=number,
        state=ReportState.DRAFT,
        why_revised=reason,
        summary=former.summary if former else None,
        summary_bn=former.summary_bn if former else None,
        scope=former.scope if former else standard.scope,
        limitations=former.limitations if former else standard.limitations,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(report)
    session.flush()
    _append(session, report, None, who=who, moment=moment)
    _note(session, "began a report", report, {"reason": reason}, who, moment)
    return report


def _step(
    session: Session,
    report: Report,
    state: ReportState,
    *,
    remark: str | None = None,
    who: Visitor,
    moment: Moment,
) -> None:
    session.refresh(report, ["state"], with_for_update=True)
    former = report.state
    if not may_follow(former, state):
        raise NotFromHere
    report.state = state
    _append(session, report, remark, who=who, moment=moment)
    details = {"state": [former.value, state.value], "remark": remark}
    _note(session, "moved a report on", report, details, who, moment)


def _append(session: Session, report: Report, remark: str | None, *, who: Visitor, moment: Moment) -> None:
    session.add(
        ReportStep(
            report_id=report.id,
            state=report.state,
            happened_on=moment.today,
            remark=remark,
            person_id=who.id,
            actor=who.actor,
            recorded_at=moment.now,
        )
    )
    session.flush()


def _note(
    session: Session, deed: str, report: Report, details: Mapping[str, object], who: Visitor, moment: Moment
) -> None:
    inspection = report.inspection
    journal.note(
        session,
        deed,
        f"factory {inspection.factory.number}",
        actor=who.actor,
        moment=moment,
        details={"inspection": inspection.id, "revision": report.number, **details},
    )
