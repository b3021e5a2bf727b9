"""One factory stands for another one: what is written for it, and how that is taken back.

Nothing is moved or deleted. The merged factory keeps its number, its record and its sourcing relations, which count
for the kept one (`accord.casework.sourcing`); it is archived from today on. The kept factory takes over what it lacks;
what it took over is remembered, so that undoing takes back that alone, and only where it is still so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from accord.casework.coverage import coverage_on, set_coverage
from accord.casework.sourcing import counting_for
from accord.records.factory import Factory, Sourcing
from accord.records.register import FactoryMerge
from accord.rules.factories.merging import (
    TAKEN_OVER,
    Particular,
    Particulars,
    are_elsewhere,
    coverage_together,
    taken_over,
)
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage


@dataclass(frozen=True)
class TakenBack:
    """What undoing a merge took back, and what it left since it was changed meanwhile; names of fields."""

    fields: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class _Covering:
    """What the coverage of a factory would have been, by the day from which the merge says otherwise."""

    last_change_id: int
    """The last change of coverage that the merge recorded."""
    before: tuple[tuple[date, Coverage], ...]

    def on(self, day: date) -> Coverage:
        """Return what would hold on a day of the merge or later."""
        return [coverage for since, coverage in self.before if since <= day][-1]

    def as_object(self) -> dict[str, Any]:
        return {
            "last_change_id": self.last_change_id,
            "before": [[day.isoformat(), coverage.value] for day, coverage in self.before],
        }

    @classmethod
    def from_object(cls, told: dict[str, Any]) -> "_Covering":
        before = tuple((date.fromisoformat(day), Coverage(coverage)) for day, coverage in told["before"])
        return cls(told["last_change_id"], before)


def merge(session: Session, kept: Factory, merged: Factory, *, actor: str, moment: Moment) -> FactoryMerge:
    """Let one factory stand for the other; whether it may is asked before."""
    taken = taken_over(_particulars(kept), _particulars(merged))
    _take_over(session, kept, merged, taken)
    together, was = coverage_together(kept.coverage, merged.coverage), merged.coverage
    merged.merged_into = kept
    covering = {"merged": _archive(session, merged, kept=kept, actor=actor, moment=moment)}
    if together is not kept.coverage:
        reason = f"factory {merged.number}, which was {was.value}, is this one"
        covering["kept"] = _cover(session, kept, together, [moment.today], reason=reason, actor=actor, moment=moment)
    record = FactoryMerge(
        merged=merged,
        kept=kept,
        taken_over=json.dumps(taken, ensure_ascii=False),
        coverage_before=json.dumps({which: each.as_object() for which, each in covering.items()}),
        actor=actor,
        recorded_at=moment.now,
    )
    session.add(record)
    session.flush()
    session.refresh(kept)
    return record


def undo_merge(session: Session, record: FactoryMerge, *, actor: str, moment: Moment) -> TakenBack:
    """Let both factories stand for themselves again; what was recorded of the kept one meanwhile stays with it."""
    kept, merged = record.kept, record.merged
    record.undone_by, record.undone_at = actor, moment.now
    merged.merged_into = None
    session.flush()
    taken: dict[str, Particular] = json.loads(record.taken_over)
    back = {name for name, value in taken.items() if getattr(kept, name) == value}
    for name in back:
        setattr(kept, name, None)
    # First freed, then given back: no two factories have the same OS ID, not even for a moment.
    session.flush()
    if "os_id" in taken and not session.scalar(select(exists().where(Factory.os_id == taken["os_id"]))):
        merged.os_id = str(taken["os_id"])
    coverage: dict[str, Any] = json.loads(record.coverage_before)
    left = [name for name in taken if name not in back]
    for factory, told in ((merged, coverage["merged"]), (kept, coverage.get("kept"))):
        covering = _Covering.from_object(told) if told else None
        if covering and not _uncover(session, factory, covering, actor=actor, moment=moment):
            left.append(f"coverage of {factory.number}")
    session.flush()
    session.refresh(kept)
    return TakenBack(tuple(name for name in taken if name in back), tuple(left))


def places_differ(one: Factory, other: Factory) -> bool:
    """Return whether the two are plainly on record at different places. A factory that moved gets a new number."""
    return are_elsewhere(_particulars(one), _particulars(other))


def _particulars(factory: Factory) -> Particulars:
    return {name: getattr(factory, name) for name in TAKEN_OVER}


def _take_over(session: Session, kept: Factory, merged: Factory, taken: Particulars) -> None:
    if "os_id" in taken:
        # The ID of one place in the open register: it goes on naming the factory that stands for both.
        merged.os_id = None
        session.flush()
    for name, value in taken.items():
        setattr(kept, name, value)
    session.flush()


def _archive(session: Session, merged: Factory, *, kept: Factory, actor: str, moment: Moment) -> _Covering:
    later = {change.from_on for change in merged.coverage_changes if change.from_on and change.from_on > moment.today}
    # Also from each day on which another coverage would have begun: none may bring it back unseen.
    days = [moment.today, *sorted(later)]
    reason = f"factory {kept.number} stands for it"
    return _cover(session, merged, Coverage.ARCHIVED, days, reason=reason, actor=actor, moment=moment)


def _cover(
    session: Session,
    factory: Factory,
    coverage: Coverage,
    days: Sequence[date],
    *,
    reason: str,
    actor: str,
    moment: Moment,
) -> _Covering:
    """Set a coverage from each of these days and return what would have held."""
    before = tuple((day, coverage_on(factory, day) or factory.coverage) for day in days)
    for day in days:
        set_coverage(factory, coverage, from_on=day, actor=actor, moment=moment, reason=reason)
    session.flush()
    return _Covering(factory.coverage_changes[-1].id, before)


def _uncover(session: Session, factory: Factory, covering: _Covering, *, actor: str, moment: Moment) -> bool:
    """Let the coverage hold again that would have held; return whether it does.

    What was said of it since stays. Who has a brand now is not called "no brand", and who still stands for a covered
    factory stays covered.
    """
    if factory.coverage_changes[-1].id != covering.last_change_id:
        return False
    today = moment.today
    of_today = was = covering.on(today)
    for still in session.scalars(select(FactoryMerge).where(_still_merged_into(factory))):
        told = _Covering.from_object(json.loads(still.coverage_before)["merged"])
        of_today = coverage_together(of_today, told.on(today))
    if Coverage.INACTIVE is was or Coverage.ACTIVE is factory.coverage:
        of_today = Coverage.ACTIVE if _has_a_brand(session, factory, today) else of_today
    for day, coverage in [(today, of_today), *((day, each) for day, each in covering.before if day > today)]:
        set_coverage(factory, coverage, from_on=day, actor=actor, moment=moment, reason="the merge was undone")
    return of_today is was


def _still_merged_into(kept: Factory) -> ColumnElement[bool]:
    return (FactoryMerge.kept_id == kept.id) & FactoryMerge.undone_at.is_(None)


def _has_a_brand(session: Session, factory: Factory, day: date) -> bool:
    """Return whether a signatory sources from the factory on that day."""
    goes_on = Sourcing.to_on.is_(None) | (Sourcing.to_on > day)
    query = exists().where(counting_for(factory), Sourcing.from_on <= day, goes_on)
    return bool(session.scalar(select(query)))
