"""Recording an inspection, and its page."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from accord.casework.desk import inspections
from accord.casework.desk.finding import factories_like
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.visits import engineers_on
from accord.casework.desk.whole_inspection import latest_inspections, visits_waiting
from accord.casework.orders.raised_by import orders_of_inspection
from accord.casework.refusals import Told
from accord.records.factory import Factory
from accord.records.inspection import Attendee, Inspection, Visit
from accord.records.person import Person
from accord.rules.desk.access import Thing
from accord.rules.desk.rounds import VisitState
from accord.rules.vocabulary import Discipline, InspectionKind
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.things import inspection_or_404
from accord.web.desk.visiting.fields import ID
from accord.web.desk.visiting.inspection_forms import AttendeeForm, InspectionForm
from accord.web.desk.visiting.inspection_page import page_of
from accord.web.desk.visiting.names import factory_name
from accord.web.language import gettext
from accord.web.parameters import one_of
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("inspections", __name__)
HERE = f"/desk/inspections/<{ID}:inspection_id>"


@bp.get("/desk/inspections")
@serves(Action.READ_VISITS)
def list() -> str:
    """Show the latest inspections, and the planned visits for which none was recorded yet."""
    return render_template(
        "desk/inspections/list.html",
        inspections=latest_inspections(db(), who()),
        waiting=visits_waiting(db(), who(), moment=site().moment),
        name_of=factory_name,
    )


@bp.get("/desk/inspections/new")
@serves(Action.RECORD_INSPECTION)
def new() -> str:
    """Ask which factory was inspected, then for the inspection."""
    visit = _visit(request.args.get("visit", ""))
    factory = visit.factory if visit else _factory(request.args.get("factory", ""))
    if factory is None:
        asked = request.args.get("factory", "")
        return render_template(
            "desk/inspections/choose.html",
            asked=asked,
            found=[(each, factory_name(each)) for each in factories_like(db(), asked)],
            waiting=visits_waiting(db(), who(), moment=site().moment),
            name_of=factory_name,
        )
    return _render_new(factory, _new_form(visit))


@bp.post("/desk/inspections/new")
@serves(Action.RECORD_INSPECTION)
def record() -> Response | tuple[str, int]:
    """Record the inspection."""
    factory = _factory(request.form.get("factory", ""))
    if factory is None:
        return redirect(url_for("inspections.new"), 303)
    form = _form()
    if form.validate():
        try:
            visit = _visit(form.visit.data or "")
            moment = site().moment
            made = inspections.record_inspection(db(), factory, form.facts(), visit=visit, who=who(), moment=moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            flash(gettext("The inspection is on record. Its report is begun as a draft."))
            return redirect(url_for("inspections.show", inspection_id=made.id), 303)
    return _render_new(factory, form), 422


@bp.get(HERE)
@serves(Action.READ_REPORT)
def show(inspection_id: int) -> str:
    """Show an inspection with all that was recorded of it."""
    return render_show(inspection_or_404(inspection_id), AttendeeForm(formdata=None))


@bp.get(f"{HERE}/change")
@serves(Action.RECORD_INSPECTION)
def change(inspection_id: int) -> str:
    """Ask what is to be changed of it."""
    inspection = inspection_or_404(inspection_id)
    form = _form(
        inspection,
        discipline=inspection.discipline.value,
        kind=inspection.kind.value,
        ordinal=inspection.ordinal,
        inspected_on=inspection.inspected_on,
        engineers=[each.person_id for each in inspection.engineers],
        revision=str(inspection.revision),
    )
    return _render_change(inspection, form)


@bp.post(f"{HERE}/change")
@serves(Action.RECORD_INSPECTION)
def mend(inspection_id: int) -> Response | tuple[str, int]:
    """Change the day, the number or the engineers."""
    inspection = inspection_or_404(inspection_id)
    form, conflict = _form(inspection), None
    form.discipline.data, form.kind.data = inspection.discipline.value, inspection.kind.value
    if form.validate():
        try:
            inspections.mend_inspection(
                db(), inspection, form.facts(), opened_at=form.opened_at, who=who(), moment=site().moment
            )
        except ChangedMeanwhile as refusal:
            conflict = refusal
            form.revision.data = str(refusal.revision)
            form.refuse(refusal)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("inspections.show", inspection_id=inspection_id), 303)
    return _render_change(inspection, form, conflict=conflict), 422


@bp.post(f"{HERE}/attendees")
@serves(Action.RECORD_INSPECTION)
def attend(inspection_id: int) -> Response | tuple[str, int]:
    """Record somebody who attended."""
    inspection, form = inspection_or_404(inspection_id), AttendeeForm()
    if form.validate():
        try:
            inspections.add_attendee(db(), inspection, **form.typed(), who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("inspections.show", inspection_id=inspection_id, _anchor="attendees"), 303)
    return render_show(inspection, form), 422


@bp.post(f"{HERE}/attendees/<{ID}:attendee_id>/remove")
@serves(Action.RECORD_INSPECTION)
def leave(inspection_id: int, attendee_id: int) -> Response:
    """Take out somebody who did not attend."""
    inspection, attendee = inspection_or_404(inspection_id), db().get(Attendee, attendee_id)
    if attendee is None or attendee.inspection_id != inspection.id:
        abort(404)
    return doing(
        lambda: inspections.take_out_attendee(db(), inspection, attendee, who=who(), moment=site().moment),
        url_for("inspections.show", inspection_id=inspection_id, _anchor="attendees"),
    )


def doing(deed: Any, back: str, *, done: str = "") -> Response:
    """Do a deed that needs no words, and go back; a refusal, or that it is done, is said on the page that follows."""
    try:
        deed()
    except Told as refusal:
        db().rollback()
        flash(gettext(refusal.sentence, **refusal.values), "late")
    else:
        db().commit()
        if done:
            flash(done)
    return redirect(back, 303)


def render_show(inspection: Inspection, form: AttendeeForm) -> str:
    """Return the page of an inspection."""
    page = page_of(db(), inspection, who=who(), moment=site().moment)
    raised = orders_of_inspection(db(), inspection, who())
    return render_template("desk/inspections/show.html", page=page, form=form, raised=raised)


def _new_form(visit: Visit | None) -> InspectionForm:
    mine, asked = who().disciplines, one_of("discipline", Discipline)
    return _form(
        discipline=(visit.discipline if visit else asked if asked in mine else mine[0]).value,
        kind=(visit.kind if visit else InspectionKind.FOLLOW_UP).value,
        inspected_on=min(visit.planned_on, site().today) if visit else site().today,
        engineers=[who().id],
        visit=str(visit.id) if visit else "",
    )


def _form(inspection: Inspection | None = None, **values: Any) -> InspectionForm:
    disciplines = [inspection.discipline] if inspection else who().disciplines
    day = inspection.inspected_on if inspection else site().today
    people: dict[int, Person] = {
        person.id: person for discipline in disciplines for person in engineers_on(db(), discipline, day=day)
    }
    if inspection:
        people |= {each.person_id: each.person for each in inspection.engineers}
    return InspectionForm(disciplines, [*people.values()], **values)


def _render_new(factory: Factory, form: InspectionForm) -> str:
    proposed = [
        (discipline, inspections.proposed_ordinal(db(), factory, discipline)) for discipline in who().disciplines
    ]
    return render_template(
        "desk/inspections/new.html", factory=factory, title=factory_name(factory), form=form, proposed=proposed
    )


def _render_change(inspection: Inspection, form: InspectionForm, *, conflict: ChangedMeanwhile | None = None) -> str:
    return render_template(
        "desk/inspections/change.html",
        inspection=inspection,
        title=factory_name(inspection.factory),
        form=form,
        conflict=conflict,
    )


def _factory(number: str) -> Factory | None:
    found = factories_like(db(), number) if number.strip().isdecimal() else ()
    factory = found[0] if found else None
    if factory is None or not may(Action.RECORD_INSPECTION, Thing(frozenset({factory.id}), who().disciplines[0])):
        return None
    return factory


def _visit(visit_id: str) -> Visit | None:
    if not (visit_id.isascii() and visit_id.isdigit() and len(visit_id) < 10):
        return None
    found = db().get(Visit, int(visit_id))
    is_mine = found is not None and found.state is VisitState.PLANNED and found.discipline in who().disciplines
    return found if is_mine else None
