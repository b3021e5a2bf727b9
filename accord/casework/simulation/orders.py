"""Rates the buildings of a simulated factory, and makes the orders that follow from a red or an amber rating."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.casework.simulation.days import Hour, WorkDays
from accord.casework.simulation.dice import Dice
from accord.casework.simulation.lives import BuildingHere, FactoryLife, FloorHere, HazardLife, Visit
from accord.casework.simulation.plan import FactoryPlan
from accord.casework.simulation.words import OrderWords, TwoTongues, words
from accord.rules.figures.progress import OPEN
from accord.rules.vocabulary import ORDER_ENDS, Coverage, Discipline, OrderKind, OrderStep, Origin, Rating, Severity

DAYS_IN_FORCE = {
    OrderKind.EVACUATION: (60, 500),
    OrderKind.LOAD_REDUCTION: (120, 700),
    OrderKind.BOILER_SHUTDOWN: (10, 60),
}
"""Ours."""

LIMIT_KPA = 2.0
"""The operating load that is left to the floors named. Source: DOMAIN.md section 4."""

WHILE_IN_FORCE = {OrderKind.EVACUATION: Rating.RED, OrderKind.LOAD_REDUCTION: Rating.AMBER}

FIRST_STEPS = (
    (OrderStep.RAISED, Hour.INSPECTED, (0, 0)),
    (OrderStep.DETERMINED, Hour.DECIDED, (0, 1)),
    (OrderStep.ACKNOWLEDGED, Hour.DECIDED, (1, 2)),
    (OrderStep.COMPLIED, Hour.DECIDED, (1, 3)),
    (OrderStep.VERIFIED, Hour.DECIDED, (2, 9)),
)
"""Each with the days after the step before."""


@dataclass(frozen=True)
class Step:
    """One step of an order."""

    step: OrderStep
    day: int
    hour: Hour
    note: TwoTongues | None = None


@dataclass(frozen=True)
class OrderLife:
    """An order with all its steps; it ended if its last step did."""

    kind: OrderKind
    building: BuildingHere
    floors: Sequence[FloorHere]
    steps: Sequence[Step]
    because: TwoTongues
    visit: Visit
    """On which it was raised."""

    @property
    def limit_kpa(self) -> float | None:
        """The load that the floors may carry meanwhile."""
        return LIMIT_KPA if self.kind is OrderKind.LOAD_REDUCTION else None


def discipline_of(kind: OrderKind) -> Discipline:
    """Return whose engineers raise an order of this kind here: of the structure, or of boilers."""
    return Discipline.BOILER if kind is OrderKind.BOILER_SHUTDOWN else Discipline.STRUCTURAL


def order_life(
    plan: FactoryPlan, life: FactoryLife, buildings: Sequence[BuildingHere], *, days: WorkDays, dice: Dice
) -> OrderLife | None:
    """Return the order that the plan speaks of, rate the visits by it, and mark the hazard it comes from."""
    order = _order(plan, life, buildings, days=days, dice=dice)
    _rate(life, order)
    if order is not None and order.kind is OrderKind.EVACUATION:
        hazard = _cause(life, order.building, order.steps[0].day)
        if hazard is not None:
            hazard.severity = Severity.SEVERE_AND_IMMINENT
    return order


def _order(
    plan: FactoryPlan, life: FactoryLife, buildings: Sequence[BuildingHere], *, days: WorkDays, dice: Dice
) -> OrderLife | None:
    kind = plan.order
    if kind is None:
        return None
    visits = [visit for visit in life.visits if visit.discipline is discipline_of(kind)]
    if not visits:
        return None
    raised = visits[-1] if plan.is_order_open else visits[0]
    building = buildings[0]
    floors = building.floors[: dice.between(1, 3)] if kind is OrderKind.LOAD_REDUCTION else []
    said = words().orders[kind]
    steps = _first_steps(raised, days=days, dice=dice)
    if not plan.is_order_open:
        steps += _last_steps(plan, kind, steps[-1].day, said=said, days=days, dice=dice)
    return OrderLife(kind, building, floors=floors, steps=steps, because=said.because, visit=raised)


def _first_steps(raised: Visit, *, days: WorkDays, dice: Dice) -> list[Step]:
    steps, day = [], raised.day
    for step, hour, after in FIRST_STEPS:
        day = days.next_worked(day + dice.between(*after))
        if day < 0:
            steps.append(Step(step, day, hour))
    return steps


def _last_steps(
    plan: FactoryPlan, kind: OrderKind, verified: int, *, said: OrderWords, days: WorkDays, dice: Dice
) -> list[Step]:
    is_given_up = kind is OrderKind.EVACUATION and plan.leaves_as is Coverage.CLOSED
    last_day = days.worked(plan.last_day)
    day = days.next_worked(verified + dice.between(*DAYS_IN_FORCE[kind]))
    if is_given_up or day > last_day:
        day = last_day
    day = max(day, verified)
    if is_given_up:
        return [Step(OrderStep.VACATED, day, Hour.DECIDED, said.vacated)]
    # The engineer saw the works on the day on which it was lifted, before that was decided.
    seen_at = Hour.JUDGED if day > verified else Hour.DECIDED
    return [Step(OrderStep.WORKS_VERIFIED, day, seen_at), Step(OrderStep.LIFTED, day, Hour.DECIDED, said.lifted)]


def _rate(life: FactoryLife, order: OrderLife | None) -> None:
    structural = [visit for visit in life.visits if visit.discipline is Discipline.STRUCTURAL]
    hazards = [hazard for hazard in life.every_hazard if hazard.found.discipline is Discipline.STRUCTURAL]
    for visit in structural:
        initial = (hazard for hazard in hazards if hazard.origin is Origin.INITIAL)
        still_open = sum(_is_open_on(hazard, visit.day) for hazard in initial)
        in_force = order is not None and order.steps[0].day <= visit.day and not _ended_by(order, visit.day)
        if order is not None and in_force and order.kind in WHILE_IN_FORCE:
            visit.rating = WHILE_IN_FORCE[order.kind]
        else:
            visit.rating = Rating.YELLOW if still_open > len(hazards) // 6 else Rating.GREEN


def _is_open_on(hazard: HazardLife, day: int) -> bool:
    last = [change for change in hazard.changes if change.day <= day]
    return bool(last) and last[-1].status in OPEN


def _ended_by(order: OrderLife, day: int) -> bool:
    last = order.steps[-1]
    return last.step in ORDER_ENDS and last.day <= day


def _cause(life: FactoryLife, building: BuildingHere, day: int) -> HazardLife | None:
    structural = (hazard for hazard in life.hazards if hazard.found.discipline is Discipline.STRUCTURAL)
    return next((one for one in structural if one.spot.building_id == building.id and _is_open_on(one, day)), None)
