"""What factories owed in the past, as the public snapshot holds it: for trying an escalation profile on it.

Hazards past their day, disciplines without an approved plan, orders not complied with. What stands in no public record
(refusals, meetings, unanswered letters) was not owed as far as a trial knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from accord.gateways.snapshot.rows import Past, pasts
from accord.gateways.snapshot.tables import open_for_reading
from accord.rules.escalation.trial import Course, Owed
from accord.rules.escalation.words import Trigger
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.public.disclosure import covered_stretches
from accord.rules.vocabulary import ORDER_ENDS, InspectionKind, OrderStep, Status

STRETCHES = """
SELECT factory, hazard, status, from_on, until_on, due_on FROM state
WHERE due_on IS NOT NULL AND status IN ('in_progress', 'pending_verification')
AND (until_on IS NULL OR until_on > due_on)
ORDER BY factory, hazard, from_on
"""
ORDER_STEPS = """
SELECT order_factory.factory, order_step.safety_order, order_step.step, order_step.happened_on
FROM order_step JOIN order_factory ON order_factory.safety_order = order_step.safety_order
ORDER BY order_factory.factory, order_step.safety_order, order_step.sequence
"""
COMPLIES = {OrderStep.COMPLIED, OrderStep.VERIFIED, *ORDER_ENDS}


def read_courses(snapshot: Path, *, report_days: int) -> list[Course]:
    """Return every factory that was ever covered with all that it owed, by number.

    `report_days`: so long after an inspection its report was with the factory, since when a plan was owed.
    """
    engine = open_for_reading(snapshot)
    with engine.connect() as connection:
        past = pasts(connection, None)
        owed: dict[int, list[Owed]] = defaultdict(list)
        for factory, thing in _hazards(connection):
            owed[factory].append(thing)
        for factory, thing in _orders(connection):
            owed[factory].append(thing)
    engine.dispose()
    wait = timedelta(days=report_days)
    return [
        Course(number, covered_stretches(of_it.coverage_changes), [*owed[number], *_plans(of_it, wait)])
        for number, of_it in sorted(past.items())
        if of_it.coverage_changes
    ]


def _hazards(connection: Connection) -> Iterator[tuple[int, Owed]]:
    """Yield each stretch in which a hazard was past its day, with the days that claims had waited since that day."""
    hazard, due, waited = None, None, 0
    for factory, key, status, from_text, until_text, due_text in connection.execute(text(STRETCHES)):
        from_on, due_on = date.fromisoformat(from_text), date.fromisoformat(due_text)
        until_on = date.fromisoformat(until_text) if until_text else None
        if (key, due_on) != (hazard, due):
            hazard, due, waited = key, due_on, 0
        if status == Status.IN_PROGRESS.value:
            yield factory, Owed(Trigger.BEHIND_SCHEDULE, due_on, until_on, waited, from_on)
        elif until_on is not None:
            waited += (until_on - max(from_on, due_on + timedelta(days=1))).days


def _orders(connection: Connection) -> Iterator[tuple[int, Owed]]:
    """Yield each time between an order's determination, or its being broken, and its being complied with."""
    begun: dict[tuple[int, str], date] = {}
    for factory, order, step_word, day_text in connection.execute(text(ORDER_STEPS)):
        step, day = OrderStep(step_word), date.fromisoformat(day_text)
        if step in COMPLIES:
            if (began_on := begun.pop((factory, order), None)) is not None:
                yield factory, Owed(Trigger.ORDER_NOT_COMPLIED, began_on, day)
        elif step in (OrderStep.DETERMINED, OrderStep.RE_ENTERED, OrderStep.EASED):
            begun[factory, order] = day
    for (factory, _order), began_on in begun.items():
        yield factory, Owed(Trigger.ORDER_NOT_COMPLIED, began_on, None)


def _plans(past: Past, wait: timedelta) -> Iterable[Owed]:
    for discipline in REQUIRED_DISCIPLINES:
        inspected = [
            each.inspected_on
            for each in past.inspections
            if each.discipline is discipline and each.kind is InspectionKind.INITIAL
        ]
        if not inspected:
            continue
        approved = [each.approved_on for each in past.approvals if each.discipline is discipline]
        yield Owed(Trigger.PLAN_NOT_FINAL, min(inspected) + wait, min(approved, default=None))
