"""The measures of an order as pages show them: what has to be done where, by when, how far it is, who can do what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.measures import HANDS_IN, OPEN, SETS, WAITS_FOR_FACTORY
from accord.casework.orders.standing import standing_of
from accord.casework.orders.taking import by_of
from accord.gateways.wording import Text, Wording
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderFile, OrderMeasure, OrderMeasureStep
from accord.rules.orders.steps import By
from accord.rules.orders.words import MeasureStep
from accord.web.desk.hazard_entries import name_of
from accord.web.desk.ordering.files_shown import FileShown, shown_by_measure_step
from accord.web.desk.visiting.names import floor_name
from accord.web.filters import named
from accord.web.language import language

BADGES = {MeasureStep.VERIFIED: "sound", MeasureStep.HANDED_IN: "claimed", MeasureStep.DROPPED: "gone"}


@dataclass(frozen=True)
class StepShown:
    """A step of a measure: what happened, when, by whom, and what came with it."""

    step: MeasureStep
    on: date
    recorded_at: datetime
    by: str
    note: Text | None
    files: tuple[FileShown, ...]


@dataclass(frozen=True)
class MeasureShown:
    """A measure, how far it has come, and what the visitor can do with it."""

    measure: OrderMeasure
    words: Text
    place: str | None
    step: MeasureStep
    badge: str
    late_days: int
    """Days since it was due while the factory still owes it; 0: it does not."""
    steps: tuple[StepShown, ...]
    may_hand_in: bool
    may_judge: bool
    is_own: bool
    """Whether the visitor handed in what waits for an engineer: another one has to look at it."""
    may_drop: bool
    is_asked: bool
    """Whether it waits for this visitor: for the factory that owes it, or for an engineer who can judge it."""


@dataclass(frozen=True)
class MeasuresPart:
    """All measures of an order."""

    measures: tuple[MeasureShown, ...]
    """Those that are still open first, the earliest due first."""
    may_set: bool


def measures_part(
    session: Session, order: SafetyOrder, who: Visitor, *, files: Sequence[OrderFile], today: date
) -> MeasuresPart:
    """Return the measures of the order; `files`: everything that was handed in with it."""
    by, is_open = by_of(who, order), standing_of(order).is_open
    came_with = shown_by_measure_step(files)
    measures = [
        measure_shown(each, by if is_open else frozenset(), who, came_with=came_with, today=today)
        for each in _measures_of(session, order)
    ]
    measures.sort(key=lambda each: (each.step not in OPEN, each.measure.due_on, each.measure.id))
    return MeasuresPart(tuple(measures), may_set=is_open and bool(by & SETS))


def measure_shown(
    measure: OrderMeasure,
    by: frozenset[By],
    who: Visitor,
    *,
    came_with: Mapping[int, tuple[FileShown, ...]],
    today: date,
) -> MeasureShown:
    """Return a measure as pages show it; `by`: as what the visitor acts on its order, nothing once that has ended."""
    last = measure.steps[-1]
    wording = Wording(language())
    waits = last.step is MeasureStep.HANDED_IN
    is_own = waits and last.person_id is not None and last.person_id == who.id
    owes = last.step in WAITS_FOR_FACTORY
    may_judge = waits and By.ENGINEER in by and not is_own
    return MeasureShown(
        measure=measure,
        words=wording.of(measure.words, measure.words_bn) or wording.written(measure.words),
        place=_place(measure),
        step=last.step,
        badge=BADGES.get(last.step, ""),
        late_days=max(0, (today - measure.due_on).days) if owes else 0,
        steps=tuple(_step(each, wording, came_with.get(each.id, ())) for each in measure.steps),
        may_hand_in=owes and bool(by & HANDS_IN),
        may_judge=may_judge,
        is_own=is_own and By.ENGINEER in by,
        may_drop=last.step in OPEN and By.DECIDER in by,
        is_asked=may_judge or (owes and By.FACTORY in by),
    )


def _measures_of(session: Session, order: SafetyOrder) -> Sequence[OrderMeasure]:
    query = (
        select(OrderMeasure)
        .where(OrderMeasure.order_id == order.id)
        .options(selectinload(OrderMeasure.steps), joinedload(OrderMeasure.floor), joinedload(OrderMeasure.zone))
    )
    return session.scalars(query).all()


def _step(step: OrderMeasureStep, wording: Wording, files: tuple[FileShown, ...]) -> StepShown:
    note = wording.written(step.note) if step.note else None
    return StepShown(step.step, step.happened_on, step.recorded_at, name_of(step.actor), note, files)


def _place(measure: OrderMeasure) -> str | None:
    parts = [floor_name(measure.floor)] if measure.floor else []
    if measure.zone:
        parts.append(named(measure.zone))
    return " · ".join(parts) or None
