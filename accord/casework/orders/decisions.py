"""The chief safety officer's own order, without a hazard, a rating or a load: said before it is raised, then raised.

Source: DOMAIN.md section 6. What is raised is what was read: had somebody moved in meanwhile, it would be said again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.buildings import occupants_on
from accord.casework.desk.danger import signatories_of
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.causes import Cause, Spot
from accord.casework.orders.raising import PEN, open_order, raise_or_join
from accord.casework.orders.refused import NoLimit
from accord.casework.orders.standing import standing_of
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.factory import Building, Factory, Floor
from accord.records.order import SafetyOrder
from accord.rules.desk.danger import ORDERS_OF
from accord.rules.moments import Moment
from accord.rules.orders.words import DISCIPLINE_OF_ORDER, CauseKind
from accord.rules.vocabulary import Discipline, OrderKind


class NotItsDiscipline(Told):
    """An order was to be looked after by engineers who know nothing of its danger."""

    sentence = N_("Engineers of this discipline do not look after such an order: choose another one.")


class LookFirst(Told):
    """An order was to be raised that its raiser was not shown as it is now."""

    sentence = N_("Read what will be raised and who will be told, then confirm.")

    def __init__(self, preview: "DecisionPreview") -> None:
        self.preview = preview
        super().__init__()


@dataclass(frozen=True)
class Decision:
    """An order as the chief safety officer would have it; `spots` none: of the whole building."""

    kind: OrderKind
    discipline: Discipline
    """Whose engineers look after it."""
    words: str
    words_bn: str | None = None
    spots: Sequence[Spot] = ()
    limit_kpa: float | None = None
    """For load reductions: how much may stay."""


@dataclass(frozen=True)
class DecisionPreview:
    """What a decision would set off."""

    decision: Decision
    building: Building
    joins: SafetyOrder | None
    """The open order of that kind, which the decision would join as a further cause."""
    factories: tuple[Factory, ...]
    """In the building today: each with its safety committee is told at once."""
    others: tuple[str, ...]
    landlord: str | None
    signatories: int

    @property
    def is_in_force(self) -> bool:
        """Whether the open order that it joins was determined: then everybody who was told is told of it at once."""
        return self.joins is not None and standing_of(self.joins).is_determined

    @property
    def word(self) -> str:
        """A word for what was read: whom it reaches is part of it."""
        spots = ",".join(f"{floor.id}.{zone.id if zone else ''}" for floor, zone in self.decision.spots)
        numbers = ",".join(str(factory.number) for factory in self.factories)
        joins = self.joins.id if self.joins else ""
        told = f"{len(self.others)}|{self.landlord is not None}|{self.signatories}|{self.is_in_force}"
        return f"{self.decision.kind}|{self.decision.limit_kpa}|{spots}|{joins}|{numbers}|{told}"


def disciplines_for(kind: OrderKind) -> tuple[Discipline, ...]:
    """Return whose engineers may look after an order of the kind, the nearest first."""
    nearest = DISCIPLINE_OF_ORDER[kind]
    return (nearest, *(each for each, kinds in ORDERS_OF.items() if kind in kinds and each is not nearest))


def preview_of(session: Session, building: Building, decision: Decision, *, moment: Moment) -> DecisionPreview:
    """Return what the decision would set off. Raises the refusal of what is missing."""
    _require_sense(decision)
    inside = occupants_on(session, building, day=moment.today)
    here = (each.factory.merged_into or each.factory for each in inside if each.factory)
    factories = {factory.id: factory for factory in here}
    return DecisionPreview(
        decision=decision,
        building=building,
        joins=open_order(session, building, decision.kind),
        factories=tuple(sorted(factories.values(), key=lambda each: each.number)),
        others=tuple(each.other_name for each in inside if each.other_name),
        landlord=building.landlord,
        signatories=signatories_of(session, list(factories), moment),
    )


def decide(
    session: Session, building: Building, decision: Decision, *, shown: str | None, who: Visitor, moment: Moment
) -> SafetyOrder:
    """Raise the order, or join the open one. Raises LookFirst where it is not the one that was read."""
    hold_the_pen(session, PEN)
    preview = preview_of(session, building, decision, moment=moment)
    if shown != preview.word:
        raise LookFirst(preview)
    cause = Cause(
        kind=CauseKind.DECISION,
        order=decision.kind,
        discipline=decision.discipline,
        building=building,
        factories=preview.factories,
        words=decision.words,
        words_bn=decision.words_bn,
        spots=decision.spots,
        limit_kpa=decision.limit_kpa,
    )
    return raise_or_join(session, cause, who=who, moment=moment)


def floors_of(session: Session, building: Building) -> list[Spot]:
    """Return every floor and zone of the building, from the ground up, each zone after its floor."""
    floors = session.scalars(select(Floor).where(Floor.building_id == building.id).order_by(Floor.level)).all()
    spots: list[Spot] = []
    for floor in floors:
        spots.append((floor, None))
        spots += [(floor, zone) for zone in sorted(floor.zones, key=lambda each: each.name)]
    return spots


def widest(spots: Sequence[Spot]) -> list[Spot]:
    """Return the places without zones of a floor that is among them as a whole."""
    whole = {floor.id for floor, zone in spots if zone is None}
    return [(floor, zone) for floor, zone in spots if zone is None or floor.id not in whole]


def _require_sense(decision: Decision) -> None:
    if decision.discipline not in disciplines_for(decision.kind):
        raise NotItsDiscipline
    if decision.kind is OrderKind.LOAD_REDUCTION and decision.limit_kpa is None:
        raise NoLimit
