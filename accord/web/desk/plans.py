"""The plans of a factory, and their versions from draft to approval."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from accord.casework.desk import plans
from accord.casework.desk.plan_pages import PlanRow, last_remark, plans_of, rows_of, versions_handed_in
from accord.casework.desk.plans import Planned, WhyAnotherDate
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.things import thing_of_hazard
from accord.casework.refusals import N_, Refused
from accord.records.cap import CapVersion
from accord.records.hazard import Hazard
from accord.rules.desk.smart import Hint, hints_of
from accord.rules.vocabulary import CapState, Discipline
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.things import factory_or_404, require, version_or_404
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("plans", __name__)

MOST_TAKA = 100_000_000_000
"""Ours: a hundred billion taka is more than any building costs; a larger number is a slip."""
LONGEST_REVISION = 9
"""Digits; a longer number is no count of changes."""


class LineForm(DeskForm):
    """What is planned for one hazard."""

    action_plan = TextAreaField(N_("What the factory will do"), [REQUIRED, Longest(4000)], filters=[stripped])
    action_plan_bn = TextAreaField(N_("The same in Bangla"), [Longest(4000)], filters=[stripped])
    responsible_person = StringField(N_("Responsible person"), [Longest(200)], filters=[stripped])
    due_on = DateField(N_("Finished by"), [Optional()])
    why_date = StringField(
        N_("Why the date is changed"),
        [Longest(1000)],
        filters=[stripped],
        description=N_("Only where an agreed date is changed."),
    )
    cost_bdt = IntegerField(
        N_("Estimated cost in taka"),
        [Optional(), NumberRange(0, MOST_TAKA, N_("Whole taka, without a sign."))],
        description=N_("Never published."),
    )
    opened_at = HiddenField()


class RemarkForm(DeskForm):
    """Why a version is sent back."""

    remark = TextAreaField(N_("What is missing"), [REQUIRED, Longest(2000)], filters=[stripped])


@dataclass(frozen=True)
class Row:
    """A hazard with its plan, the form of its line where it may be written, and hints on what was planned."""

    plan: PlanRow
    form: LineForm | None
    hints: tuple[Hint, ...]
    conflict: ChangedMeanwhile | None = None


@bp.get("/desk/factories/<factory:number>/plan")
@serves(Action.READ_PLAN)
def show(number: int) -> str:
    """Show the plans of a factory by discipline."""
    factory = factory_or_404(number)
    return render_template("desk/plans.html", factory=factory, plans=plans_of(db(), factory))


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
    return redirect(url_for("plans.version", version_id=version.id), 303)


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


@bp.post("/desk/plans/<int:version_id>/lines/<int:hazard_id>")
@serves(Action.WRITE_PLAN)
def write(version_id: int, hazard_id: int) -> Response | tuple[str, int]:
    """Write what a draft plans for one hazard."""
    found = version_or_404(version_id)
    hazard = db().get(Hazard, hazard_id)
    if hazard is None:
        abort(404)
    require(thing_of_hazard(db(), hazard))
    form = LineForm()
    conflict = None
    if form.validate():
        try:
            plans.write_line(
                db(),
                found,
                hazard,
                _planned(form),
                opened_at=_revision(form),
                who=who(),
                moment=site().moment,
            )
        except ChangedMeanwhile as refusal:
            conflict = refusal
            form.refuse(refusal)
            form.opened_at.data = str(refusal.revision)
        except WhyAnotherDate as refusal:
            form.refuse(refusal, at="why_date")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            address = url_for("plans.version", version_id=version_id, _anchor=f"hazard-{hazard_id}")
            return redirect(address, 303)
    db().rollback()
    return _show(found, typed_for=hazard_id, typed_form=form, conflict=conflict), 422


@bp.post("/desk/plans/<int:version_id>/hand-in")
@serves(Action.WRITE_PLAN)
def hand_in(version_id: int) -> Response:
    """Give a draft to the chief safety officer."""
    found = version_or_404(version_id)
    deed = partial(plans.hand_in, db(), found, who=who(), moment=site().moment)
    return _decided(found, deed, N_("The plan is handed in."))


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


def _show(
    found: CapVersion,
    *,
    typed_for: int | None = None,
    typed_form: LineForm | None = None,
    conflict: ChangedMeanwhile | None = None,
    remark: RemarkForm | None = None,
) -> str:
    is_draft = found.state is CapState.DRAFT
    rows = [
        Row(
            plan=row,
            form=_named_for(typed_form if typed_form and row.hazard.id == typed_for else _form(row), row.hazard.id)
            if is_draft
            else None,
            hints=_hints(row),
            conflict=conflict if row.hazard.id == typed_for else None,
        )
        for row in rows_of(db(), found, moment=site().moment)
    ]
    return render_template(
        "desk/plan_version.html",
        version=found,
        rows=rows,
        shown=plans.digest(plans.lines_of(db(), found)),
        planned=sum(row.plan.line is not None for row in rows),
        is_draft=is_draft,
        is_handed_in=found.state is CapState.SUBMITTED,
        typed_for=typed_for,
        last=last_remark(db(), found),
        remark=remark or RemarkForm(formdata=None),
    )


def _form(row: PlanRow) -> LineForm:
    line, hazard = row.line, row.hazard
    return LineForm(
        formdata=None,
        action_plan=line.action_plan if line else hazard.final_action_plan,
        action_plan_bn=line.action_plan_bn if line else hazard.final_action_plan_bn,
        responsible_person=line.responsible_person if line else hazard.responsible_person,
        due_on=line.due_on if line else row.due_on,
        why_date=line.why_date if line else None,
        cost_bdt=line.cost_bdt if line else None,
        opened_at=str(line.revision) if line else "",
    )


def _named_for(form: LineForm, hazard_id: int) -> LineForm:
    """Give the fields ids of their own: the form stands on the page once for each hazard."""
    for each in form:
        each.id = f"{each.short_name}-{hazard_id}"
    return form


def _revision(form: LineForm) -> int | None:
    typed_in = form.opened_at.data or ""
    return int(typed_in) if typed_in.isdecimal() and len(typed_in) < LONGEST_REVISION else None


def _planned(form: LineForm) -> Planned:
    return Planned(
        action_plan=form.action_plan.data,
        action_plan_bn=form.action_plan_bn.data,
        responsible_person=form.responsible_person.data,
        due_on=form.due_on.data,
        why_date=form.why_date.data,
        cost_bdt=form.cost_bdt.data,
    )


def _hints(row: PlanRow) -> tuple[Hint, ...]:
    line = row.line
    if line is None:
        return ()
    return hints_of(
        " ".join(text for text in (line.action_plan, line.action_plan_bn) if text),
        responsible_person=line.responsible_person,
        due_on=line.due_on,
        cost_bdt=line.cost_bdt,
    )
