"""Replays the steps of an order strictly: each must have been allowed as the order stood."""

from sqlalchemy.orm import Session

from accord.casework.orders.standing import beside_of, taken_of
from accord.records.order import SafetyOrder
from accord.rules.orders.flaws import Brought, OrderFlaw, flaw_of
from accord.rules.orders.standing import standing
from accord.rules.orders.steps import By
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import OrderStep


def refused_steps(session: Session, order: SafetyOrder) -> list[tuple[OrderStep, OrderFlaw]]:
    """Return the steps that the table would have refused, with why; a step of an engineer was seen on its day."""
    taken, found = taken_of(order), []
    beside = beside_of(session, order)
    told = {each.organisation for each in order.recipients}
    # A history may end before the building was rated again: a hazard that is open is never passed over.
    rated = frozenset(each.id for each in order.causes if each.kind is CauseKind.RATING)
    for place, (step, event) in enumerate(zip(taken, order.steps, strict=True)):
        if place == 0:
            assert step.step is OrderStep.RAISED
            continue
        # A report that a story tells names no place: it is of everybody, as staff may say it.
        of_all = step.step is OrderStep.COMPLIED and step.organisation is None
        brought = Brought(
            by=step.by | {By.STAFF} if of_all else step.by,
            person_id=step.person_id,
            note=event.note or "As told.",
            is_seen_on_site=True,
            organisation=step.organisation,
            is_told=step.organisation in told,
            limit_kpa=order.limit_kpa,
            despite=rated,
        )
        if flaw := flaw_of(standing(order.raised_as, taken[:place]), step.step, brought, beside=beside):
            found.append((step.step, flaw))
    return found
