"""Whose word of the Review Panel counts: what its secretariat records waits until one who decides has accepted it.

One member's office alone could otherwise open a building in the name of all. Ours; DOMAIN.md section 6 asks that the
panel be of one mind, and the minutes are what shows it.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.care_refused import HasEnded, NothingToAccept, NotYourDeed
from accord.casework.orders.standing import counting, lock_order, standing_of
from accord.casework.orders.taking import by_of
from accord.records.order import SafetyOrder
from accord.records.order_care import PanelDetermination
from accord.rules.moments import Moment
from accord.rules.orders.steps import By


def accept_determination(
    session: Session, order: SafetyOrder, *, seen: int, who: Visitor, moment: Moment
) -> PanelDetermination:
    """Accept the last determination, which its secretariat recorded, as one that was read in the signed minutes.

    `seen` is the id of the one that was read. It is written once more by whom it counts; nothing recorded is changed.
    """
    lock_order(session, order)
    if By.DECIDER not in by_of(who, order):
        raise NotYourDeed
    if not standing_of(order).is_open:
        raise HasEnded
    query = select(PanelDetermination).where(PanelDetermination.order_id == order.id)
    last = session.scalars(query.order_by(PanelDetermination.id.desc()).limit(1)).one_or_none()
    if last is None or last.id != seen or counting(session, [last]):
        raise NothingToAccept
    accepted = PanelDetermination(
        order_id=order.id,
        outcome=last.outcome,
        determined_on=last.determined_on,
        is_unanimous=last.is_unanimous,
        members=last.members,
        note=last.note,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(accepted)
    session.flush()
    deed, details = "order: accepted what the Review Panel determined", {"recorded": last.id, "accepted": accepted.id}
    journal.note(session, deed, f"order {order.id}", actor=who.actor, moment=moment, details=details)
    return accepted
