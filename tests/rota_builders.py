"""What tests of the rota build with: somebody on call."""

from datetime import timedelta

from sqlalchemy.orm import Session

from accord.records.clockwork import OnCall
from accord.records.person import Person
from accord.rules.moments import Moment


def on_call(session: Session, person: Person, moment: Moment, *, begins: float = -1, ends: float = 1) -> OnCall:
    """Write that somebody is on call in their first role, from so many hours after the moment on until so many."""
    [held, *_] = person.roles
    shift = OnCall(
        person=person,
        role=held.role,
        discipline=held.discipline,
        begins_at=moment.now + timedelta(hours=begins),
        ends_at=moment.now + timedelta(hours=ends),
        actor="the CSO",
        recorded_at=moment.now,
    )
    session.add(shift)
    session.flush()
    return shift
