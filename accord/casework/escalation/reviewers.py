"""Who may look at a decision again: whoever decides on stages and took no part in it. Source: DOMAIN 7."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.orders.taking import DECIDERS
from accord.records.escalation import StageChange
from accord.records.person import Person, RoleHeld


def took_part(decision: StageChange) -> frozenset[int]:
    """Return who took the decision: on stage 3 whoever drafted it, and whoever signed it as the second person."""
    return frozenset(each for each in (decision.person_id, decision.second_person_id) if each is not None)


def reviewers(session: Session, decision: StageChange, *, today: date) -> Sequence[str]:
    """Return the names of those who may review the decision today; none: a further deputy has to be named."""
    return session.scalars(
        select(Person.name)
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .where(
            RoleHeld.role.in_(DECIDERS),
            RoleHeld.from_on <= today,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= today),
            Person.ended_at.is_(None),
            Person.id.not_in(took_part(decision)),
        )
        .distinct()
        .order_by(Person.name)
    ).all()
