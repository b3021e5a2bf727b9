"""The measures of an order: set with a day, handed in with what shows them, accepted or not by an engineer, dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.care_refused import (
    DayPassed,
    HasEnded,
    MeasureNotNow,
    NotYourDeed,
    OwnMeasure,
    SayWhat,
    ShowIt,
)
from accord.casework.orders.standing import lock_order, set_clock, standing_of
from accord.casework.orders.taking import HandedIn, by_of
from accord.records.factory import Floor, Zone
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderFile, OrderMeasure, OrderMeasureStep
from accord.rules.moments import Moment
from accord.rules.orders.steps import By
from accord.rules.orders.words import MeasureStep

SETS = frozenset({By.DECIDER, By.ENGINEER})
HANDS_IN = frozenset({By.FACTORY, By.STAFF})
WAITS_FOR_FACTORY = frozenset({MeasureStep.SET, MeasureStep.NOT_ACCEPTED})
OPEN = WAITS_FOR_FACTORY | {MeasureStep.HANDED_IN}


@dataclass(frozen=True)
class Wanted:
    """A measure as somebody would set it."""

    words: str
    due_on: date
    words_bn: str | None = None
    floor: Floor | None = None
    zone: Zone | None = None
    limit_kpa: float | None = None


def set_measure(session: Session, order: SafetyOrder, wanted: Wanted, *, who: Visitor, moment: Moment) -> OrderMeasure:
    """Set a measure of an open order, with the last day on which it may be done."""
    _lock(session, order, who, SETS)
    if not wanted.words.strip():
        raise SayWhat
    if wanted.due_on < moment.today:
        raise DayPassed
    measure = OrderMeasure(
        order=order,
        words=wanted.words,
        words_bn=wanted.words_bn,
        floor=wanted.floor,
        zone=wanted.zone,
        limit_kpa=wanted.limit_kpa,
        due_on=wanted.due_on,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(measure)
    _step(session, measure, MeasureStep.SET, note=None, who=who, moment=moment)
    return measure


def hand_in(
    session: Session,
    measure: OrderMeasure,
    *,
    note: str | None,
    files: Sequence[HandedIn] = (),
    who: Visitor,
    moment: Moment,
) -> None:
    """Record that a measure was taken, with what shows it; it is no longer reminded of."""
    _lock(session, measure.order, who, HANDS_IN)
    _require(session, measure, WAITS_FOR_FACTORY)
    if not files and not (note and note.strip()):
        raise ShowIt
    step = _step(session, measure, MeasureStep.HANDED_IN, note=note, who=who, moment=moment)
    session.add_all(
        OrderFile(
            order_id=measure.order_id,
            measure_step_id=step.id,
            name=each.name,
            media_type=each.media_type,
            sha256=each.sha256,
            size_bytes=each.size_bytes,
            actor=who.actor,
            recorded_at=moment.now,
        )
        for each in files
    )
    session.flush()


def judge(
    session: Session, measure: OrderMeasure, *, is_accepted: bool, note: str | None, who: Visitor, moment: Moment
) -> None:
    """Accept what was handed in, or not, with the reason: then it is open again."""
    _lock(session, measure.order, who, frozenset({By.ENGINEER}))
    _require(session, measure, frozenset({MeasureStep.HANDED_IN}))
    if measure.steps[-1].person_id == who.id:
        raise OwnMeasure
    if not is_accepted and not (note and note.strip()):
        raise SayWhat
    step = MeasureStep.VERIFIED if is_accepted else MeasureStep.NOT_ACCEPTED
    _step(session, measure, step, note=note, who=who, moment=moment)


def drop(session: Session, measure: OrderMeasure, *, note: str | None, who: Visitor, moment: Moment) -> None:
    """Drop a measure that is needed no more, and say why; it stays on record."""
    _lock(session, measure.order, who, frozenset({By.DECIDER}))
    _require(session, measure, OPEN)
    if not (note and note.strip()):
        raise SayWhat
    _step(session, measure, MeasureStep.DROPPED, note=note, who=who, moment=moment)


def _lock(session: Session, order: SafetyOrder, who: Visitor, by: frozenset[By]) -> None:
    lock_order(session, order)
    if not standing_of(order).is_open:
        raise HasEnded
    if not by_of(who, order) & by:
        raise NotYourDeed


def _require(session: Session, measure: OrderMeasure, steps: frozenset[MeasureStep]) -> None:
    session.refresh(measure, ["steps"])
    if measure.steps[-1].step not in steps:
        raise MeasureNotNow


def _step(
    session: Session, measure: OrderMeasure, step: MeasureStep, *, note: str | None, who: Visitor, moment: Moment
) -> OrderMeasureStep:
    taken = OrderMeasureStep(
        measure=measure,
        step=step,
        happened_on=moment.today,
        note=note,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(taken)
    session.flush()
    set_clock(session, measure.order, zone=moment.zone)
    details = {"measure": measure.id, "step": step.value, "due_on": measure.due_on.isoformat()}
    subject = f"order {measure.order_id}"
    journal.note(session, "order: a measure", subject, actor=who.actor, moment=moment, details=details)
    return taken
