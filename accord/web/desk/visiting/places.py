"""The buildings of a factory with their floors, zones and allowable loads, as engineers find them on an inspection."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import StringField
from wtforms.validators import Optional

from accord.casework.desk import building_care
from accord.casework.desk.measurements import Place, places_of
from accord.casework.desk.whole_inspection import buildings_with_floors, whole
from accord.casework.refusals import N_, Told
from accord.records.factory import Building
from accord.records.inspection import Inspection
from accord.rules.desk.measurements import Quantity, Unit, stored_value
from accord.rules.factories.buildings import BuildingFacts
from accord.rules.factories.loads import kpa_of_psf
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import inspection_or_404
from accord.web.desk.visiting.fields import ID, AmountField, CountField, OneOf, Within
from accord.web.desk.visiting.inspection_forms import CHOOSE
from accord.web.desk.visiting.names import building_name, factory_name, floor_name, load, place_name
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("places", __name__)
HERE = f"/desk/inspections/<{ID}:inspection_id>/places"


class WholeBuildingForm(DeskForm):
    """What is known of a building as a whole."""

    name = StringField(N_("Name of the building"), [REQUIRED, Longest(200)], filters=[stripped])
    name_bn = StringField(N_("Name in Bangla"), [Optional(), Longest(200)], filters=[stripped])
    storeys = CountField(N_("Storeys"), [Optional(), Within(1, 60)])
    construction = StringField(N_("Construction"), [Optional(), Longest(120)], filters=[stripped])
    year_built = CountField(N_("Built in"), [Optional(), Within(1850, 2200)])
    landlord = StringField(N_("Landlord"), [Optional(), Longest(200)], filters=[stripped])

    def facts(self) -> BuildingFacts:
        """Return what was typed."""
        return BuildingFacts(**{name: self[name].data for name in BuildingFacts.__dataclass_fields__})


class PlaceForm(DeskForm):
    """A floor or a zone, or what one may carry."""

    load = AmountField(N_("Allowable load"), [Optional(), Within(0, 2000)])
    unit = OneOf(N_("Unit"), [REQUIRED], choices={Unit.KPA.value: "kPa", Unit.PSF.value: "psf"})

    @property
    def load_kpa(self) -> float | None:
        """The load in kPa; of psf rounded down, since a limit that is rounded up lets a floor carry too much."""
        if self.load.data is None:
            return None
        if self.unit.data == Unit.PSF:
            return kpa_of_psf(float(self.load.data))
        return stored_value(Quantity.LOAD, Unit.KPA, self.load.number) or 0.0


class FloorForm(PlaceForm):
    """A floor."""

    building = OneOf(N_("Building"), [REQUIRED])
    level = CountField(N_("Level"), [REQUIRED, Within(-5, 60)], description=N_("0 is the ground floor."))
    name = StringField(N_("What is there"), [Optional(), Longest(80)], filters=[stripped])


class ZoneForm(PlaceForm):
    """A zone of a floor."""

    floor = OneOf(N_("Floor"), [REQUIRED])
    name = StringField(N_("Name of the zone"), [REQUIRED, Longest(80)], filters=[stripped])


class LoadForm(PlaceForm):
    """What a floor or zone may carry from now on."""

    place = OneOf(N_("Floor or zone"), [REQUIRED])
    because = StringField(N_("What says so"), [REQUIRED, Longest(400)], filters=[stripped])


class Forms:
    """The forms of the page; of the one that was sent, what was typed."""

    def __init__(self, buildings: Sequence[Building], sent: type[DeskForm] | None = None) -> None:
        everywhere = places_of(buildings)
        self.places = {place.key: place for place in everywhere}
        self.buildings = {building.id: building for building in buildings}
        self.building = self._made(WholeBuildingForm, sent, "building")
        self.floor = self._made(FloorForm, sent, "floor")
        self.floor.building.choices = [(str(each.id), building_name(each).words) for each in buildings]
        self.zone = self._made(ZoneForm, sent, "zone")
        self.zone.floor.choices = [
            (place.key, f"{building_name(place.building).words} · {floor_name(place.floor)}")
            for place in everywhere
            if place.floor and not place.zone
        ]
        self.load = self._made(LoadForm, sent, "load")
        named = [(place.key, place_name(place)) for place in everywhere if place.floor]
        self.load.place.choices = [("", gettext(CHOOSE)), *named]

    @staticmethod
    def _made(form: type[DeskForm], sent: type[DeskForm] | None, prefix: str) -> Any:
        return form(prefix=prefix) if form is sent else form(formdata=None, prefix=prefix)


@bp.get(HERE)
@serves(Action.RECORD_INSPECTION)
def show(inspection_id: int) -> str:
    """Show the buildings, and ask for what is missing."""
    inspection = inspection_or_404(inspection_id)
    buildings = _buildings(inspection)
    return _render(inspection, buildings, Forms(buildings))


@bp.post(f"{HERE}/building")
@serves(Action.RECORD_INSPECTION)
def building(inspection_id: int) -> Response | tuple[str, int]:
    """Record a building in which the factory is."""
    inspection = inspection_or_404(inspection_id)
    buildings = _buildings(inspection)
    forms = Forms(buildings, WholeBuildingForm)
    return _take(
        inspection,
        buildings,
        forms,
        forms.building,
        lambda form, words: building_care.add_building(db(), inspection.factory, form.facts(), **words),
    )


@bp.post(f"{HERE}/floor")
@serves(Action.RECORD_INSPECTION)
def floor(inspection_id: int) -> Response | tuple[str, int]:
    """Record a floor."""
    inspection = inspection_or_404(inspection_id)
    buildings = _buildings(inspection)
    forms = Forms(buildings, FloorForm)

    def deed(form: FloorForm, words: dict[str, Any]) -> None:
        place = forms.buildings[int(form.building.data)]
        building_care.add_floor(
            db(), place, level=form.level.data or 0, name=form.name.data or "", load_kpa=form.load_kpa, **words
        )

    return _take(inspection, buildings, forms, forms.floor, deed)


@bp.post(f"{HERE}/zone")
@serves(Action.RECORD_INSPECTION)
def zone(inspection_id: int) -> Response | tuple[str, int]:
    """Record a zone of a floor."""
    inspection = inspection_or_404(inspection_id)
    buildings = _buildings(inspection)
    forms = Forms(buildings, ZoneForm)

    def deed(form: ZoneForm, words: dict[str, Any]) -> None:
        found = forms.places[form.floor.data].floor
        if found is not None:
            building_care.add_zone(db(), found, name=form.name.data or "", load_kpa=form.load_kpa, **words)

    return _take(inspection, buildings, forms, forms.zone, deed)


@bp.post(f"{HERE}/load")
@serves(Action.RECORD_INSPECTION)
def load_of(inspection_id: int) -> Response | tuple[str, int]:
    """Set what a floor or zone may carry."""
    inspection = inspection_or_404(inspection_id)
    buildings = _buildings(inspection)
    forms = Forms(buildings, LoadForm)

    def deed(form: LoadForm, words: dict[str, Any]) -> None:
        place = forms.places[form.place.data]
        carried = place.zone or place.floor
        if carried is not None:
            building_care.set_load(db(), carried, load_kpa=form.load_kpa or 0.0, because=form.because.data, **words)

    return _take(inspection, buildings, forms, forms.load, deed)


@bp.get(f"{HERE}/<{ID}:building_id>")
@serves(Action.RECORD_INSPECTION)
def correct(inspection_id: int, building_id: int) -> str:
    """Ask what is known of a building."""
    inspection = inspection_or_404(inspection_id)
    found = _building_or_404(inspection, building_id)
    return _render_correct(inspection, found, WholeBuildingForm(obj=found))


@bp.post(f"{HERE}/<{ID}:building_id>")
@serves(Action.RECORD_INSPECTION)
def corrected(inspection_id: int, building_id: int) -> Response | tuple[str, int]:
    """Write what is known of a building anew."""
    inspection, form = inspection_or_404(inspection_id), WholeBuildingForm()
    found = _building_or_404(inspection, building_id)
    if form.validate():
        try:
            building_care.correct_building(db(), found, form.facts(), who=who(), moment=site().moment)
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("places.show", inspection_id=inspection_id), 303)
    return _render_correct(inspection, found, form), 422


def _take(
    inspection: Inspection,
    buildings: Sequence[Building],
    forms: Forms,
    form: Any,
    deed: Callable[[Any, dict[str, Any]], object],
) -> Response | tuple[str, int]:
    if form.validate():
        try:
            deed(form, {"who": who(), "moment": site().moment})
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            flash(gettext("It is on record."))
            return redirect(url_for("places.show", inspection_id=inspection.id), 303)
    return _render(inspection, buildings, forms, wrong=form), 422


def _buildings(inspection: Inspection) -> Sequence[Building]:
    return buildings_with_floors(db(), [each.id for each in whole(db(), inspection).buildings])


def _building_or_404(inspection: Inspection, building_id: int) -> Building:
    return next((each for each in _buildings(inspection) if each.id == building_id), None) or abort(404)


def _render(
    inspection: Inspection, buildings: Sequence[Building], forms: Forms, *, wrong: DeskForm | None = None
) -> str:
    return render_template(
        "desk/inspections/places.html",
        inspection=inspection,
        factory=factory_name(inspection.factory),
        rows=[(each, building_name(each), _floors(each)) for each in buildings],
        forms=forms,
        wrong=wrong,
    )


def _floors(building: Building) -> list[tuple[str, str | None]]:
    rows = []
    for place in places_of([building]):
        if place.floor is not None:
            words = floor_name(place.floor) if place.zone is None else f"{floor_name(place.floor)} · {place.zone.name}"
            rows.append((words, _allowed(place)))
    return rows


def _allowed(place: Place) -> str | None:
    return load(place.allowable_kpa) if place.allowable_kpa is not None else None


def _render_correct(inspection: Inspection, found: Building, form: WholeBuildingForm) -> str:
    return render_template(
        "desk/inspections/correct.html",
        inspection=inspection,
        factory=factory_name(inspection.factory),
        building=building_name(found),
        form=form,
    )
