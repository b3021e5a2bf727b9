"""What was found of a building on an inspection: its rating, its use, and what was measured in it.

A danger is said before it is saved: what will be raised, for whom, and who is told.
"""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from accord.casework.desk import measurements
from accord.casework.desk.measurements import LookAtTheDanger, Reading
from accord.casework.orders.raised_by import orders_called_at
from accord.casework.refusals import Told
from accord.records.factory import Building
from accord.records.inspection import InspectedBuilding, Inspection, Measurement
from accord.rules.desk.measurements import stored_value
from accord.rules.moments import Moment
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.ordering.after_danger import to_the_order
from accord.web.desk.things import inspection_or_404
from accord.web.desk.visiting.fields import ID
from accord.web.desk.visiting.inspection_forms import BuildingForm, MeasurementForm, units_in_words
from accord.web.desk.visiting.inspection_page import DangerShown, danger_shown, places_to_measure, rates_buildings
from accord.web.desk.visiting.inspections import doing
from accord.web.desk.visiting.names import building_name, factory_name, load
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("measurements", __name__)
HERE = f"/desk/inspections/<{ID}:inspection_id>"


@bp.get(f"{HERE}/buildings/<{ID}:building_id>")
@serves(Action.RECORD_INSPECTION)
def building(inspection_id: int, building_id: int) -> str:
    """Ask what was found of a building as a whole."""
    inspection, found = inspection_or_404(inspection_id), _building_or_404(building_id)
    known = db().get(InspectedBuilding, (inspection.id, found.id))
    form = BuildingForm(
        rating=known.rating.value if known and known.rating else "",
        use=known.use if known else None,
        height_m=known.height_m if known else None,
    )
    return _render_building(inspection, found, form)


@bp.post(f"{HERE}/buildings/<{ID}:building_id>")
@serves(Action.RECORD_INSPECTION)
def rate(inspection_id: int, building_id: int) -> Response | tuple[str, int]:
    """Record what was found of a building; where it is dangerous, only after that was said."""
    inspection, found, form = inspection_or_404(inspection_id), _building_or_404(building_id), BuildingForm()
    danger, moment = None, site().moment
    if form.validate():
        try:
            measurements.inspect_building(
                db(),
                inspection,
                found,
                rating=form.chosen_rating,
                limits_loads=form.limits_loads.data,
                use=form.use.data,
                height_m=None if form.height_m.data is None else float(form.height_m.data),
                shown=form.shown.data,
                who=who(),
                moment=moment,
            )
        except LookAtTheDanger as refusal:
            danger = danger_shown(refusal.preview)
        except Told as refusal:
            form.refuse(refusal)
        else:
            answer = _after(inspection, gettext("The rating is saved."), anchor="buildings", moment=moment)
            db().commit()
            return answer
    return _render_building(inspection, found, form, danger=danger), 200 if danger else 422


@bp.get(f"{HERE}/measurements/new")
@serves(Action.RECORD_INSPECTION)
def new(inspection_id: int) -> str:
    """Ask what was measured."""
    inspection = inspection_or_404(inspection_id)
    return _render_new(inspection, MeasurementForm(places_to_measure(db(), inspection)))


@bp.post(f"{HERE}/measurements/new")
@serves(Action.RECORD_INSPECTION)
def record(inspection_id: int) -> Response | tuple[str, int]:
    """Record a measurement; a load above the allowable one only after what it sets off was said."""
    inspection = inspection_or_404(inspection_id)
    form, danger = MeasurementForm(places_to_measure(db(), inspection)), None
    moment = site().moment
    if form.validate():
        reading = form.reading()
        try:
            measurements.record_measurement(db(), inspection, reading, shown=form.shown.data, who=who(), moment=moment)
        except LookAtTheDanger as refusal:
            danger = _load_shown(refusal, reading)
        except Told as refusal:
            form.refuse(refusal)
        else:
            answer = _after(inspection, gettext("The measurement is saved."), anchor="measurements", moment=moment)
            db().commit()
            return answer
    return _render_new(inspection, form, danger=danger), 200 if danger else 422


@bp.post(f"{HERE}/measurements/<{ID}:measurement_id>/remove")
@serves(Action.RECORD_INSPECTION)
def take_out(inspection_id: int, measurement_id: int) -> Response:
    """Take out what was measured wrongly."""
    inspection, found = inspection_or_404(inspection_id), db().get(Measurement, measurement_id)
    if found is None or found.inspection_id != inspection.id:
        abort(404)
    return doing(
        lambda: measurements.take_out_measurement(db(), inspection, found, who=who(), moment=site().moment),
        url_for("inspections.show", inspection_id=inspection_id, _anchor="measurements"),
    )


def _after(inspection: Inspection, saved: str, *, anchor: str, moment: Moment) -> Response:
    """Lead a danger to the order that it raised or joined, anything else back to the inspection."""
    back = url_for("inspections.show", inspection_id=inspection.id, _anchor=anchor)
    called = orders_called_at(db(), inspection, who(), moment=moment)
    return to_the_order(called, saved, back=back, back_words=gettext("Back to the inspection")) or redirect(back, 303)


def _building_or_404(building_id: int) -> Building:
    return db().get(Building, building_id) or abort(404)


def _load_shown(refusal: LookAtTheDanger, reading: Reading) -> DangerShown:
    allowed = reading.place.allowable_kpa if reading.place else None
    value = stored_value(reading.quantity, reading.unit, reading.number)
    return danger_shown(refusal.preview, measured_words=load(value) if value is not None else None, allowed_kpa=allowed)


def _render_building(
    inspection: Inspection, found: Building, form: BuildingForm, *, danger: DangerShown | None = None
) -> str:
    return render_template(
        "desk/inspections/building.html",
        inspection=inspection,
        factory=factory_name(inspection.factory),
        building=building_name(found),
        rates=rates_buildings(inspection),
        form=form,
        danger=danger,
    )


def _render_new(inspection: Inspection, form: MeasurementForm, *, danger: DangerShown | None = None) -> str:
    return render_template(
        "desk/inspections/measure.html",
        inspection=inspection,
        factory=factory_name(inspection.factory),
        form=form,
        units=units_in_words(),
        danger=danger,
    )
