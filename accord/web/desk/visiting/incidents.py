"""Accidents at factories: recorded, listed, and linked to the hazards that had to do with them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from accord.casework.buildings import buildings_of
from accord.casework.desk import incidents
from accord.casework.desk.finding import factories_like
from accord.casework.desk.incidents import IncidentFacts
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.refusals import N_, Told
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard
from accord.records.incident import Incident
from accord.rules.desk.incidents import IncidentKind
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import require
from accord.web.desk.visiting.fields import ID, CountField, DayField, OneOf, SeveralOf, Within, offered, revision_in
from accord.web.desk.visiting.names import building_name, factory_name
from accord.web.desk.visiting.visit_page import named
from accord.web.filters import plain, word
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("incidents", __name__)
HERE = f"/desk/incidents/<{ID}:incident_id>"
MOST_PEOPLE = 100_000


class IncidentForm(DeskForm):
    """An accident."""

    kind = OneOf(N_("What happened"), [REQUIRED])
    happened_on = DayField(N_("Day"), [REQUIRED])
    building = OneOf(N_("Building"), [Optional()])
    injured = CountField(N_("Injured"), [Optional(), Within(0, MOST_PEOPLE)], description=N_("Empty: not known."))
    dead = CountField(N_("Dead"), [Optional(), Within(0, MOST_PEOPLE)], description=N_("Empty: not known."))
    account = TextAreaField(N_("What is known of it"), [REQUIRED, Longest(4000)], filters=[stripped])
    cause = StringField(N_("Cause"), [Optional(), Longest(1000)], filters=[stripped])
    hazards = SeveralOf(
        N_("Hazards that had to do with it"), coerce=int, description=N_("Without these nobody learns from it.")
    )
    revision = HiddenField()

    def __init__(self, buildings: Sequence[Building], linked: Sequence[Hazard], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.places = {str(each.id): each for each in buildings}
        self.hazards_by_id = {each.id: each for each in linked}
        self.kind.choices = offered(IncidentKind)
        names = [(key, building_name(each).words) for key, each in self.places.items()]
        self.building.choices = [("", gettext("not known")), *names]
        self.hazards.choices = [(each.id, f"{word(each.discipline)} {plain(each.item)}") for each in linked]

    def facts(self) -> IncidentFacts:
        """Return what was typed."""
        return IncidentFacts(
            kind=IncidentKind(self.kind.data),
            happened_on=self.happened_on.day,
            building=self.places.get(self.building.data),
            injured=self.injured.data,
            dead=self.dead.data,
            cause=self.cause.data,
            account=self.account.data or "",
            hazards=tuple(self.hazards_by_id[id_] for id_ in self.hazards.data or ()),
        )


@bp.get("/desk/incidents")
@serves(Action.READ_FACTORY)
def list() -> str:
    """Show the accidents that are on record."""
    rows = [(each, factory_name(each.factory)) for each in incidents.incidents_seen(db(), who())]
    return render_template("desk/incidents/list.html", rows=rows)


@bp.get("/desk/incidents/new")
@serves(Action.RECORD_INCIDENT)
def new() -> str:
    """Ask where it happened, then what is known of it."""
    asked = request.args.get("factory", "")
    factory = _factory(asked)
    if factory is None:
        found = named(factories_like(db(), asked))
        return render_template("desk/incidents/choose.html", asked=asked, found=found)
    return _render(factory, _form(factory))


@bp.post("/desk/incidents/new")
@serves(Action.RECORD_INCIDENT)
def record() -> Response | tuple[str, int]:
    """Record an accident."""
    factory = _factory(request.form.get("factory", ""))
    if factory is None:
        return redirect(url_for("incidents.new"), 303)
    form = _form(factory)
    if form.validate():
        try:
            incidents.record_incident(db(), factory, form.facts(), who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("incidents.list"), 303)
    return _render(factory, form), 422


@bp.get(HERE)
@serves(Action.READ_FACTORY)
def show(incident_id: int) -> str:
    """Show an accident, and let it be corrected by whoever may."""
    incident = _incident_or_404(incident_id)
    form = _form(
        incident.factory,
        kind=incident.kind.value,
        happened_on=incident.happened_on,
        building=str(incident.building_id or ""),
        injured=incident.injured,
        dead=incident.dead,
        account=incident.account,
        cause=incident.cause,
        hazards=[each.id for each in incident.hazards],
        revision=str(incident.revision),
    )
    return _render(incident.factory, form, incident=incident)


@bp.post(HERE)
@serves(Action.RECORD_INCIDENT)
def mend(incident_id: int) -> Response | tuple[str, int]:
    """Write what is known of an accident anew."""
    incident = _incident_or_404(incident_id)
    form, conflict = _form(incident.factory), None
    if form.validate():
        try:
            opened_at = revision_in(form.revision.data)
            incidents.mend_incident(db(), incident, form.facts(), opened_at=opened_at, who=who(), moment=site().moment)
        except ChangedMeanwhile as refusal:
            conflict = refusal
            form.revision.data = str(refusal.revision)
            form.refuse(refusal)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("incidents.list"), 303)
    return _render(incident.factory, form, incident=incident, conflict=conflict), 422


def _form(factory: Factory, **values: Any) -> IncidentForm:
    buildings = buildings_of(db(), factory, day=site().today)
    return IncidentForm(buildings, incidents.hazards_to_link(db(), factory), **values)


def _factory(number: str) -> Factory | None:
    found = factories_like(db(), number) if number.strip().isdecimal() else ()
    return found[0] if found else None


def _incident_or_404(incident_id: int) -> Incident:
    found = db().get(Incident, incident_id)
    if found is None:
        abort(404)
    require(incidents.thing_of_incident(found))
    return found


def _render(
    factory: Factory,
    form: IncidentForm,
    *,
    incident: Incident | None = None,
    conflict: ChangedMeanwhile | None = None,
) -> str:
    return render_template(
        "desk/incidents/show.html",
        factory=factory,
        title=factory_name(factory),
        incident=incident,
        form=form,
        conflict=conflict,
        may_write=may(Action.RECORD_INCIDENT),
    )
