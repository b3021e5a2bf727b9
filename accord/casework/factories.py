"""Finding a factory by its number, which may have given way to another one's."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accord.casework.refusals import Refused
from accord.records.factory import Factory
from accord.records.register import FactoryMerge


class UnknownFactory(Refused):
    """No factory has this number."""


class MergedAway(Refused):
    """The factory was merged into another one, whose number stands for it now."""

    def __init__(self, number: int, stands_now: int) -> None:
        super().__init__(f"factory {number} was merged into {stands_now}; use the number {stands_now}")
        self.number = number
        self.stands_now = stands_now


def factory_numbered(session: Session, number: int) -> Factory:
    """Return the factory with this number; raises MergedAway, which tells the number that stands for it now.

    For who writes, publishes or exports: silently given another factory, they would act on one they did not name.
    """
    factory = factory_on_record(session, number)
    if factory.merged_into is not None:
        raise MergedAway(number, factory.merged_into.number)
    return factory


def factory_on_record(session: Session, number: int) -> Factory:
    """Return the factory with this number, also one that was merged into another: for who cares for the register."""
    factory = session.scalar(select(Factory).where(Factory.number == number))
    if factory is None:
        msg = f"there is no factory {number}"
        raise UnknownFactory(msg)
    return factory


def factory_known(session: Session, number: int, *, known_before: datetime) -> Factory:
    """Return the factory with this number as it was known before an instant, for figures.

    One that was merged later still stands for itself in what was known before, and gives the figure it gave then.
    """
    factory = factory_on_record(session, number)
    stood_for_it = session.scalar(
        select(Factory.number)
        .join(FactoryMerge, FactoryMerge.kept_id == Factory.id)
        .where(FactoryMerge.merged_id == factory.id, merges_known(known_before))
    )
    if stood_for_it is not None:
        raise MergedAway(number, stood_for_it)
    return factory


def merges_known(known_before: datetime) -> ColumnElement[bool]:
    """Return what is true of the merges that stood, by what was recorded before an instant; at most one a factory."""
    not_undone = FactoryMerge.undone_at.is_(None) | (FactoryMerge.undone_at >= known_before)
    return (FactoryMerge.recorded_at < known_before) & not_undone
