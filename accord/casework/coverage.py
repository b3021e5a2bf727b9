"""Whether the programme covers a factory, and since when. Source: DOMAIN.md section 2."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from accord.records.factory import CoverageChange, Factory
from accord.rules.factories import coverage as rules
from accord.rules.moments import Moment
from accord.rules.vocabulary import COVERED, Coverage, Source


def set_coverage(
    factory: Factory,
    coverage: Coverage,
    *,
    from_on: date | None,
    actor: str,
    moment: Moment,
    source: Source = Source.DESK,
    reason: str | None = None,
    reason_bn: str | None = None,
) -> None:
    """Record a coverage and the day from which it holds; None: since before anything was recorded.

    The column of the factory follows: it is what the changes say of today.
    """
    change = CoverageChange(
        coverage=coverage,
        from_on=from_on,
        reason=reason,
        reason_bn=reason_bn,
        source=source,
        actor=actor,
        recorded_at=moment.now,
    )
    factory.coverage_changes.append(change)
    factory.coverage = coverage_on(factory, moment.today) or coverage


def coverage_on(factory: Factory, day: date) -> Coverage | None:
    """Return the coverage that holds on that day by what is on record now, or None if none does."""
    return rules.coverage_on(factory.coverage_changes, as_of=day)


def covered_factories(*, as_of: date, known_before: datetime) -> Select[int]:
    """Return the query for the ids of the factories covered on that day, by what was recorded before an instant."""
    change, later = aliased(CoverageChange), aliased(CoverageChange)
    # A change without a day comes before every other one.
    is_later = (
        (later.from_on.is_not(None) & change.from_on.is_(None))
        | (later.from_on > change.from_on)
        | (later.from_on.is_not_distinct_from(change.from_on) & (later.id > change.id))
    )
    overruled = (
        select(later.id)
        .where(later.factory_id == change.factory_id, _holds(later, as_of, known_before), is_later)
        .exists()
    )
    return select(change.factory_id).where(
        change.coverage.in_(COVERED), _holds(change, as_of, known_before), ~overruled
    )


def _holds(change: type[CoverageChange], as_of: date, known_before: datetime) -> ColumnElement[bool]:
    return (change.from_on.is_(None) | (change.from_on <= as_of)) & (change.recorded_at < known_before)
