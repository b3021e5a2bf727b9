"""What a danger would set off, told before it is saved; saved, it raises its order at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from accord.casework.buildings import buildings_of, occupants_on
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.causes import cause_of_hazard, cause_of_load, cause_of_rating
from accord.casework.orders.raising import building_of_danger, raise_or_join
from accord.casework.orders.standing import standing_of
from accord.casework.refusals import N_, Refused, Told
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Factory, Sourcing
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection, Measurement
from accord.records.order import OrderCause, SafetyOrder
from accord.rules.desk.danger import Because, Danger, danger_of_hazard, danger_of_load, danger_of_rating
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, OrderKind, Rating, Severity


class NothingFound(Refused):
    """A danger was told without the hazard, the load or the inspection that it is."""


class ChooseTheOrder(Told):
    """A danger that several orders may answer was recorded without saying which."""

    sentence = N_("Choose what must happen at once: this danger can be answered in more than one way.")


@dataclass(frozen=True)
class DangerPreview:
    """What a danger would set off: which order, for which building, who is in it, and who would be told."""

    danger: Danger
    factory: Factory
    discipline: Discipline
    building: Building | None
    factories: tuple[Factory, ...]
    """In the building today, the inspected one among them: each with its safety committee is told at once."""
    others: tuple[str, ...]
    """Occupants that are no factories: a bank, a school."""
    landlord: str | None
    signatories: int
    """How many buy from any of these factories today; told once the chief safety officer determines the order."""
    joins: tuple[SafetyOrder, ...] = ()
    """The open orders of the building of these kinds: the danger becomes a further cause of the one of its kind."""

    @property
    def kinds(self) -> tuple[OrderKind, ...]:
        """The orders that may answer it."""
        return self.danger.kinds


def preview_of_hazard(
    session: Session,
    *,
    factory: Factory,
    building: Building | None,
    discipline: Discipline,
    severity: Severity | None,
    moment: Moment,
) -> DangerPreview | None:
    """Return what a hazard of this severity would set off, or None if nobody has to leave at once."""
    danger = danger_of_hazard(discipline, severity)
    return _preview(session, danger, factory, building=building, discipline=discipline, moment=moment)


def preview_of_rating(
    session: Session,
    *,
    factory: Factory,
    building: Building,
    rating: Rating | None,
    has_load_limit: bool,
    moment: Moment,
) -> DangerPreview | None:
    """Return what a structural rating of the building would set off, or None."""
    danger = danger_of_rating(rating, has_load_limit=has_load_limit)
    discipline = Discipline.STRUCTURAL
    return _preview(session, danger, factory, building=building, discipline=discipline, moment=moment)


def preview_of_load(
    session: Session,
    *,
    factory: Factory,
    building: Building | None,
    measured_kpa: float,
    allowable_kpa: float | None,
    moment: Moment,
) -> DangerPreview | None:
    """Return what a measured load would set off at a place with this allowable load, both in kPa, or None."""
    danger = danger_of_load(measured_kpa=measured_kpa, allowable_kpa=allowable_kpa)
    discipline = Discipline.STRUCTURAL
    return _preview(session, danger, factory, building=building, discipline=discipline, moment=moment)


def raise_order(
    session: Session,
    preview: DangerPreview,
    *,
    inspection: Inspection | None = None,
    kind: OrderKind | None = None,
    hazard: Hazard | None = None,
    measurement: Measurement | None = None,
    who: Visitor,
    moment: Moment,
) -> SafetyOrder:
    """Raise the order that answers the danger, or join the open one, in the transaction of its cause.

    `kind` is what the engineer chose where there was a choice. Raises WhichBuilding where the danger names none and
    the factory is in several.
    """
    chosen = kind if kind in preview.kinds else None
    if chosen is None and len(preview.kinds) > 1:
        raise ChooseTheOrder
    order = chosen or preview.kinds[0]
    building = preview.building or building_of_danger(session, preview.factory, who=who, moment=moment)
    if hazard is not None:
        cause = cause_of_hazard(hazard, order, building=building, factory=preview.factory)
    elif measurement is not None and inspection is not None:
        cause = cause_of_load(measurement, order, building=building, inspection=inspection)
    elif inspection is not None:
        rating = Rating.RED if preview.danger.because is Because.RATING_RED else Rating.AMBER
        cause = cause_of_rating(rating, order, inspection=inspection, building=building)
    else:
        raise NothingFound
    return raise_or_join(session, cause, who=who, moment=moment)


def waits_for_a_decision(session: Session, hazard: Hazard) -> bool:
    """Return whether people were told of a danger because of the hazard, or a danger of it waits to be confirmed."""
    return was_called_out(session, hazard, also_settled=False)


def was_called_out(session: Session, hazard: Hazard, *, also_settled: bool = True) -> bool:
    """Return whether the hazard set off a danger: an order, or one that is to be confirmed or was."""
    waiting = exists().where(DangerToConfirm.hazard_id == hazard.id)
    if not also_settled:
        waiting = waiting.where(DangerToConfirm.settled_at.is_(None))
    query = select(waiting | exists().where(OrderCause.hazard_id == hazard.id))
    return bool(session.scalar(query))


def _preview(
    session: Session,
    danger: Danger | None,
    factory: Factory,
    *,
    building: Building | None,
    discipline: Discipline,
    moment: Moment,
) -> DangerPreview | None:
    if danger is None:
        return None
    building = building or _only_building(session, factory, moment)
    inside = occupants_on(session, building, day=moment.today) if building else []
    factories = {factory.id: factory} | {each.factory.id: each.factory for each in inside if each.factory}
    return DangerPreview(
        danger=danger,
        factory=factory,
        discipline=discipline,
        building=building,
        factories=tuple(sorted(factories.values(), key=lambda each: each.number)),
        others=tuple(each.other_name for each in inside if each.other_name),
        landlord=building.landlord if building else None,
        signatories=signatories_of(session, list(factories), moment),
        joins=_standing_already(session, building, danger.kinds) if building else (),
    )


def _standing_already(session: Session, building: Building, kinds: Sequence[OrderKind]) -> tuple[SafetyOrder, ...]:
    query = (
        select(SafetyOrder)
        .where(
            SafetyOrder.building_id == building.id,
            SafetyOrder.kind.in_(kinds),
            SafetyOrder.next_due_at.is_not(None),
        )
        .options(selectinload(SafetyOrder.steps))
        .order_by(SafetyOrder.id)
    )
    return tuple(each for each in session.scalars(query) if standing_of(each).is_open)


def _only_building(session: Session, factory: Factory, moment: Moment) -> Building | None:
    """Return the building of a factory that is in no other: where none is named, it is meant."""
    buildings = buildings_of(session, factory, day=moment.today)
    return buildings[0] if len(buildings) == 1 else None


def signatories_of(session: Session, factory_ids: list[int], moment: Moment) -> int:
    """Return how many signatories buy from any of these factories today."""
    buying = Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today)
    query = select(func.count(Sourcing.signatory_id.distinct())).where(
        Sourcing.factory_id.in_(factory_ids), Sourcing.from_on <= moment.today, buying
    )
    return session.scalar(query) or 0
