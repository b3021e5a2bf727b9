"""The plan of visits: who goes where on which day, and who is due. The parties never see it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Optional

from accord.casework.desk import visits
from accord.casework.desk.finding import factories_like
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.visit_lists import all_engineers
from accord.casework.refusals import N_, Told
from accord.records.factory import Factory
from accord.records.inspection import Visit
from accord.records.person import Person
from accord.rules.desk.access import Thing
from accord.rules.desk.rounds import VisitState
from accord.rules.desk.visits import is_rest_day
from accord.rules.vocabulary import Discipline, InspectionKind
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import require
from accord.web.desk.visiting.fields import ID, DayField, OneOf, offered, revision_in
from accord.web.desk.visiting.names import factory_name, person_name
from accord.web.desk.visiting.visit_page import due_page, named, plan_page
from accord.web.language import gettext
from accord.web.parameters import one_of
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("visits", __name__)
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
HERE = f"/desk/visits/<{ID}:visit_id>"


class WhenForm(DeskForm):
    """Who goes, and on which day."""

    planned_on = DayField(N_("Day"), [REQUIRED])
    engineer = OneOf(N_("Engineer"), [REQUIRED])
    note = TextAreaField(N_("Note"), [Optional(), Longest(1000)], filters=[stripped])
    revision = HiddenField()

    def __init__(self, people: Sequence[Person], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.people = {str(person.id): person for person in people}
        self.engineer.choices = [(str(person.id), person_name(person)) for person in people]


class VisitForm(WhenForm):
    """A visit that is to be planned."""

    discipline = OneOf(N_("Discipline"), [REQUIRED])
    kind = OneOf(N_("Kind"), [REQUIRED])
    is_announced = BooleanField(N_("Announced to the factory"))

    def __init__(self, people: Sequence[Person], *args: Any, **words: Any) -> None:
        super().__init__(people, *args, **words)
        self.discipline.choices = offered(Discipline)
        self.kind.choices = offered(InspectionKind)


class CancelForm(DeskForm):
    """Why a visit is cancelled."""

    reason = TextAreaField(N_("Reason"), [Optional(), Longest(1000)], filters=[stripped])


@bp.get("/desk/visits")
@serves(Action.READ_VISITS)
def show() -> str:
    """Show a month of visits."""
    engineer = revision_in(request.args.get("engineer")) or None
    page = plan_page(db(), _month(), engineer_id=engineer, today=site().today)
    return render_template("desk/visits/show.html", page=page)


@bp.get("/desk/visits/due")
@serves(Action.READ_VISITS)
def due() -> str:
    """Show who is due, those longest overdue first, by district."""
    district = request.args.get("district") or None
    page = due_page(db(), district=district, discipline=one_of("discipline", Discipline), moment=site().moment)
    return render_template("desk/visits/due.html", page=page)


@bp.get("/desk/visits/new")
@serves(Action.PLAN_VISIT)
def new() -> str:
    """Ask which factory is to be visited, then by whom and when."""
    asked = request.args.get("factory", "")
    factory = _factory(asked)
    if factory is None:
        found = named(factories_like(db(), asked))
        return render_template("desk/visits/choose.html", asked=asked, found=found)
    mine = who().disciplines
    discipline = one_of("discipline", Discipline) or (mine[0] if mine else Discipline.STRUCTURAL)
    form = VisitForm(
        _engineers(),
        discipline=discipline.value,
        kind=InspectionKind.FOLLOW_UP.value,
        engineer=str(who().id),
        is_announced=True,
    )
    return _render_new(factory, form)


@bp.post("/desk/visits/new")
@serves(Action.PLAN_VISIT)
def plan() -> Response | tuple[str, int]:
    """Plan the visit."""
    factory, form = _factory(request.form.get("factory", "")), VisitForm(_engineers())
    if factory is None:
        return redirect(url_for("visits.new"), 303)
    if form.validate():
        try:
            made = visits.plan_visit(
                db(),
                factory,
                discipline=Discipline(form.discipline.data),
                kind=InspectionKind(form.kind.data),
                planned_on=form.planned_on.day,
                engineer=form.people[form.engineer.data],
                is_announced=form.is_announced.data,
                note=form.note.data,
                who=who(),
                moment=site().moment,
            )
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            _say_rest_day(made.planned_on)
            return redirect(url_for("visits.visit", visit_id=made.id), 303)
    return _render_new(factory, form), 422


@bp.get(HERE)
@serves(Action.READ_VISITS)
def visit(visit_id: int) -> str:
    """Show a planned visit, to be moved or cancelled."""
    found = _visit_or_404(visit_id)
    form = WhenForm(
        _engineers(),
        formdata=None,
        planned_on=found.planned_on,
        engineer=str(found.engineer_id),
        note=found.note,
        revision=str(found.revision),
    )
    return _render(found, form, CancelForm(formdata=None))


@bp.post(f"{HERE}/move")
@serves(Action.PLAN_VISIT)
def move(visit_id: int) -> Response | tuple[str, int]:
    """Move a visit to another day or engineer."""
    found, form, conflict = _visit_or_404(visit_id), WhenForm(_engineers()), None
    if form.validate():
        try:
            visits.move_visit(
                db(),
                found,
                planned_on=form.planned_on.day,
                engineer=form.people[form.engineer.data],
                note=form.note.data,
                opened_at=revision_in(form.revision.data),
                who=who(),
                moment=site().moment,
            )
        except ChangedMeanwhile as refusal:
            conflict = refusal
            form.revision.data = str(refusal.revision)
            form.refuse(refusal)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            _say_rest_day(form.planned_on.day)
            return redirect(url_for("visits.visit", visit_id=visit_id), 303)
    return _render(found, form, CancelForm(formdata=None), conflict=conflict), 422


@bp.post(f"{HERE}/cancel")
@serves(Action.PLAN_VISIT)
def cancel(visit_id: int) -> Response | tuple[str, int]:
    """Cancel a visit, with the reason."""
    found, form = _visit_or_404(visit_id), CancelForm()
    if form.validate():
        try:
            visits.cancel_visit(db(), found, reason=form.reason.data, who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("visits.visit", visit_id=visit_id), 303)
    when = WhenForm(_engineers(), formdata=None, obj=found, revision=str(found.revision))
    return _render(found, when, form), 422


def _month() -> date:
    """Return the month that is asked for; this one where none is, or what is asked for is none."""
    found = MONTH.fullmatch(request.args.get("month", ""))
    if found:
        return date(int(found[1]), int(found[2]), 1)
    return site().today


def _say_rest_day(day: date) -> None:
    if is_rest_day(day):
        flash(gettext("This day is a Friday: the factory rests."), "late")


def _engineers() -> Sequence[Person]:
    return all_engineers(db(), day=site().today)


def _factory(number: str) -> Factory | None:
    found = factories_like(db(), number) if number.strip().isdecimal() else ()
    return found[0] if found else None


def _visit_or_404(visit_id: int) -> Visit:
    found = db().get(Visit, visit_id, with_for_update=request.method == "POST")
    if found is None:
        abort(404)
    require(Thing(frozenset({found.factory_id}), found.discipline, is_issued=False))
    return found


def _render_new(factory: Factory, form: VisitForm) -> str:
    return render_template("desk/visits/new.html", factory=factory, title=factory_name(factory), form=form)


def _render(found: Visit, form: WhenForm, reason: CancelForm, *, conflict: ChangedMeanwhile | None = None) -> str:
    return render_template(
        "desk/visits/visit.html",
        visit=found,
        title=factory_name(found.factory),
        engineer=person_name(found.engineer),
        is_planned=found.state is VisitState.PLANNED,
        is_rest=is_rest_day(found.planned_on),
        form=form,
        reason=reason,
        conflict=conflict,
    )
