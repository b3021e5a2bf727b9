"""What the page of an inspection shows, worked out so that its template decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.desk.danger import DangerPreview
from accord.casework.desk.limits import limit
from accord.casework.desk.measurements import Place, places_of, word_of
from accord.casework.desk.things import thing_of_inspection
from accord.casework.desk.visitors import Visitor
from accord.casework.desk.whole_inspection import (
    WholeInspection,
    buildings_with_floors,
    dangers_waiting,
    whole,
)
from accord.gateways.wording import Text, Wording
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection, Measurement, Report
from accord.records.photo import Photo
from accord.rules.desk.actions import Action
from accord.rules.desk.measurements import Quantity
from accord.rules.desk.reports import ReportState
from accord.rules.desk.visits import days_late
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind, Rating
from accord.web.desk.visiting.names import (
    building_name,
    factory_name,
    load,
    measured,
    measured_where,
    person_name,
    place_name,
)
from accord.web.language import language


@dataclass(frozen=True)
class BuildingRow:
    """A building of the factory, and what was found of it."""

    building: Building
    name: Text
    others: tuple[str, ...]
    """Who else is in it."""
    is_inspected: bool
    rating: Rating | None
    use: str | None
    height_m: float | None


@dataclass(frozen=True)
class MeasurementRow:
    """A measured value in words."""

    measurement: Measurement
    value: str
    where: str
    allowed: str | None
    is_above: bool


@dataclass(frozen=True)
class HazardRow:
    """A hazard that was recorded on the inspection."""

    hazard: Hazard
    observation: Text
    action: Text | None
    where: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class InspectionPage:
    """All that the page shows."""

    inspection: Inspection
    number: int
    name: Text
    address: Text | None
    coordinates: str | None
    engineers: tuple[str, ...]
    buildings: tuple[BuildingRow, ...]
    measurements: tuple[MeasurementRow, ...]
    hazards: tuple[HazardRow, ...]
    report: Report | None
    dangers: tuple[DangerToConfirm, ...]
    late_days: int
    issued_on: date | None
    may_change: bool
    is_round: bool
    """Whether an engineer goes through the open hazards on it."""


@dataclass(frozen=True)
class DangerShown:
    """A danger as it is said before it is saved."""

    preview: DangerPreview
    word: str
    building: Text | None
    factories: tuple[tuple[int, Text], ...]
    measured: str | None = None
    allowed: str | None = None


def page_of(session: Session, inspection: Inspection, *, who: Visitor, moment: Moment) -> InspectionPage:
    """Return the page of an inspection for this visitor."""
    found = whole(session, inspection)
    report = found.reports[0] if found.reports else None
    issued_on = first_issue(found.reports)
    factory, wording = found.factory, Wording(language())
    is_mine = who.may(Action.RECORD_INSPECTION, thing_of_inspection(session, inspection))
    return InspectionPage(
        inspection=inspection,
        number=factory.number,
        name=factory_name(factory),
        address=wording.of(factory.address, factory.address_bn),
        coordinates=coordinates_of(factory.latitude_degrees, factory.longitude_degrees),
        engineers=tuple(person_name(each.person) for each in found.people),
        buildings=building_rows(found),
        measurements=tuple(measurement_row(each) for each in found.measurements),
        hazards=hazard_rows(found.hazards, found.photos),
        report=report,
        dangers=tuple(dangers_waiting(session, inspection, [each.id for each in found.buildings])),
        late_days=days_late(
            inspection.inspected_on, issued_on=issued_on, today=moment.today, report_days=report_days(session, moment)
        ),
        issued_on=issued_on,
        may_change=is_mine and (report is None or report.state is ReportState.DRAFT),
        is_round=inspection.kind is not InspectionKind.INITIAL,
    )


def report_days(session: Session, moment: Moment) -> int:
    """Return within how many days of the inspection the parties have its report."""
    return int(limit(session, "report_days", on=moment.today))


def first_issue(reports: Sequence[Report]) -> date | None:
    """Return the day on which the parties were first given the report, or None while they were not."""
    days = [step.happened_on for report in reports for step in report.steps if step.state is ReportState.ISSUED]
    return min(days, default=None)


def building_rows(found: WholeInspection) -> tuple[BuildingRow, ...]:
    """Return the buildings of the factory with what was found of each."""
    others = {
        each.building.id: tuple(
            factory_name(other.factory).words if other.factory else other.other_name or "" for other in each.others
        )
        for each in found.shared
    }
    rows = []
    for building in found.buildings:
        inspected = found.inspected.get(building.id)
        rows.append(
            BuildingRow(
                building=building,
                name=building_name(building),
                others=others.get(building.id, ()),
                is_inspected=inspected is not None,
                rating=inspected.rating if inspected else None,
                use=inspected.use if inspected else None,
                height_m=inspected.height_m if inspected else None,
            )
        )
    return tuple(rows)


def measurement_row(measurement: Measurement) -> MeasurementRow:
    """Return a measured value in words."""
    allowable = measurement.allowable_kpa if measurement.quantity is Quantity.LOAD else None
    return MeasurementRow(
        measurement=measurement,
        value=measured(measurement),
        where=measured_where(measurement),
        allowed=load(allowable) if allowable is not None else None,
        is_above=allowable is not None and measurement.value > allowable,
    )


def hazard_rows(hazards: Sequence[Hazard], photos: dict[int, Sequence[Photo]]) -> tuple[HazardRow, ...]:
    """Return the hazards with their words in the language of the page."""
    wording = Wording(language())
    return tuple(
        HazardRow(
            hazard=hazard,
            observation=wording.of(hazard.observation, hazard.observation_bn) or wording.written(""),
            action=wording.of(hazard.recommended_action, hazard.recommended_action_bn),
            where=" · ".join(
                part
                for part in (building_name(hazard.building).words if hazard.building else None, hazard.location)
                if part
            ),
            photos=tuple(photos.get(hazard.id, ())),
        )
        for hazard in hazards
    )


def places_to_measure(session: Session, inspection: Inspection) -> list[tuple[Place, str]]:
    """Return every place in the buildings of the factory, with its name and the load that is allowed there."""
    found = whole(session, inspection)
    buildings = buildings_with_floors(session, [building.id for building in found.buildings])
    return [(place, place_name(place)) for place in places_of(buildings)]


def danger_shown(
    preview: DangerPreview, *, measured_words: str | None = None, allowed_kpa: float | None = None
) -> DangerShown:
    """Return a danger as it is said before it is saved."""
    return DangerShown(
        preview=preview,
        word=word_of(preview),
        building=building_name(preview.building) if preview.building else None,
        factories=tuple((factory.number, factory_name(factory)) for factory in preview.factories),
        measured=measured_words,
        allowed=load(allowed_kpa) if allowed_kpa is not None else None,
    )


def coordinates_of(latitude: float | None, longitude: float | None) -> str | None:
    """Return where the factory lies, to five decimals of a degree, about a metre."""
    return f"{latitude:.5f}, {longitude:.5f}" if latitude is not None and longitude is not None else None


def rates_buildings(inspection: Inspection) -> bool:
    """Return whether the inspection gives ratings."""
    return inspection.discipline is Discipline.STRUCTURAL
