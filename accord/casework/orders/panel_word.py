"""Whose word of the Review Panel counts: what its secretariat records waits until one who decides has accepted it.

One member's office alone could otherwise open a building in the name of all. Ours; DOMAIN.md section 6 asks that the
panel be of one mind, and the minutes are what shows it.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
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


def waiting_to_be_accepted(session: Session) -> Sequence[PanelDetermination]:
    """Return what waits for those who decide: of each open order its last word, if it does not count; oldest first."""
    last = select(func.max(PanelDetermination.id)).group_by(PanelDetermination.order_id)
    query = (
        select(PanelDetermination)
        .join(SafetyOrder, SafetyOrder.id == PanelDetermination.order_id)
        # Only an open one has such a moment.
        .where(PanelDetermination.id.in_(last), SafetyOrder.next_due_at.is_not(None))
        .order_by(PanelDetermination.id)
    )
    found = session.scalars(query).all()
    count = counting(session, found)
    return [each for each in found if each.id not in count]


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
