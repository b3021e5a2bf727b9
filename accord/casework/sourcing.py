"""Who sources from which factory, where one factory may stand for others.

A relation stays with the number it was recorded under; nothing is copied when two factories turn out to be one.
It counts for the factory that stood for that number by what was recorded before the instant asked for. So a merge and
its undoing rewrite no figure, and what a list says of a merged number belongs to it again once the merge is undone.
Whoever asks for suppliers or brands asks here.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select

from accord.casework.factories import merges_known
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.register import FactoryMerge


def suppliers_of(signatory: str, *, as_of: date, known_before: datetime) -> Select[int]:
    """Return the query for the ids of the factories a signatory sourced from on a day, by what was recorded before."""
    return (
        select(func.coalesce(FactoryMerge.kept_id, Sourcing.factory_id))
        .select_from(Sourcing)
        .join(Signatory)
        .outerjoin(FactoryMerge, (FactoryMerge.merged_id == Sourcing.factory_id) & merges_known(known_before))
        .where(
            Signatory.name == signatory,
            Sourcing.from_on <= as_of,
            Sourcing.recorded_at < known_before,
            _not_over(as_of, known_before),
        )
    )


def _not_over(as_of: date, known_before: datetime) -> ColumnElement[bool]:
    # An end that nobody had recorded yet was not known.
    is_unknown = Sourcing.to_on.is_(None) | (Sourcing.end_recorded_at >= known_before)
    return is_unknown | (Sourcing.to_on > as_of)


def counting_for(factory: Factory) -> ColumnElement[bool]:
    """Return what is true of the relations that count for a factory now: its own and those of the merged ones."""
    merged = select(Factory.id).where(Factory.merged_into_id == factory.id)
    return (Sourcing.factory_id == factory.id) | Sourcing.factory_id.in_(merged)
