"""Finding and registering factories."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.refusals import Refused
from accord.records.factory import Factory


class UnknownFactory(Refused):
    """No factory has this number."""


def factory_numbered(session: Session, number: int) -> Factory:
    """Return the factory with this number."""
    factory = session.scalar(select(Factory).where(Factory.number == number))
    if factory is None:
        msg = f"there is no factory {number}"
        raise UnknownFactory(msg)
    return factory
