"""The plans of a factory, and their versions from draft to approval."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import TextAreaField

from accord.casework.desk import plans
from accord.casework.desk.finance import sees_terms
from accord.casework.desk.lines_taken_out import take_out_line
from accord.casework.desk.plan_pages import (
    DisciplinePlan,
    PlanRow,
    last_remark,
    open_rows,
    plans_of,
    rows_of,
    versions_handed_in,
)
from accord.casework.desk.things import APPROVED
from accord.casework.refusals import N_, Refused
from accord.records.cap import CapVersion
from accord.rules.desk.word_changes import Piece, word_changes
from accord.rules.vocabulary import CapState, Discipline
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.plan_lines import LONGEST_NUMBER, hints_told
from accord.web.desk.things import factory_or_404, version_or_404
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("plans", __name__)


class RemarkForm(DeskForm):
    """Why a version is sent back."""

    remark = TextAreaField(N_("What is missing"), [REQUIRED, Longest(2000)], filters=[stripped])


@dataclass(frozen=True)
class Row:
    """A hazard with its plan, word by word what a version changes of it, and hints on what was planned."""

    plan: PlanRow
    words: tuple[Piece, ...]
    words_bn: tuple[Piece, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """The plan of a discipline with its open hazards."""

    plan: DisciplinePlan
    rows: tuple[PlanRow, ...]
    without_plan: int


@bp.get("/desk/factories/<factory:number>/plan")
@serves(Action.READ_PLAN)
def show(number: int) -> str:
    """Show the plans of a factory by discipline."""
    factory = factory_or_404(number)
    rows = open_rows(db(), factory, who=who(), moment=site().moment)
    sections = []
    for plan in plans_of(db(), factory, who=who()):
        own = tuple(row for row in rows if row.hazard.discipline is plan.discipline)
        sections.append(Section(plan, own, sum(row.before.action_plan is None for row in own)))
    return render_template("desk/plans.html", factory=factory, sections=sections)


@bp.post("/desk/factories/<factory:number>/plan")
@serves(Action.WRITE_PLAN)
def begin(number: int) -> Response:
    """Begin the next version of the plan of a discipline."""
    factory = factory_or_404(number)
    asked = request.form.get("discipline", "")
    if asked not in set(Discipline):
        abort(422)
    try:
        version = plans.open_draft(db(), factory, Discipline(asked), who=who(), moment=site().moment)
    except Refused as refusal:
        flash(said(refusal), "late")
        return redirect(url_for("plans.show", number=number), 303)
    db().commit()
    return redirect(url_for("plan_lines.edit", version_id=version.id), 303)


@bp.get("/desk/plans")
@serves(Action.APPROVE_PLAN)
def handed_in() -> str:
    """List the versions that wait for approval."""
    return render_template("desk/plans_handed_in.html", versions=versions_handed_in(db()))


@bp.get("/desk/plans/<int:version_id>")
@serves(Action.READ_PLAN)
def version(version_id: int) -> str:
    """Show a version beside what is in force."""
    return _show(version_or_404(version_id))


@bp.post("/desk/plans/<int:version_id>/hand-in")
@serves(Action.WRITE_PLAN)
def hand_in(version_id: int) -> Response:
    """Give a draft to the chief safety officer."""
    found = version_or_404(version_id)
    deed = partial(plans.hand_in, db(), found, who=who(), moment=site().moment)
    return _decided(found, deed, N_("The plan is handed in."))


@bp.post("/desk/plans/<int:version_id>/take-out")
@serves(Action.WRITE_PLAN)
def take_out(version_id: int) -> Response:
    """Take a line out of a draft."""
    found = version_or_404(version_id)
    hazard_id = _number("hazard")
    deed = partial(take_out_line, db(), found, hazard_id, shown=_number("shown"), who=who(), moment=site().moment)
    return _decided(found, deed, N_("The line is taken out of this draft; the journal keeps what stood in it."))


@bp.post("/desk/plans/<int:version_id>/approve")
@serves(Action.APPROVE_PLAN)
def approve(version_id: int) -> Response:
    """Approve a version as it was shown."""
    found = version_or_404(version_id)
    shown = request.form.get("shown", "")
    deed = partial(plans.approve, db(), found, shown=shown, who=who(), moment=site().moment)
    return _decided(found, deed, N_("The plan is approved and in force from today."))


@bp.post("/desk/plans/<int:version_id>/send-back")
@serves(Action.APPROVE_PLAN)
def send_back(version_id: int) -> Response | tuple[str, int]:
    """Make a version a draft again, and say what is missing."""
    found = version_or_404(version_id)
    form = RemarkForm()
    if not form.validate():
        return _show(found, remark=form), 422
    deed = partial(plans.send_back, db(), found, remark=typed(form.remark), who=who(), moment=site().moment)
    return _decided(found, deed, N_("The plan is sent back with your remark."))


def _number(name: str) -> int:
    """Return a number that the page carried along; 0, which nothing has, where it is none."""
    sent = request.form.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < LONGEST_NUMBER else 0


def _decided(found: CapVersion, deed: Callable[[], None], sentence: str) -> Response:
    address = url_for("plans.version", version_id=found.id)
    try:
        deed()
    except Refused as refusal:
        db().rollback()
        flash(said(refusal), "late")
    else:
        db().commit()
        flash(gettext(sentence))
    return redirect(address, 303)


def _show(found: CapVersion, *, remark: RemarkForm | None = None) -> str:
    rows = [_row(row) for row in rows_of(db(), found, who=who(), moment=site().moment)]
    return render_template(
        "desk/plan_version.html",
        version=found,
        planned=[row for row in rows if row.plan.line],
        not_planned=[row for row in rows if not row.plan.line],
        shown=plans.digest(plans.lines_of(db(), found)),
        is_draft=found.state is CapState.DRAFT,
        is_handed_in=found.state is CapState.SUBMITTED,
        is_approved=found.state in APPROVED,
        sees_cost=sees_terms(db(), found, who=who(), moment=site().moment),
        last=last_remark(db(), found),
        remark=remark or RemarkForm(formdata=None),
    )


def _row(row: PlanRow) -> Row:
    line = row.line
    if line is None:
        return Row(row, (), (), ())
    return Row(
        row,
        word_changes(row.before.action_plan, line.action_plan),
        word_changes(row.before.action_plan_bn, line.action_plan_bn),
        tuple(hints_told(line, row.hazard)),
    )
