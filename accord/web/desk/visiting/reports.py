"""Reports of inspections: written, checked by another engineer, approved, issued to the parties, revised."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Optional

from accord.casework.desk import reports
from accord.casework.desk.report_lists import WORDS, reports_with_ids
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.refusals import N_, Told
from accord.records.inspection import Report
from accord.rules.desk.reports import ReportState
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.forms import DeskForm, Longest, stripped
from accord.web.desk.things import inspection_or_404
from accord.web.desk.visiting.fields import ID, revision_in
from accord.web.desk.visiting.inspections import doing
from accord.web.desk.visiting.report_page import FIELDS, page_of, sections_for
from accord.web.filters import number
from accord.web.language import gettext, ngettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("reports", __name__)
HERE = f"/desk/reports/<{ID}:report_id>"
LONGEST_TEXT = 20_000
MOST_AT_ONCE = 100


class ReportForm(DeskForm):
    """The words of a report."""

    summary = TextAreaField(FIELDS["summary"], [Optional(), Longest(LONGEST_TEXT)], filters=[stripped])
    summary_bn = TextAreaField(FIELDS["summary_bn"], [Optional(), Longest(LONGEST_TEXT)], filters=[stripped])
    scope = TextAreaField(FIELDS["scope"], [Optional(), Longest(LONGEST_TEXT)], filters=[stripped])
    limitations = TextAreaField(FIELDS["limitations"], [Optional(), Longest(LONGEST_TEXT)], filters=[stripped])
    revision = HiddenField()


class RemarkForm(DeskForm):
    """A remark with a step."""

    remark = TextAreaField(N_("Remark"), [Optional(), Longest(4000)], filters=[stripped])


@bp.get("/desk/reports")
@serves(Action.READ_REPORT)
def list() -> str:
    """Show the reports that wait for somebody, and those that were issued."""
    return render_template("desk/reports/list.html", sections=sections_for(db(), who(), moment=site().moment))


@bp.get(HERE)
@serves(Action.READ_REPORT)
def show(report_id: int) -> str:
    """Show a report."""
    report = _report_or_404(report_id)
    form = ReportForm(formdata=None, obj=report)
    return _render(report, form, RemarkForm(formdata=None))


@bp.post(HERE)
@serves(Action.RECORD_INSPECTION)
def write(report_id: int) -> Response | tuple[str, int]:
    """Write the words of a draft, and hand it in where that was asked for."""
    report, form, conflict = _report_or_404(report_id), ReportForm(), None
    if form.validate():
        words = {name: form[name].data for name in WORDS}
        try:
            opened_at = revision_in(form.revision.data)
            reports.write_report(db(), report, words, opened_at=opened_at, who=who(), moment=site().moment)
            if "hand_in" in request.form:
                reports.hand_in_report(db(), report, who=who(), moment=site().moment)
        except ChangedMeanwhile as refusal:
            conflict = refusal
            form.revision.data = str(refusal.revision)
            form.refuse(refusal)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            said = gettext("The report waits to be checked.") if "hand_in" in request.form else gettext("Saved.")
            flash(said)
            return redirect(url_for("reports.show", report_id=report_id), 303)
    return _render(report, form, RemarkForm(formdata=None), conflict=conflict), 422


@bp.post(f"{HERE}/check")
@serves(Action.CHECK_REPORT)
def check(report_id: int) -> Response | tuple[str, int]:
    """Say that the report is right, or send it back with a word."""
    report, form = _report_or_404(report_id), RemarkForm()
    if form.validate():
        deed = reports.send_report_back if "back" in request.form else reports.check_report
        try:
            deed(db(), report, remark=form.remark.data, who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("reports.show", report_id=report_id), 303)
    return _render(report, ReportForm(formdata=None, obj=report), form), 422


@bp.post(f"{HERE}/return")
@serves(Action.APPROVE_REPORT)
def give_back(report_id: int) -> Response | tuple[str, int]:
    """Send a checked report back with a word instead of approving it."""
    report, form = _report_or_404(report_id), RemarkForm()
    if form.validate():
        try:
            reports.send_report_back(db(), report, remark=form.remark.data, who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("reports.show", report_id=report_id), 303)
    return _render(report, ReportForm(formdata=None, obj=report), form), 422


@bp.post("/desk/reports/approve")
@serves(Action.APPROVE_REPORT)
def approve() -> Response:
    """Approve the ticked reports, all of them or none."""
    ticked = _ticked()
    done = ngettext("%(count)s report is approved.", "%(count)s reports are approved.", len(ticked))
    return doing(
        lambda: reports.approve_reports(db(), ticked, who=who(), moment=site().moment),
        url_for("reports.list"),
        done=_counted(done, ticked),
    )


@bp.post("/desk/reports/issue")
@serves(Action.APPROVE_REPORT)
def issue() -> Response:
    """Give the ticked reports to the parties, all of them or none."""
    ticked = _ticked()

    def deed() -> None:
        for report in ticked:
            reports.issue_report(db(), report, who=who(), moment=site().moment)

    done = ngettext(
        "%(count)s report is issued: the parties read it at the desk.",
        "%(count)s reports are issued: the parties read them at the desk.",
        len(ticked),
    )
    return doing(deed, url_for("reports.list"), done=_counted(done, ticked))


@bp.post(f"{HERE}/revise")
@serves(Action.RECORD_INSPECTION)
def revise(report_id: int) -> Response | tuple[str, int]:
    """Begin the next revision, with the reason."""
    report, form = _report_or_404(report_id), RemarkForm()
    if form.validate():
        try:
            made = reports.revise_report(db(), report, reason=form.remark.data, who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("reports.show", report_id=made.id), 303)
    return _render(report, ReportForm(formdata=None, obj=report), form), 422


def _counted(sentence: str, ticked: Sequence[Report]) -> str:
    return sentence % {"count": number(len(ticked))} if ticked else gettext("No report was ticked.")


def _report_or_404(report_id: int) -> Report:
    report = db().get(Report, report_id)
    if report is None:
        abort(404)
    inspection_or_404(report.inspection_id)
    # The parties are given what was issued, and no draft of it.
    if report.state is not ReportState.ISSUED and not may(Action.READ_VISITS):
        abort(404)
    return report


def _ticked() -> Sequence[Report]:
    ids = [revision_in(each) for each in request.form.getlist("report")[:MOST_AT_ONCE]]
    return reports_with_ids(db(), ids)


def _render(report: Report, form: ReportForm, remark: RemarkForm, *, conflict: ChangedMeanwhile | None = None) -> str:
    page = page_of(db(), report, who=who(), moment=site().moment)
    return render_template(
        "desk/reports/show.html", page=page, form=form, remark=remark, conflict=conflict, fields=FIELDS
    )
