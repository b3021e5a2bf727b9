"""What an order is called for by, in the words that it is told with: public once the order is determined."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection, Measurement
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind, Rating

Spot = tuple[Floor, Zone | None]


@dataclass(frozen=True)
class Cause:
    """A danger that calls for an order of a building; `spots` none: for the whole of it."""

    kind: CauseKind
    order: OrderKind
    discipline: Discipline
    building: Building
    factories: Sequence[Factory]
    """Those at which it was found: told also where they are not on record as being in the building."""
    words: str
    words_bn: str | None = None
    hazard: Hazard | None = None
    inspection: Inspection | None = None
    measurement: Measurement | None = None
    danger: DangerToConfirm | None = None
    spots: Sequence[Spot] = ()
    limit_kpa: float | None = None


def cause_of_hazard(hazard: Hazard, order: OrderKind, *, building: Building, factory: Factory) -> Cause:
    """Return what a hazard that is severe and imminent calls for: its own words say why."""
    return Cause(
        kind=CauseKind.HAZARD,
        order=order,
        discipline=hazard.discipline,
        building=building,
        factories=[factory],
        words=hazard.observation or hazard.recommended_action or "",
        words_bn=hazard.observation_bn,
        hazard=hazard,
        inspection=hazard.inspection,
        spots=_spots(order, hazard.floor, hazard.zone),
    )


RATED = {
    Rating.RED: (
        "The structure of the building was rated red: there is a severe and imminent risk.",
        "ভবনের কাঠামোর রেটিং লাল দেওয়া হয়েছে: ঝুঁকি গুরুতর ও আসন্ন।",
    ),
    Rating.AMBER: (
        "The structure of the building was rated amber: loads must be limited until it has been assessed in detail.",
        "ভবনের কাঠামোর রেটিং অ্যাম্বার দেওয়া হয়েছে: বিস্তারিত প্রকৌশলগত মূল্যায়ন শেষ না হওয়া পর্যন্ত ভার সীমিত রাখতে হবে।",
    ),
}


def cause_of_rating(rating: Rating, order: OrderKind, *, inspection: Inspection, building: Building) -> Cause:
    """Return what a rating of red, or of amber with a load limit, calls for."""
    words, words_bn = RATED[rating]
    return Cause(
        kind=CauseKind.RATING,
        order=order,
        discipline=Discipline.STRUCTURAL,
        building=building,
        factories=[inspection.factory],
        words=words,
        words_bn=words_bn,
        inspection=inspection,
    )


def cause_of_load(measurement: Measurement, order: OrderKind, *, building: Building, inspection: Inspection) -> Cause:
    """Return what a measured load above the allowable one calls for: both in kPa, and no more than allowed may stay."""
    allowable = measurement.allowable_kpa
    return Cause(
        kind=CauseKind.MEASURED_LOAD,
        order=order,
        discipline=Discipline.STRUCTURAL,
        building=building,
        factories=[inspection.factory],
        words=f"A load of {measurement.value:g} kPa was measured where {allowable:g} kPa is allowed.",
        words_bn=f"যেখানে {allowable:g} kPa ভার অনুমোদিত, সেখানে {measurement.value:g} kPa ভার মাপা হয়েছে।",
        inspection=inspection,
        measurement=measurement,
        spots=_spots(order, measurement.floor, measurement.zone),
        limit_kpa=allowable,
    )


def _spots(order: OrderKind, floor: Floor | None, zone: Zone | None) -> Sequence[Spot]:
    # A crack on one floor clears the whole building: nobody knows yet how far it goes.
    if order is OrderKind.EVACUATION or floor is None:
        return ()
    return [(floor, zone)]
