"""What a person says of two factories: they are the same, they are different, or neither any more.

Any two factories may be named, also ones that the program did not find alike: a person may know better.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.factories import factory_on_record
from accord.casework.refusals import Refused
from accord.casework.register.giving_way import refuse_to_merge, refuse_unless_undecided
from accord.casework.register.merging import TakenBack, merge, places_differ, undo_merge
from accord.casework.register.pairs import pairs_in, row_of
from accord.records.base import hold_the_pen
from accord.records.factory import Factory
from accord.records.register import DuplicateState, FactoryMerge, LikelyDuplicate
from accord.rules.moments import Moment

NAMED_BY_A_PERSON = "named by a person"
"""The reason of a pair that the program had not found; its score is 0."""

DEEDS = {
    DuplicateState.SAME: "said that two factories are one",
    DuplicateState.DIFFERENT: "said that two factories are different",
    DuplicateState.OPEN: "took back what was said of two factories",
}
"""How the journal names each decision."""


class NoPair(Refused):
    """The two numbers are one, or the one to keep is neither of them."""


class NothingDecided(Refused):
    """Nothing was decided about the two, so that there is nothing to undo."""


@dataclass(frozen=True)
class Decision:
    """What was decided about two factories, for the person and for programs."""

    factories: tuple[int, int]
    state: DuplicateState
    told: dict[str, Any]
    """What came of it."""

    def as_object(self) -> dict[str, Any]:
        """Return the decision as the command prints it."""
        return {"factories": list(self.factories), "state": self.state.value, **self.told}


def say_same(session: Session, one: int, other: int, *, keep: int, actor: str, moment: Moment) -> Decision:
    """Let the factory that is kept stand for the other one from now on."""
    if keep not in {one, other}:
        msg = f"the factory to keep is one of the two, {one} or {other}; {keep} is neither"
        raise NoPair(msg)
    kept, merged = _two(session, keep, other if keep == one else one)
    refuse_unless_undecided(session, kept, merged, moment=moment)
    refuse_to_merge(session, kept, merged, moment=moment)
    row = _row(session, kept, merged, moment=moment)
    elsewhere = places_differ(kept, merged)
    record = merge(session, kept, merged, actor=actor, moment=moment)
    told = {
        "kept": kept.number,
        "merged": merged.number,
        "taken_over": list(_taken_told(record)),
        "places_differ": elsewhere,
        "coverage": {str(factory.number): factory.coverage.value for factory in (kept, merged)},
    }
    details = {**told, "taken_over": _taken_told(record), "coverage_before": json.loads(record.coverage_before)}
    return _decide(session, row, DuplicateState.SAME, told=told, details=details, actor=actor, moment=moment)


def say_different(session: Session, one: int, other: int, *, actor: str, moment: Moment) -> Decision:
    """Never list the two as likely duplicates again, unless this is undone."""
    pair = _two(session, one, other)
    refuse_unless_undecided(session, *pair, moment=moment)
    row = _row(session, *pair, moment=moment)
    return _decide(session, row, DuplicateState.DIFFERENT, told={}, details={}, actor=actor, moment=moment)


def undo(session: Session, one: int, other: int, *, actor: str, moment: Moment) -> Decision:
    """Take back what was decided about the two, so that they are undecided again."""
    pair = _two(session, one, other)
    row = row_of(session, *pair)
    if row is None or row.state is DuplicateState.OPEN:
        msg = f"nothing was decided about factories {min(one, other)} and {max(one, other)}"
        raise NothingDecided(msg)
    told: dict[str, Any] = {"undone": row.state.value}
    if row.state is DuplicateState.SAME:
        back = _undo_merge(session, *pair, actor=actor, moment=moment)
        told |= {"taken_back": _named(back.fields), "left": _named(back.left)}
    return _decide(session, row, DuplicateState.OPEN, told=told, details=told, actor=actor, moment=moment)


def _two(session: Session, one: int, other: int) -> tuple[Factory, Factory]:
    if one == other:
        msg = f"{one} is one factory; name two"
        raise NoPair(msg)
    # No hazard may come to a factory while it gives way ("records"), and no list of the register either.
    hold_the_pen(session, "records")
    hold_the_pen(session, "register")
    first, second = factory_on_record(session, one), factory_on_record(session, other)
    # Whatever the session had read before the pen was in hand may have changed since.
    session.refresh(first)
    session.refresh(second)
    return first, second


def _row(session: Session, one: Factory, other: Factory, *, moment: Moment) -> LikelyDuplicate:
    """Return the pair on record, or put it there."""
    row = row_of(session, one, other)
    if row is None:
        first, second = sorted((one, other), key=lambda factory: factory.id)
        score, because = _found(session, one, other)
        row = LikelyDuplicate(factory=first, other_factory=second, score=score, because=because, found_at=moment.now)
        session.add(row)
    return row


def _found(session: Session, one: Factory, other: Factory) -> tuple[int, str]:
    """Return score and reasons of two that were found alike by way of a factory merged into one of them."""
    for pair in pairs_in(session, DuplicateState.OPEN):
        if set(pair.factories) == {one, other}:
            return pair.score, "\n".join(pair.because)
    return 0, NAMED_BY_A_PERSON


def _undo_merge(session: Session, one: Factory, other: Factory, *, actor: str, moment: Moment) -> TakenBack:
    ids = (one.id, other.id)
    record = session.scalar(
        select(FactoryMerge).where(
            FactoryMerge.merged_id.in_(ids), FactoryMerge.kept_id.in_(ids), FactoryMerge.undone_at.is_(None)
        )
    )
    # A database that went back to a version without merges and came again knows the word, but not what was done.
    return TakenBack((), ()) if record is None else undo_merge(session, record, actor=actor, moment=moment)


def _taken_told(record: FactoryMerge) -> dict[str, Any]:
    """Return what the kept factory took over, the company group by its name."""
    taken: dict[str, Any] = json.loads(record.taken_over)
    if taken.pop("company_group_id", None) is not None and record.kept.company_group:
        taken["company_group"] = record.kept.company_group.name
    return taken


def _named(fields: Iterable[str]) -> list[str]:
    return ["company_group" if name == "company_group_id" else name for name in fields]


def _decide(
    session: Session,
    row: LikelyDuplicate,
    state: DuplicateState,
    *,
    told: dict[str, Any],
    details: dict[str, Any],
    actor: str,
    moment: Moment,
) -> Decision:
    row.state = state
    row.decided_by, row.decided_at = (None, None) if state is DuplicateState.OPEN else (actor, moment.now)
    session.flush()
    first, second = sorted((row.factory.number, row.other_factory.number))
    subject = f"factory {first} factory {second}"
    journal.note(session, DEEDS[state], subject, actor=actor, moment=moment, details=details)
    return Decision((first, second), state, told)
