"""Whom ineligibility meets: the factory alone or, by some profiles, its whole company group. Source: DOMAIN 7.

Until 8 May 2019 it was the group. Who belongs to it is asked on the day of the signature. A factory that has left the
programme is not met, nor one that is ineligible already. Whoever was met for another one stays ineligible for as long
as that one, and is let back by a decision of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.standing import standing_changes
from accord.records.escalation import StageChange, StageDraft
from accord.records.factory import Factory
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.words import LAST_STAGE
from accord.rules.vocabulary import COVERED, Coverage

MET = COVERED | {Coverage.INACTIVE}
"""A factory without a brand is met too: else one would begin to buy there tomorrow."""


def met_by(session: Session, factory: Factory, profile: Profile) -> list[Factory]:
    """Return the factory, and the others of its group that a decision of today would meet with it, by number."""
    if not profile.meets_group or factory.company_group_id is None:
        return [factory]
    others = session.scalars(
        select(Factory)
        .where(
            Factory.company_group_id == factory.company_group_id,
            Factory.id != factory.id,
            Factory.merged_into_id.is_(None),
            Factory.coverage.in_(MET),
        )
        .order_by(Factory.number)
    ).all()
    already = ineligible_of(session, [each.id for each in others])
    return [factory, *(each for each in others if each.id not in already)]


def ineligible_of(session: Session, factory_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the factories of which the last decision that stands is stage 3, be it from a day to come."""
    last = _last_decisions(session, factory_ids)
    return frozenset(factory_id for factory_id, change in last.items() if change.stage >= LAST_STAGE)


def kept_by_group(session: Session) -> frozenset[int]:
    """Return the factories that stay ineligible for another one of their group, which still is."""
    rows = session.execute(
        select(StageChange.id, StageChange.factory_id, StageDraft.factory_id)
        .join(StageDraft, StageDraft.id == StageChange.draft_id)
        .where(StageChange.stage == LAST_STAGE, StageChange.factory_id != StageDraft.factory_id)
    ).all()
    if not rows:
        return frozenset()
    last = _last_decisions(session, {id_ for _, met, first in rows for id_ in (met, first)})
    return frozenset(
        met
        for change_id, met, first in rows
        if met in last and last[met].id == change_id and first in last and last[first].stage >= LAST_STAGE
    )


def met_with(session: Session, change: StageChange) -> Sequence[StageChange]:
    """Return the decisions that met other factories for that of the change, and stand: they fall with it."""
    if change.draft_id is None:
        return ()
    written = session.get_one(StageDraft, change.draft_id)
    if written.factory_id != change.factory_id:
        return ()
    others = session.scalars(
        select(StageChange).where(StageChange.draft_id == written.id, StageChange.id != change.id)
    ).all()
    last = _last_decisions(session, [each.factory_id for each in others])
    return [each for each in others if each.factory_id in last and last[each.factory_id].id == each.id]


def _last_decisions(session: Session, factory_ids: Iterable[int]) -> Mapping[int, StageChange]:
    decided: dict[int, list[StageChange]] = defaultdict(list)
    for change in session.scalars(
        select(StageChange)
        .where(StageChange.factory_id.in_(sorted(set(factory_ids))))
        .order_by(StageChange.effective_on, StageChange.id)
    ):
        decided[change.factory_id].append(change)
    standing = {factory_id: standing_changes(changes) for factory_id, changes in decided.items()}
    return {factory_id: changes[-1] for factory_id, changes in standing.items() if changes}
