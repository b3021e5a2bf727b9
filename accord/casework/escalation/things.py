"""The things that pieces of evidence are about, as far as a visitor may see them, in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.sights import hazards_seen
from accord.casework.desk.things import orders_seen_by
from accord.casework.desk.visitors import Visitor
from accord.records.hazard import Hazard
from accord.records.hearing import MeetingPromise, Obstruction, StageMeeting
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderMeasure
from accord.rules.desk.actions import Action


@dataclass(frozen=True)
class Things:
    """What evidence is about, by id; what the visitor may not see is left out."""

    hazards: Mapping[int, Hazard] = field(default_factory=dict)
    orders: Mapping[int, SafetyOrder] = field(default_factory=dict)
    measures: Mapping[int, OrderMeasure] = field(default_factory=dict)
    meetings: Mapping[int, StageMeeting] = field(default_factory=dict)
    promises: Mapping[int, MeetingPromise] = field(default_factory=dict)
    obstructions: Mapping[int, Obstruction] = field(default_factory=dict)


def number_in(subject: str) -> tuple[str, int | None]:
    """Return what a subject is about: “hazard 12”; of a discipline, which stands alone, the number is None."""
    kind, _, number = subject.partition(" ")
    return kind, int(number) if number else None


def things_of(session: Session, subjects: Iterable[str], who: Visitor) -> Things:
    """Return what the subjects are about, each kind in one question."""
    ids: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        kind, number = number_in(subject)
        if number is not None:
            ids[kind].add(number)
    hazards = select(Hazard).where(Hazard.id.in_(ids["hazard"]), hazards_seen(who.sight(Action.READ_HAZARD)))
    orders = (
        select(SafetyOrder)
        .where(SafetyOrder.id.in_(ids["order"]), orders_seen_by(who))
        .options(joinedload(SafetyOrder.building))
    )
    measures = (
        select(OrderMeasure)
        .join(SafetyOrder, SafetyOrder.id == OrderMeasure.order_id)
        .where(OrderMeasure.id.in_(ids["measure"]), orders_seen_by(who))
    )
    promises = (
        select(MeetingPromise)
        .where(MeetingPromise.id.in_(ids["promise"]))
        .options(joinedload(MeetingPromise.meeting), joinedload(MeetingPromise.hazard))
    )
    meetings = select(StageMeeting).where(StageMeeting.id.in_(ids["meeting"]))
    obstructions = select(Obstruction).where(Obstruction.id.in_(ids["obstruction"]))
    return Things(
        hazards={each.id: each for each in session.scalars(hazards)},
        orders={each.id: each for each in session.scalars(orders)},
        measures={each.id: each for each in session.scalars(measures)},
        meetings={each.id: each for each in session.scalars(meetings)},
        promises={each.id: each for each in session.scalars(promises)},
        obstructions={each.id: each for each in session.scalars(obstructions)},
    )
