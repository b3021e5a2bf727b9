"""What a danger would set off, told before it is saved, and its record: it stands on top of the desk until decided."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.buildings import occupants_on
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Factory, Sourcing
from accord.records.hazard import Hazard
from accord.rules.desk.danger import Danger, danger_of_hazard, danger_of_load, danger_of_rating
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, OrderKind, Rating, Severity


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


def record_danger(
    session: Session,
    preview: DangerPreview,
    *,
    kind: OrderKind | None = None,
    hazard: Hazard | None = None,
    who: Visitor,
    moment: Moment,
) -> DangerToConfirm:
    """Keep the danger in the transaction of its cause; `kind` is what the engineer chose where there was a choice."""
    chosen = kind if kind in preview.kinds else None
    if chosen is None and len(preview.kinds) > 1:
        raise ChooseTheOrder
    found = DangerToConfirm(
        factory_id=preview.factory.id,
        building_id=preview.building.id if preview.building else None,
        discipline=preview.discipline,
        hazard_id=hazard.id if hazard else None,
        kind=chosen or preview.kinds[0],
        because=preview.danger.because.value,
        recorded_at=moment.now,
    )
    session.add(found)
    session.flush()
    journal.note(
        session,
        "said that people are in danger",
        f"factory {preview.factory.number}",
        actor=who.actor,
        moment=moment,
        details={
            "kind": found.kind.value if found.kind else None,
            "because": found.because,
            "building": preview.building.name if preview.building else None,
            "hazard": hazard.id if hazard else None,
        },
    )
    return found


def waits_for_a_decision(session: Session, hazard: Hazard) -> bool:
    """Return whether a danger that was said because of the hazard stands on top of the desk."""
    query = select(DangerToConfirm.id).where(
        DangerToConfirm.hazard_id == hazard.id, DangerToConfirm.settled_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None


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
        signatories=_signatories(session, list(factories), moment),
    )


def _signatories(session: Session, factory_ids: list[int], moment: Moment) -> int:
    buying = Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today)
    query = select(func.count(Sourcing.signatory_id.distinct())).where(
        Sourcing.factory_id.in_(factory_ids), Sourcing.from_on <= moment.today, buying
    )
    return session.scalar(query) or 0
