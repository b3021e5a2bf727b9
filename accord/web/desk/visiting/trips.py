"""Trips: due factories of a district are ticked, spread over days and engineers, and planned with one form."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import BooleanField, StringField
from wtforms.validators import Optional

from accord.casework.desk.trips import Leg, NoStops, plan_trip, propose
from accord.casework.desk.visit_lists import all_engineers, factories_with_ids, visits_counted
from accord.casework.refusals import N_, Told
from accord.gateways.wording import Text
from accord.records.factory import Factory
from accord.rules.desk.trips import MOST_A_DAY
from accord.rules.desk.visits import is_rest_day
from accord.rules.vocabulary import Discipline
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.visiting.fields import DayField, revision_in
from accord.web.desk.visiting.names import factory_name, person_name
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("trips", __name__)
MOST_PICKED = 100


class TripForm(DeskForm):
    """A trip as a whole."""

    name = StringField(N_("Name of the trip"), [REQUIRED, Longest(120)], filters=[stripped])
    first = DayField(N_("First day"), [REQUIRED])
    last = DayField(N_("Last day"), [REQUIRED])
    is_announced = BooleanField(N_("Announced to the factories"), [Optional()])


@dataclass
class LegRow:
    """One visit of the trip as it stands in the form."""

    factory: Factory
    name: Text
    discipline: Discipline
    key: str
    engineer: str = ""
    on: str = ""
    is_rest: bool = False
    is_full: bool = False


@bp.route("/desk/visits/trip", methods=["GET", "POST"])
@serves(Action.PLAN_VISIT)
def plan() -> str | tuple[str, int] | Response:
    """Propose a trip to the ticked factories; with "plan" sent, write it as it stands in the form."""
    form = TripForm(request.form if request.method == "POST" else request.args)
    rows = _picked()
    if request.method == "GET":
        return _render(form, rows)
    if not form.validate():
        return _render(form, rows), 422
    try:
        if "plan" not in request.form:
            _propose(form, rows)
            return _render(form, rows)
        trip = plan_trip(
            db(),
            name=form.name.data or "",
            district=_district(rows),
            legs=_legs(rows),
            is_announced=form.is_announced.data,
            who=who(),
            moment=site().moment,
        )
    except Told as refusal:
        form.refuse(refusal)
        return _render(form, rows), 422
    db().commit()
    flash(gettext("The trip is planned."))
    return redirect(url_for("visits.show", month=f"{trip.first_on:%Y-%m}"), 303)


def _picked() -> list[LegRow]:
    pairs = []
    for key in request.values.getlist("pick")[:MOST_PICKED]:
        factory_id, _, word = key.partition("-")
        if word in set(Discipline) and revision_in(factory_id):
            pairs.append((revision_in(factory_id), Discipline(word), key))
    factories = factories_with_ids(db(), {factory_id for factory_id, _, _ in pairs})
    rows = [
        LegRow(
            factory=factories[factory_id],
            name=factory_name(factories[factory_id]),
            discipline=discipline,
            key=key,
            engineer=request.form.get(f"engineer-{key}", ""),
            on=request.form.get(f"on-{key}", "")[:10],
        )
        for factory_id, discipline, key in dict.fromkeys(pairs)
        if factory_id in factories
    ]
    return _pointed_out(rows)


def _pointed_out(rows: list[LegRow]) -> list[LegRow]:
    days = [day for row in rows if (day := _day(row.on))]
    counted = visits_counted(db(), days)
    for row in rows:
        if day := _day(row.on):
            here = sum((other.engineer, other.on) == (row.engineer, row.on) for other in rows)
            row.is_rest = is_rest_day(day)
            row.is_full = counted.get((revision_in(row.engineer), day), 0) + here > MOST_A_DAY
    return rows


def _propose(form: TripForm, rows: list[LegRow]) -> None:
    picked = [(row.factory.id, row.discipline) for row in rows]
    if not picked:
        raise NoStops
    found = {
        (each.stop.factory_id, each.stop.discipline): each
        for each in propose(db(), picked, first=form.first.day, last=form.last.day)
    }
    order = [*found]
    rows.sort(key=lambda row: order.index((row.factory.id, row.discipline)))
    for row in rows:
        proposal = found[row.factory.id, row.discipline]
        row.engineer = str(proposal.engineer_id or "")
        row.on = proposal.on.isoformat() if proposal.on else ""
    _pointed_out(rows)


def _legs(rows: list[LegRow]) -> list[Leg]:
    people = {str(person.id): person for person in all_engineers(db(), day=site().today)}
    legs = [
        Leg(row.factory, row.discipline, people[row.engineer], day)
        for row in rows
        if row.engineer in people and (day := _day(row.on))
    ]
    # A ticked factory that nobody visits would be taken for planned.
    if len(legs) != len(rows):
        raise NoStops
    return legs


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2018-07-01") else None
    except ValueError:
        return None


def _district(rows: list[LegRow]) -> str:
    places = {row.factory.district or "" for row in rows}
    return places.pop() if len(places) == 1 else ""


def _render(form: TripForm, rows: list[LegRow]) -> str:
    return render_template(
        "desk/visits/trip.html",
        form=form,
        rows=rows,
        is_proposed=any(row.on or row.engineer for row in rows),
        engineers=[(str(person.id), person_name(person)) for person in all_engineers(db(), day=site().today)],
    )
